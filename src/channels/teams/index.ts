import type { Messenger } from '../../delivery/messenger.ts';
import { Fault } from '../../fault.ts';
import { createAdmission } from './admit.ts';
import { type BotCredentials, createBotFramework } from './bot-framework.ts';
import { toDeliveryError } from './delivery-fault.ts';
import { teamsMessenger } from './messenger.ts';
import { activitySchema } from './receive.ts';
import { type Channel, type HttpAnswer, respond } from './respond.ts';

export type TeamsOptions = Pick<Channel, 'handle' | 'greet' | 'addresses' | 'report'> & {
  readonly credentials?: BotCredentials;
  /** Tenants whose people are answered, besides the bot's own. With none at all nobody is. */
  readonly tenants?: readonly string[];
  /** The local mode: nobody is asked who they are, and only this machine is answered. */
  readonly local?: boolean;
  /** Where channel posts and new chats go; for the Playground, which has an address of its own. */
  readonly serviceUrl?: string;
  /** Other places for the sender's keys and the login, for tests. */
  readonly metadata?: Readonly<Record<string, string>>;
};

export type TeamsChannel = {
  readonly messenger: Messenger;
  /** Answers `POST /api/messages`. Never rejects; what goes back tells a stranger nothing. */
  receive(request: { readonly body: unknown; readonly authorization: string }): Promise<HttpAnswer>;
};

/** Teams as a channel. Throws a `Fault` when it has no app id and is not in the local mode. */
export function createTeamsChannel(options: TeamsOptions): TeamsChannel {
  const local = options.local ?? false;
  const credentials = local ? {} : (options.credentials ?? {});
  if (!local && !credentials.MicrosoftAppId) {
    throw new Fault(
      'teams-no-app-id',
      'Teams is not set up: without an app id anybody could speak as anybody.',
      'Set MicrosoftAppId, MicrosoftAppTenantId and MicrosoftAppPassword (.env.example names the other ways), or start with no settings at all for the local mode.',
    );
  }
  const bot = createBotFramework(credentials, options.metadata);
  const { MicrosoftAppTenantId: home } = credentials;
  const admit = createAdmission({
    bot,
    local,
    tenants: [...(home ? [home] : []), ...(options.tenants ?? [])],
    ...(options.report === undefined ? {} : { report: options.report }),
  });
  const messenger = teamsMessenger({
    bot,
    addresses: options.addresses,
    local,
    serviceUrl: options.serviceUrl,
    tenant: home || undefined,
  });
  const channel = { ...options, bot, messenger };

  return {
    messenger,
    async receive({ body, authorization }) {
      const parsed = activitySchema.safeParse(body);
      if (!parsed.success) return refusal(400, 'This is not a message of the Bot Framework.');
      const refused = await admit(parsed.data, body, authorization);
      if (refused !== null) return refused;
      try {
        return await respond(channel, parsed.data);
      } catch (error) {
        options.report?.(toDeliveryError(error));
        return refusal(502, 'The answer could not be given back.');
      }
    },
  };
}

function refusal(status: number, message: string): HttpAnswer {
  return { status, body: { message } };
}
