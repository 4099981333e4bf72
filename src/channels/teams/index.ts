import type { Messenger } from '../../delivery/messenger.ts';
import { Fault } from '../../fault.ts';
import { activitySchema } from './activity.ts';
import type { Addresses } from './address.ts';
import { createAddressBook } from './address-book.ts';
import { createAdmission } from './admit.ts';
import { type BotCredentials, createBotFramework } from './bot-framework.ts';
import { toDeliveryError } from './delivery-fault.ts';
import type { HttpAnswer } from './http-answer.ts';
import { teamsMessenger } from './messenger.ts';
import { createRespond, type RespondParts } from './respond.ts';
import { createSignInWatch } from './sign-in-watch.ts';

export type TeamsOptions = Pick<RespondParts, 'handle' | 'search' | 'reachable' | 'times'> & {
  readonly addresses: Addresses;
  /** Told of what failed, by code; never of what was said. */
  readonly report?: RespondParts['report'];
  readonly now?: () => Date;
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
  /** Forgets where people can be written to whom nobody heard from for more than a year and who are not listed. */
  tidy(isListed: (userId: string) => boolean): Promise<void>;
  /** False while Microsoft refuses the credentials: nobody can be written to then. */
  isConnected(): boolean;
  /**
   * Asks for permission to write, now and every few minutes, so that the operator hears of credentials that do not work, or no
   * longer, before anybody waits for a message.
   */
  start(): void;
  /** Takes nothing new and waits for the answers under way. */
  stop(): Promise<void>;
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
  const report = options.report ?? (() => undefined);
  const link = credentials.MicrosoftAppId
    ? `https://teams.microsoft.com/l/app/${credentials.MicrosoftAppId}`
    : null;
  const book = createAddressBook(options.addresses, options.now);
  const { MicrosoftAppTenantId: home } = credentials;
  const tenants = [...(home ? [home] : []), ...(options.tenants ?? [])].map((id) => id.toLowerCase());
  const admit = createAdmission({
    bot,
    local,
    tenants,
    report,
  });
  const messenger = teamsMessenger({
    bot,
    book,
    local,
    link,
    serviceUrl: options.serviceUrl,
    tenant: home || undefined,
    isOurs: (tenant) => local || tenants.includes(tenant.toLowerCase()),
  });
  const signIn = createSignInWatch(bot, report);
  const respond = createRespond({ ...options, report, bot, book, link, messenger });
  let stopped = false;

  return {
    messenger,
    tidy: (isListed) => book.tidy(isListed),
    isConnected: signIn.isAccepted,
    start: signIn.start,
    stop() {
      stopped = true;
      signIn.stop();
      return respond.stop();
    },
    async receive({ body, authorization }) {
      // Or a stop would wait for whoever writes next. Teams sends it again, or tells the person that it did not work.
      if (stopped) return refusal(503, 'This cannot be answered just now.');
      const parsed = activitySchema.safeParse(body);
      if (!parsed.success) return refusal(400, 'This is not a message of the Bot Framework.');
      const refused = await admit(parsed.data, body, authorization);
      if (refused !== null) return refused;
      try {
        return await respond.answer(parsed.data);
      } catch (error) {
        report(toDeliveryError(error));
        return refusal(502, 'The answer could not be given back.');
      }
    },
  };
}

function refusal(status: number, message: string): HttpAnswer {
  return { status, body: { message } };
}
