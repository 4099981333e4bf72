import { z } from 'zod';
import { Fault } from '../../fault.ts';
import type { IncomingActivity } from './activity.ts';
import { assertMayServe } from './address.ts';
import { AuthenticationRefused, type BotFramework } from './bot-framework.ts';
import type { HttpAnswer } from './http-answer.ts';
import type { RespondParts } from './respond.ts';

export type AdmissionOptions = Pick<RespondParts, 'report'> & {
  readonly bot: Pick<BotFramework, 'authenticate'>;
  /** The local mode: nobody is asked who they are, and only this machine is answered. */
  readonly local: boolean;
  /** Ids of the Microsoft 365 tenants whose people are answered; without one, nobody is. */
  readonly tenants: readonly string[];
};

/**
 * Who is let in: gives the refusal to send back, which tells a stranger nothing, or null for an activity that may be answered.
 * `body` is the activity as it came. Never rejects.
 */
export type Admit = (
  activity: IncomingActivity,
  body: unknown,
  authorization: string,
) => Promise<HttpAnswer | null>;

/** Tenants that were told of; whoever can make up thousands fills neither memory nor log. */
const MOST_TOLD = 100;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function createAdmission({ bot, local, tenants, report }: AdmissionOptions): Admit {
  const listed = new Set(tenants.map((tenant) => tenant.toLowerCase()));
  const told = new Set<string>();
  let keysAway = false;
  let clockTold = false;
  let elsewhereTold = false;

  const keysUnreachable = (): HttpAnswer => {
    if (!keysAway) report(KEYS_UNREACHABLE);
    keysAway = true;
    return refusal(503, 'This cannot be answered just now.');
  };
  /** By then it is certain who sent it: a cloud of Microsoft's that is not known here would be refused for good and in silence. */
  const elsewhere = (error: unknown): HttpAnswer => {
    if (!elsewhereTold && error instanceof Fault) report(error);
    elsewhereTold = true;
    return refusal(403, NOT_FROM_THERE);
  };
  /** Said once until somebody is let in again: anybody may send an old token. */
  const clocksApart = (): void => {
    if (!clockTold) report(CLOCKS_APART);
    clockTold = true;
  };
  const notListed = (named: readonly string[]): void => {
    const tenant = named.find((name) => !listed.has(name)) ?? '';
    if (told.has(tenant) || told.size >= MOST_TOLD) return;
    told.add(tenant);
    report(tenantNotListed(GUID.test(tenant) ? tenant : 'not named'));
  };

  return async (activity, body, authorization) => {
    try {
      await bot.authenticate(activity, authorization);
      keysAway = false;
      clockTold = false;
    } catch (error) {
      // Teams sends what is answered with 503 again.
      if (!(error instanceof AuthenticationRefused)) return keysUnreachable();
      if (error.outOfTime) clocksApart();
      return refusal(401, 'The sender is not known here.');
    }
    if (!local) {
      // In other channels of the same bot (Web Chat, Direct Line) the sender writes the ids of who speaks.
      if (activity.channelId !== 'msteams') return refusal(403, NOT_FROM_THERE);
      // Whoever knows the bot's id can install it in a tenant of their own.
      const named = tenantsIn(activity, body);
      if (named.length === 0 || named.some((tenant) => !listed.has(tenant))) {
        notListed(named);
        return refusal(403, NOT_FROM_THERE);
      }
    }
    try {
      assertMayServe(activity.serviceUrl, local);
      return null;
    } catch (error) {
      return elsewhere(error);
    }
  };
}

const NOT_FROM_THERE = 'Not answered from there.';

const KEYS_UNREACHABLE = {
  code: 'teams-keys-unreachable',
  message: 'The keys by which messages from Teams are recognised could not be fetched from Microsoft.',
  remedy:
    'Nobody in Teams is answered until they can be; Teams sends again what it can. Check that this machine may connect to login.botframework.com, port 443, and look at status.cloud.microsoft. Tell people to ring meanwhile.',
};

const CLOCKS_APART = {
  code: 'teams-clock-apart',
  message: 'A message came with a real sign-in of Microsoft’s for another time, and was not answered.',
  remedy:
    'Look at the clock of this machine: more than five minutes apart from Microsoft’s, nobody in Teams is answered. Switch on its setting by network time. If the clock is right, somebody sent an old message again, and there is nothing to do.',
};

function tenantNotListed(tenant: string) {
  return {
    code: 'teams-tenant-not-listed',
    message:
      'Somebody in a Microsoft 365 tenant that is not listed wrote to Share Check and was not answered.',
    remedy: `Nothing, unless the tenant is one of yours: then add its id to MicrosoftAppAllowedTenants and start again. Its id: ${tenant}.`,
  };
}

const dataSchema = z.object({ channelData: z.object({ tenant: z.object({ id: z.string().min(1) }) }) });

/** Every tenant that the activity names: in channels Teams names it in its own data, at times there alone. */
function tenantsIn({ conversation }: IncomingActivity, body: unknown): readonly string[] {
  const own = dataSchema.safeParse(body).data?.channelData.tenant.id;
  return [conversation.tenantId, own].flatMap((tenant) => (tenant ? [tenant.toLowerCase()] : []));
}

function refusal(status: number, message: string): HttpAnswer {
  return { status, body: { message } };
}
