// Not the whole of `botbuilder`, of which a start would wait for a hundred modules (some 50 ms) that nothing here uses.
import { CloudAdapter } from 'botbuilder/lib/cloudAdapter.js';
import {
  type Activity,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
} from 'botbuilder-core';
import { Fault } from '../../fault.ts';
import { ADAPTIVE_CARD, type AdaptiveCard } from './adaptive-card.ts';
import type { Address } from './address.ts';
import { callConnector } from './connector-http.ts';

/** What Share Check needs of the Bot Framework. The only module that knows its SDK, so that another can take its place. */
export type BotFramework = {
  /** Resolves when the sender of this activity is the Bot Framework; rejects with `AuthenticationRefused` otherwise. */
  authenticate(activity: object, authorization: string): Promise<void>;
  /** Sends one message; resolves with its id. Rejects as the connector does (`statusCode`, `code`). */
  send(address: Address, message: OutgoingMessage): Promise<string>;
  update(address: Address, activityId: string, message: OutgoingMessage): Promise<void>;
  /** Opens the conversation with one person (or finds it); resolves with its id. */
  open(place: Omit<Address, 'conversation'>, userId: string): Promise<string>;
};

export type OutgoingMessage = { readonly summary: string; readonly card?: AdaptiveCard };

export type BotCredentials = {
  readonly MicrosoftAppId?: string | undefined;
  readonly MicrosoftAppType?: string | undefined;
  readonly MicrosoftAppTenantId?: string | undefined;
  readonly MicrosoftAppPassword?: string | undefined;
};

/** The part of the SDK's `ConnectorClient` that is used; the SDK does not export its type by this package. */
type Connector = {
  readonly conversations: {
    sendToConversation(conversation: string, activity: Partial<Activity>): Promise<{ readonly id: string }>;
    updateActivity(conversation: string, id: string, activity: Partial<Activity>): Promise<unknown>;
  };
};

export class AuthenticationRefused extends Error {
  override name = 'AuthenticationRefused';
}

const CHANNEL = 'msteams';
/** Teams itself gives up on a turn after about fifteen seconds. */
const CONNECTOR_TIMEOUT_MS = 10_000;
const AUDIENCE = 'https://api.botframework.com';

/**
 * The Bot Framework with these credentials; without an app id nobody is asked who they are, which `createTeamsChannel`
 * allows in the local mode only. `metadata` names other places for the sender's keys, as a test needs.
 */
export function createBotFramework(
  credentials: BotCredentials,
  metadata: Readonly<Record<string, string>> = {},
): BotFramework {
  const appId = credentials.MicrosoftAppId ?? '';
  const authentication = authenticationFor(credentials, metadata);
  const adapter = new CloudAdapter(authentication);

  /** The SDK's client of the service an address names, signed in as this app. */
  const connect = async ({ serviceUrl, conversation }: Address): Promise<Connector['conversations']> => {
    let connector: Connector | undefined;
    await adapter.continueConversationAsync(
      appId,
      {
        channelId: CHANNEL,
        serviceUrl,
        conversation: { id: conversation, isGroup: false, name: '', conversationType: 'personal' },
      },
      async (context) => {
        connector = context.turnState.get<Connector>(adapter.ConnectorClientKey);
      },
    );
    if (connector === undefined) throw new Error('The Bot Framework gave no connector.');
    return connector.conversations;
  };

  return {
    async authenticate(activity, authorization) {
      try {
        await authentication.authenticateRequest(activity as Activity, authorization);
      } catch (cause) {
        throw new AuthenticationRefused('The sender could not be recognised.', { cause });
      }
    },
    async send(address, message) {
      const conversations = await connect(address);
      const sent = await conversations.sendToConversation(address.conversation, toActivity(message));
      return sent.id;
    },
    async update(address, activityId, message) {
      const conversations = await connect(address);
      const activity = { ...toActivity(message), id: activityId };
      await conversations.updateActivity(address.conversation, activityId, activity);
    },
    async open({ serviceUrl, tenant, bot }, userId) {
      let conversation = '';
      await adapter.createConversationAsync(
        appId,
        CHANNEL,
        serviceUrl,
        AUDIENCE,
        {
          isGroup: false,
          bot: { id: bot ?? appId, name: 'Share Check' },
          members: [{ id: userId, name: '' }],
          topicName: '',
          activity: undefined as never,
          channelData: tenant === undefined ? {} : { tenant: { id: tenant } },
          ...(tenant === undefined ? {} : { tenantId: tenant }),
        },
        async (context) => {
          conversation = context.activity.conversation.id;
        },
      );
      return conversation;
    },
  };
}

function authenticationFor(
  credentials: BotCredentials,
  metadata: Readonly<Record<string, string>>,
): ConfigurationBotFrameworkAuthentication {
  const given = Object.fromEntries(
    Object.entries(credentials).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
  try {
    const factory = new ConfigurationServiceClientCredentialFactory(given);
    return new ConfigurationBotFrameworkAuthentication(metadata, factory, undefined, undefined, {
      httpClient,
    });
  } catch (cause) {
    throw new Fault(
      'teams-credentials',
      'The settings of the Teams app do not fit together.',
      'SingleTenant (the default for new apps) needs MicrosoftAppId, MicrosoftAppTenantId and MicrosoftAppPassword; MultiTenant needs MicrosoftAppId and MicrosoftAppPassword; UserAssignedMSI needs MicrosoftAppId and MicrosoftAppTenantId and no password.',
      { cause },
    );
  }
}

type HttpClient = NonNullable<
  NonNullable<ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[4]>['httpClient']
>;

/** In place of the SDK's own, which tries again by itself: a message could arrive twice without a word. */
const httpClient: HttpClient = {
  async sendRequest(request) {
    const { url, method, headers, body } = request;
    const response = await callConnector(
      { url, method, headers: headers.rawHeaders(), body: typeof body === 'string' ? body : undefined },
      CONNECTOR_TIMEOUT_MS,
    );
    const received = headers.clone();
    for (const name of received.headerNames()) received.remove(name);
    for (const [name, value] of response.headers) received.set(name, value);
    return { request, status: response.status, headers: received, bodyAsText: response.text };
  },
};

function toActivity({ summary, card }: OutgoingMessage): Partial<Activity> {
  return card === undefined
    ? { type: 'message', text: summary }
    : { type: 'message', summary, attachments: [{ contentType: ADAPTIVE_CARD, content: card }] };
}
