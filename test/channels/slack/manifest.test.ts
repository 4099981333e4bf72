import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Receiver, ReceiverEvent } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { createBoltApp, createHttpReceiver } from '../../../src/channels/slack/bolt-app.ts';
import { NEEDED_SCOPES, SCOPE_USES } from '../../../src/channels/slack/scopes.ts';
import type { SlackTurn } from '../../../src/channels/slack/slack-turn.ts';
import {
  COMMAND,
  EVENTS,
  GLOBAL_SHORTCUT,
  MESSAGE_SHORTCUT,
  USES,
} from '../../../src/channels/slack/uses.ts';

const FOLDER = new URL('../../../src/channels/slack/', import.meta.url);
const TEXT = readFileSync(new URL('../../../manifest/slack/manifest.yaml', import.meta.url), 'utf8');

const url = z.string().regex(/^https:\/\//);
/** Slack's own limits. What is not named here the app does not ask for. */
const manifestSchema = z.strictObject({
  display_information: z.strictObject({
    name: z.string().max(35),
    description: z.string().max(140),
    long_description: z.string().min(175).max(4000),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.literal(true),
      messages_tab_enabled: z.literal(true),
      messages_tab_read_only_enabled: z.literal(false),
    }),
    bot_user: z.strictObject({ display_name: z.string().max(80), always_online: z.literal(false) }),
    slash_commands: z.array(
      z.strictObject({
        command: z.string().regex(/^\/[a-z-]{1,31}$/),
        url: url.optional(),
        description: z.string().max(2000),
        usage_hint: z.string().max(1000),
        should_escape: z.literal(false),
      }),
    ),
    shortcuts: z.array(
      z.strictObject({
        name: z.string().max(24),
        type: z.enum(['global', 'message']),
        callback_id: z.string().max(255),
        description: z.string().max(150),
      }),
    ),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string()) }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: url.optional(), bot_events: z.array(z.string()) }),
    interactivity: z.strictObject({ is_enabled: z.literal(true), request_url: url.optional() }),
    org_deploy_enabled: z.literal(false),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.literal(false),
  }),
});
type Manifest = z.infer<typeof manifestSchema>;

const read = (text: string): Manifest => manifestSchema.parse(parse(text));
/** What the manifest says to do where Slack is to call the service. */
const overHttp = (text: string): string =>
  text
    .replace('socket_mode_enabled: true', 'socket_mode_enabled: false')
    .replace(/# (\w+: https:\/\/)YOUR-ADDRESS/g, '$1check.example.org');

const manifest = read(TEXT);
const { features, settings } = manifest;
const scopes = manifest.oauth_config.scopes.bot;
const commands = features.slash_commands.map(({ command }) => command);
const shortcuts = features.shortcuts.map(({ callback_id }) => callback_id);
const sorted = (values: readonly string[]) => [...values].sort();

const SOURCES = readdirSync(FOLDER).map((name) => ({
  name,
  code: readFileSync(new URL(name, FOLDER), 'utf8').replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, ''),
}));
const codeOf = (file: string) => SOURCES.find(({ name }) => name === file)?.code ?? '';

describe('the app as Slack is told of it', () => {
  it('asks for every command, shortcut and event of the code, and for no other', () => {
    expect(sorted(commands)).toEqual(sorted(USES.commands));
    expect(sorted(shortcuts)).toEqual(sorted(USES.shortcuts));
    expect(sorted(settings.event_subscriptions.bot_events)).toEqual(sorted(EVENTS));
  });

  it('has the global shortcut everywhere and the other in the menu of a message', () => {
    expect(features.shortcuts.map(({ type, callback_id }) => [type, callback_id])).toEqual([
      ['global', GLOBAL_SHORTCUT],
      ['message', MESSAGE_SHORTCUT],
    ]);
  });

  it('goes by the name of the app in its command', () => {
    const { name } = manifest.display_information;
    expect(commands).toEqual([`/${name.toLowerCase().replaceAll(' ', '-')}`]);
    expect(features.bot_user.display_name).toBe(name);
  });

  it('connects to Slack by itself, with no address of its own', () => {
    expect(settings.socket_mode_enabled).toBe(true);
    expect(JSON.stringify(manifest)).not.toContain('http');
  });

  it('is read by white letters on its colour', () => {
    expect(contrastWithWhite(manifest.display_information.background_color)).toBeGreaterThanOrEqual(4.5);
  });
});

describe('where Slack calls the service', () => {
  const called = read(overHttp(TEXT));
  const addresses = [
    called.features.slash_commands[0]?.url,
    called.settings.event_subscriptions.request_url,
    called.settings.interactivity.request_url,
  ];

  it('four lines are different, and everything else is the same', () => {
    const before = TEXT.split('\n');
    const after = overHttp(TEXT).split('\n');
    expect(after.filter((line, index) => line !== before[index])).toHaveLength(4);
    expect(called.settings.socket_mode_enabled).toBe(false);
    const rest = JSON.stringify(called, (key, value: unknown) => (/url$/.test(key) ? undefined : value));
    expect(JSON.parse(rest)).toEqual({
      ...manifest,
      settings: { ...settings, socket_mode_enabled: false },
    });
  });

  it('all three addresses are the one the service answers at, and it asks for a signature there', async () => {
    const { listener } = createHttpReceiver('a-signing-secret');
    const server = createServer((request, response) => {
      try {
        listener(request, response);
      } catch {
        // An address it does not know.
        response.writeHead(404).end();
      }
    }).listen(0, '127.0.0.1');
    try {
      await new Promise((ready) => server.once('listening', ready));
      const { port } = server.address() as AddressInfo;
      for (const address of addresses) {
        const { pathname } = new URL(address ?? '');
        const answer = await fetch(`http://127.0.0.1:${port}${pathname}`, { method: 'POST', body: '{}' });
        expect([pathname, answer.status]).toEqual(['/slack/events', 401]);
      }
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

/** Bolt behind a receiver of our own: what Slack sends goes in, and what Share Check takes up comes out. */
async function whatIsTakenUp(...bodies: readonly Record<string, unknown>[]): Promise<string[]> {
  const taken: string[] = [];
  let deliver: (event: ReceiverEvent) => Promise<void> = async () => undefined;
  const receiver: Receiver = {
    init: (app) => {
      deliver = (event) => app.processEvent(event);
    },
    start: async () => undefined,
    stop: async () => undefined,
  };
  createBoltApp({
    botToken: 'xoxb-test',
    receiver,
    identity: () => ({ team: 'T1', userId: 'UBOT', botId: 'BBOT', scopes: [] }),
    revoked: () => taken.push('revoked'),
    respond: {
      turn: async ({ event, from }: SlackTurn) => {
        taken.push(`turn:${from.kind}:${event.kind}`);
      },
      submit: async () => {
        throw new Error('Nothing was sent from a window.');
      },
      home: async () => {
        taken.push('home');
      },
      closed: async () => undefined,
      stop: async () => undefined,
    },
  });
  for (const body of bodies) await deliver({ body, ack: async () => undefined });
  return taken;
}

const event = (id: string, inner: Record<string, unknown>) => ({
  type: 'event_callback',
  team_id: 'T1',
  event_id: id,
  event: { user: 'USAM', channel: 'D1', ts: '1.1', ...inner },
});
const command = (name: string) => ({
  command: name,
  text: '',
  user_id: 'USAM',
  team_id: 'T1',
  trigger_id: `t-${name}`,
  response_url: 'https://hooks.example.org/x',
});
const shortcut = (callback: string, type: 'shortcut' | 'message_action') => ({
  type,
  callback_id: callback,
  user: { id: 'USAM' },
  team: { id: 'T1' },
  trigger_id: `t-${callback}`,
  ...(type === 'message_action' ? { message: { text: 'What somebody wrote' }, channel: { id: 'C1' } } : {}),
});

/** One of each thing Slack sends, by the event of the manifest that lets it. */
const SENT: Readonly<Record<(typeof EVENTS)[number], Record<string, unknown>>> = {
  'message.im': event('Ev1', { type: 'message', channel_type: 'im', text: 'do I need consent?' }),
  app_mention: event('Ev2', { type: 'app_mention', channel: 'C1', text: '<@UBOT> do I need consent?' }),
  app_home_opened: event('Ev3', { type: 'app_home_opened', tab: 'home' }),
  app_uninstalled: event('Ev4', { type: 'app_uninstalled' }),
  tokens_revoked: event('Ev5', { type: 'tokens_revoked', tokens: { bot: ['UBOT'] } }),
};

describe('what Slack sends for it', () => {
  it('is taken up: every command and every shortcut', async () => {
    expect(
      await whatIsTakenUp(
        ...commands.map(command),
        shortcut(GLOBAL_SHORTCUT, 'shortcut'),
        shortcut(MESSAGE_SHORTCUT, 'message_action'),
      ),
    ).toEqual(['turn:command:message', 'turn:shortcut:message', 'turn:shortcut:message']);
  });

  it.each([
    ['message.im', 'turn:chat:message'],
    ['app_mention', 'turn:mention:message'],
    ['app_home_opened', 'home'],
    ['app_uninstalled', 'revoked'],
    ['tokens_revoked', 'revoked'],
  ] as const)('is taken up: %s', async (name, taken) => {
    expect(settings.event_subscriptions.bot_events).toContain(name);
    expect(await whatIsTakenUp(SENT[name])).toEqual([taken]);
  });

  it('is left alone where the manifest does not ask for it', async () => {
    expect(
      await whatIsTakenUp(
        command('/another'),
        shortcut('another', 'shortcut'),
        event('Ev6', {
          type: 'message',
          channel_type: 'channel',
          channel: 'C1',
          text: 'Not for Share Check',
        }),
        event('Ev7', { type: 'message', channel_type: 'group', channel: 'G1', text: 'Not for Share Check' }),
      ),
    ).toEqual([]);
  });

  it('has a listener for each event asked for, and none that never hears anything', () => {
    const heard = [...codeOf('bolt-app.ts').matchAll(/app\.event\('([a-z_]+)'/g)].map(([, name]) => name);
    const asked = settings.event_subscriptions.bot_events.map((name) => name.split('.')[0] ?? '');
    expect(heard.length).toBeGreaterThan(0);
    expect(sorted(heard as string[])).toEqual(sorted(asked));
    // No other way to listen to messages, and no command by another name.
    expect(codeOf('bolt-app.ts')).not.toMatch(/app\.message\(|app\.command\('/);
    expect(codeOf('bolt-app.ts')).toContain('app.command(COMMAND');
    expect(COMMAND).toBe(commands[0]);
  });
});

/** Scopes a bot token has to have for a method, as Slack's reference names them. */
const SCOPES_OF_METHOD: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'views.open': [],
  'views.update': [],
  'views.publish': [],
  // With a token of the app, not of the bot.
  'apps.connections.open': [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'conversations.open': ['im:write'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.members': ['channels:read', 'groups:read'],
  'users.info': ['users:read'],
};
const SCOPES_OF_EVENT: Readonly<Record<string, readonly string[]>> = {
  'message.im': ['im:history'],
  app_mention: ['app_mentions:read'],
  app_home_opened: [],
  app_uninstalled: [],
  tokens_revoked: [],
};
const METHOD =
  /\b(?:admin|apps|auth|bookmarks|calls|canvases|chat|conversations|dnd|emoji|files|functions|oauth|openid|pins|reactions|reminders|rtm|search|stars|team|usergroups|users|views|workflows)\.[a-z][A-Za-z]*(?:\.[a-z][A-Za-z]*)*/g;
/** Every method of Slack that is named anywhere in the channel. */
const METHODS = [...new Set(SOURCES.flatMap(({ code }) => code.match(METHOD) ?? []))].filter(
  (name) => !(String(name.split('.').at(-1)) in Array.prototype),
);

describe('what the app may do', () => {
  it('is what the code says it needs, once each, with what it is for', () => {
    expect(sorted(scopes)).toEqual(sorted(NEEDED_SCOPES));
    expect(new Set(scopes).size).toBe(scopes.length);
    for (const use of Object.values(SCOPE_USES)) expect(use.length).toBeGreaterThan(10);
  });

  it('covers every method of Slack that is called', () => {
    expect(METHODS).toContain('chat.postMessage');
    expect(METHODS.filter((method) => SCOPES_OF_METHOD[method] === undefined)).toEqual([]);
    const needed = METHODS.flatMap((method) => SCOPES_OF_METHOD[method] ?? []);
    expect(needed.filter((scope) => !scopes.includes(scope))).toEqual([]);
  });

  it('is no more than the methods, events, commands and shortcuts want', () => {
    const wanted = new Set([
      'commands',
      ...METHODS.flatMap((method) => SCOPES_OF_METHOD[method] ?? []),
      ...settings.event_subscriptions.bot_events.flatMap((name) => SCOPES_OF_EVENT[name] ?? ['unknown']),
    ]);
    expect(sorted(scopes)).toEqual(sorted([...wanted]));
  });

  it('is never to read channels, files or the directory, nor to act for somebody', () => {
    const refused = scopes.filter((scope) =>
      /^(admin|identity|search|workflow|triggers|files|canvases|lists|users:read\.email|assistant)|:history$|customize|\.public$|:manage$/.test(
        scope,
      ),
    );
    // What is written to the app itself, in a chat of two: without it no direct message could be answered.
    expect(refused).toEqual(['im:history']);
  });
});

describe('the page on setting it up', () => {
  const page = readFileSync(new URL('../../../docs/slack-set-up.md', import.meta.url), 'utf8');

  it('has what to do for every fault that an operator may see, and for no other', () => {
    const files = ['delivery-fault.ts', 'audience.ts', 'app-token.ts', 'socket.ts'];
    const codes = files.flatMap((file) => [...codeOf(file).matchAll(/code: '(slack-[a-z-]+)'/g)]);
    const named = [...page.matchAll(/`(slack-[a-z-]+)`/g)].map(([, code = '']) => code);
    expect(codes.length).toBeGreaterThan(15);
    expect(sorted([...new Set(named)])).toEqual(sorted([...new Set(codes.map(([, code = '']) => code))]));
  });

  it('says of every scope what it is for', () => {
    for (const scope of scopes) expect(page).toContain(`\`${scope}\``);
  });

  it('names every setting of Slack that has to be filled in', () => {
    const settingsFile = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
    const names = [...settingsFile.matchAll(/^(SLACK_[A-Z_]+)=/gm)].map(([, name = '']) => name);
    expect(names).toContain('SLACK_BOT_TOKEN');
    expect(names.filter((name) => !page.includes(name))).toEqual([]);
  });
});

/** WCAG 2.2 contrast ratio of #ffffff on a colour such as #1b4b5a. */
function contrastWithWhite(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
}
