import { z } from 'zod';
import { accessToken } from './access-token.ts';
import { ADAPTIVE_CARD, type AdaptiveCard } from './adaptive-card.ts';
import type { Address } from './address.ts';
import { type BotCredentials, createBotSdk } from './bot-sdk.ts';
import { ConnectorFault, type ConnectorRequest, callConnector } from './connector-http.ts';
import { createSenderKeys, KeysUnreachable } from './sender-keys.ts';
import { AuthenticationRefused, checkToken } from './sender-token.ts';

export type { BotCredentials };
export { AuthenticationRefused, KeysUnreachable };

/**
 * What Share Check needs of the Bot Framework. Everything but `authenticate` rejects with `ConnectorFault`, or with `TokenFault`
 * where Microsoft gave no permission to write.
 */
export type BotFramework = {
  /**
   * Resolves when the sender of this activity is the Bot Framework for Teams; rejects with `AuthenticationRefused` otherwise, or
   * with `KeysUnreachable` where that cannot be told just now.
   */
  authenticate(activity: { readonly serviceUrl: string }, authorization: string): Promise<void>;
  /** Sends one message; resolves with its id, or with an empty one where it arrived and Teams named none. */
  send(address: Address, message: OutgoingMessage): Promise<string>;
  update(address: Address, activityId: string, message: OutgoingMessage): Promise<void>;
  /** Opens the conversation with one person (or finds it); resolves with its id. */
  open(place: Omit<Address, 'conversation'>, userId: string): Promise<string>;
  /**
   * Everybody in a conversation. With more than `MOST_MEMBERS` it rejects with a `ConnectorFault` of the code `TooManyMembers`:
   * somebody who looks for who is there must not take a part for the whole.
   */
  members(address: Address): Promise<readonly Member[]>;
  /** What people call the channel that is named there, with its team; undefined where Teams does not say. */
  placeName(address: Address): Promise<string | undefined>;
  /** Shows for a moment that an answer is on its way. */
  typing(address: Address): Promise<void>;
  /** Asks for permission to write, as a message would; in the local mode there is nothing to ask for. */
  checkCredentials(): Promise<void>;
};

export type OutgoingMessage = {
  /** The words of the message; beside a card, what a notification and the list of chats show. */
  readonly summary: string;
  readonly card?: AdaptiveCard;
  /** Somebody in the conversation, by its id for them, whose attention is drawn: their name stands before the words. */
  readonly mention?: { readonly id: string; readonly name: string };
};

/** Somebody in a conversation. `id` is theirs in this bot's conversations, `aadObjectId` the one in Entra. */
export type Member = {
  readonly id: string;
  readonly aadObjectId?: string;
  readonly name?: string;
  readonly tenant?: string;
  readonly role?: string;
};

/** Who signs what comes from Teams, and where their keys are. */
const ISSUER = 'https://api.botframework.com';
const METADATA = 'https://login.botframework.com/v1/.well-known/openidconfiguration';
/** Teams itself gives up on a turn after about fifteen seconds. */
const CONNECTOR_TIMEOUT_MS = 10_000;
/** Somebody waits for what follows. */
const NAME_TIMEOUT_MS = 3000;
export const MOST_MEMBERS = 300;
/** Teams gives from 50 to 500 members at a time. */
const PAGE = 300;
/** Pages of members before they are taken for endless. */
const MOST_PAGES = 10;

/**
 * The Bot Framework with these credentials; without an app id nobody is asked who they are, which `createTeamsChannel`
 * allows in the local mode only. `metadata` names other places for the sender's keys and for the login, as a test needs.
 */
export function createBotFramework(
  credentials: BotCredentials,
  metadata: Readonly<Record<string, string>> = {},
): BotFramework {
  const appId = credentials.MicrosoftAppId ?? '';
  const sdk = createBotSdk(credentials, metadata);
  const issuer = metadata.ToBotFromChannelTokenIssuer ?? ISSUER;
  const keys = createSenderKeys(metadata.ToBotFromChannelOpenIdMetadataUrl ?? METADATA);
  const token = appId === '' ? async () => undefined : accessToken(() => sdk.token(), CONNECTOR_TIMEOUT_MS);

  /** One deadline for the permission and the request. */
  const call = async (
    method: ConnectorRequest['method'],
    serviceUrl: string,
    path: string,
    body?: object,
    until = Date.now() + CONNECTOR_TIMEOUT_MS,
    of: 'conversations' | 'teams' = 'conversations',
  ): Promise<string> => {
    const url = `${serviceUrl.replace(/\/+$/, '')}/v3/${of}${path}`;
    const request = { method, url, token: await token(), body };
    return callConnector(request, Math.max(1, until - Date.now()));
  };

  return {
    async authenticate({ serviceUrl }, authorization) {
      if (appId === '') return;
      const expected = { issuer, appId, serviceUrl, channel: 'msteams' };
      await checkToken(authorization, expected, keys, new Date());
    },
    async send(address, message) {
      const activity = toActivity(address, message);
      return idIn(await call('POST', address.serviceUrl, activities(address), activity)) ?? '';
    },
    async update(address, activityId, message) {
      const path = `${activities(address)}/${encodeURIComponent(activityId)}`;
      await call('PUT', address.serviceUrl, path, { ...toActivity(address, message), id: activityId });
    },
    async open({ serviceUrl, tenant, bot }, userId) {
      const id = idIn(
        await call('POST', serviceUrl, '', {
          isGroup: false,
          bot: { id: bot ?? appId, name: 'Share Check' },
          members: [{ id: userId, name: '' }],
          channelData: channelData(tenant),
          ...(tenant === undefined ? {} : { tenantId: tenant }),
        }),
      );
      if (id === undefined) throw unreadable();
      return id;
    },
    async members(address) {
      const until = Date.now() + CONNECTOR_TIMEOUT_MS;
      const found: Member[] = [];
      let next: string | undefined;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const more = next === undefined ? '' : `&continuationToken=${encodeURIComponent(next)}`;
        const path = `/${encodeURIComponent(address.conversation)}/pagedmembers?pageSize=${PAGE}${more}`;
        const text = await call('GET', address.serviceUrl, path, undefined, until);
        const { members, continuationToken } = membersIn(text);
        found.push(...members);
        if (found.length > MOST_MEMBERS) break;
        if (!continuationToken) return found;
        next = continuationToken;
      }
      throw new ConnectorFault(200, false, undefined, 'TooManyMembers');
    },
    async placeName({ serviceUrl, conversation, team }) {
      if (team === undefined) return undefined;
      const ask = async (path: string): Promise<unknown> =>
        asJson(
          await call(
            'GET',
            serviceUrl,
            `/${encodeURIComponent(team)}${path}`,
            undefined,
            Date.now() + NAME_TIMEOUT_MS,
            'teams',
          ),
        );
      const [about, list] = await Promise.all([ask(''), ask('/conversations')]);
      const target = conversation.replace(/;messageid=.*$/, '');
      const channel = channelsSchema
        .safeParse(list)
        .data?.conversations.find(({ id }) => id === target)?.name;
      const name = teamSchema.safeParse(about).data?.name;
      // The channel every team begins with has no name of its own.
      return [channel, name].filter((one) => one).join(', ') || undefined;
    },
    async typing(address) {
      await call('POST', address.serviceUrl, activities(address), { type: 'typing', ...place(address) });
    },
    async checkCredentials() {
      await token();
    },
  };
}

const activities = ({ conversation }: Address): string => `/${encodeURIComponent(conversation)}/activities`;

/** Whose message it is and where it goes. Teams refuses some messages of its own accord that do not name the tenant. */
function place({ conversation, tenant, bot }: Address) {
  return {
    ...(bot === undefined ? {} : { from: { id: bot } }),
    conversation: { id: conversation, ...(tenant === undefined ? {} : { tenantId: tenant }) },
    channelData: channelData(tenant),
  };
}

function channelData(tenant: string | undefined) {
  return tenant === undefined ? {} : { tenant: { id: tenant } };
}

function toActivity(address: Address, { summary, card, mention }: OutgoingMessage): object {
  const where = place(address);
  const at = mention === undefined ? undefined : `<at>${escaped(mention.name)}</at>`;
  return {
    type: 'message',
    ...where,
    ...(card === undefined
      ? { text: at === undefined ? summary : `${at} ${summary}` }
      : {
          summary,
          ...(at === undefined ? {} : { text: at }),
          attachments: [{ contentType: ADAPTIVE_CARD, content: card }],
        }),
    ...(at === undefined ? {} : { entities: [{ type: 'mention', text: at, mentioned: mention }] }),
  };
}

/** The name stands in marked-up text, where it must be a name and nothing else. */
function escaped(name: string): string {
  return name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const channelsSchema = z.object({
  conversations: z.array(z.object({ id: z.string(), name: z.string().nullish() })),
});
const teamSchema = z.object({ name: z.string().nullish() });
const withId = z.object({ id: z.string().min(1).max(1000) });
const memberSchema = z
  .object({
    id: z.string().min(1).max(300),
    // Teams names the same id in either way.
    aadObjectId: z.string().nullish(),
    objectId: z.string().nullish(),
    name: z.string().nullish(),
    tenantId: z.string().nullish(),
    userRole: z.string().nullish(),
    role: z.string().nullish(),
  })
  .transform((member): Member => {
    const aadObjectId = member.aadObjectId || member.objectId;
    const role = member.userRole || member.role;
    return {
      id: member.id,
      ...(aadObjectId ? { aadObjectId } : {}),
      ...(member.name ? { name: member.name } : {}),
      ...(member.tenantId ? { tenant: member.tenantId } : {}),
      ...(role ? { role } : {}),
    };
  });
const pageSchema = z.object({
  members: z
    .array(memberSchema)
    .nullish()
    .transform((members) => members ?? []),
  continuationToken: z.string().max(10_000).nullish(),
});

function idIn(text: string): string | undefined {
  return withId.safeParse(asJson(text)).data?.id;
}

function membersIn(text: string): z.infer<typeof pageSchema> {
  const page = pageSchema.safeParse(asJson(text));
  if (!page.success) throw unreadable();
  return page.data;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A success that says nothing of what was asked for. */
function unreadable(): ConnectorFault {
  return new ConnectorFault(200, false, undefined, 'UnreadableAnswer');
}
