import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');
const BOT = {
  MicrosoftAppId: '11111111-2222-3333-4444-555555555555',
  MicrosoftAppPassword: 'not-a-real-secret',
  SHARE_CHECK_KEY: KEY,
};

function configOf(env: Record<string, string>) {
  const read = readConfig(env, '/project');
  if ('faults' in read) throw new Error(read.faults.join('\n'));
  return read.config;
}

function faultsOf(env: Record<string, string>): readonly string[] {
  const read = readConfig(env, '/project');
  return 'faults' in read ? read.faults : [];
}

describe('nothing is set', () => {
  test('the local mode, on this machine alone', () => {
    expect(configOf({})).toEqual({
      mode: 'local',
      host: '127.0.0.1',
      port: 3978,
      data: resolve('/project/data'),
      deployment: resolve('/project/manifest/example-school'),
      key: null,
      teams: null,
      slack: null,
      routes: { text: null, email: null, webhook: null },
      heartbeat: null,
      notices: [],
    });
  });

  test('empty lines, as in a copy of .env.example, are not set', () => {
    const example = readFileSync('.env.example', 'utf8');
    const names = example.match(/^[A-Za-z_]+(?==)/gm) ?? [];
    expect(names).toEqual(
      expect.arrayContaining(['PORT', 'HOST', 'SHARE_CHECK_KEY', 'MicrosoftAppId', 'DATABASE_URL']),
    );
    expect(configOf(Object.fromEntries(names.map((name) => [name, ' '])))).toEqual(configOf({}));
  });

  test('.env.example names everything that is read, with words above it', () => {
    const example = readFileSync('.env.example', 'utf8');
    const source = [
      'src/config.ts',
      'src/route-settings.ts',
      'src/slack-settings.ts',
      'src/teams-settings.ts',
    ]
      .map((file) => readFileSync(file, 'utf8'))
      .join();
    const read = new Set(
      source.match(
        /\b(?:PORT|HOST|DATABASE_URL|(?:SHARE_CHECK|SLACK|GOVUK_NOTIFY|TEXT_WEBHOOK|CASE_WEBHOOK|SMTP)_\w+|MicrosoftApp\w+)\b/g,
      ),
    );
    for (const name of read) expect(example, name).toMatch(new RegExp(`^${name}=$`, 'm'));
  });
});

describe('the local mode is for one machine', () => {
  test.each(['0.0.0.0', '192.168.1.4', '::', 'example.org'])('HOST %s is refused', (HOST) => {
    expect(faultsOf({ HOST })).toEqual([expect.stringMatching(/^HOST .*no sign-in.*127\.0\.0\.1/)]);
  });

  test.each(['127.0.0.1', '::1', 'localhost'])('HOST %s is fine', (HOST) => {
    expect(configOf({ HOST }).host).toBe(HOST);
  });

  test('refused in production, with what to set', () => {
    expect(faultsOf({ NODE_ENV: 'production' })).toEqual([
      expect.stringMatching(
        /NODE_ENV is production.*SHARE_CHECK_KEY with Teams \(MicrosoftAppId, .* or Slack \(SLACK_BOT_TOKEN, /,
      ),
    ]);
  });

  test('a key of its own is used', () => {
    expect(configOf({ SHARE_CHECK_KEY: KEY }).key).toEqual(Buffer.alloc(32, 7));
  });
});

describe('with Teams', () => {
  test('is the configured mode, in production too', () => {
    const config = configOf({ ...BOT, NODE_ENV: 'production', PORT: '8080' });
    expect(config).toMatchObject({ mode: 'configured', host: '0.0.0.0', port: 8080 });
    expect(config.key).toHaveLength(32);
    expect(config.teams).toEqual({
      appId: BOT.MicrosoftAppId,
      appType: 'MultiTenant',
      tenantId: null,
      signIn: { kind: 'secret', password: 'not-a-real-secret' },
      tenants: [],
    });
  });

  test.each([
    ['no key', { SHARE_CHECK_KEY: '' }, /SHARE_CHECK_KEY is not set.*openssl rand -base64 32/],
    ['no password', { MicrosoftAppPassword: '' }, /MicrosoftAppPassword is not set/],
    ['an id that is none', { MicrosoftAppId: 'share-check' }, /MicrosoftAppId is an id such as/],
    ['one tenant, not named', { MicrosoftAppType: 'SingleTenant' }, /MicrosoftAppTenantId is not set/],
    ['a type that is none', { MicrosoftAppType: 'Single' }, /SingleTenant, MultiTenant, UserAssignedMSI/],
  ])('%s', (_, change, says) => {
    const faults = faultsOf({ ...BOT, ...change });
    expect(
      faults.some((fault) => says.test(fault)),
      faults.join('\n'),
    ).toBe(true);
  });

  test('a password without an id', () => {
    expect(faultsOf({ MicrosoftAppPassword: 'x' })).toEqual([expect.stringMatching(/MicrosoftAppId is not/)]);
  });
});

describe('what comes later is named as such', () => {
  test('DATABASE_URL has no effect and says so', () => {
    const config = configOf({ DATABASE_URL: 'postgres://u:secret@h/d' });
    expect(config.mode).toBe('local');
    expect(config.notices).toEqual([expect.stringMatching(/DATABASE_URL: set, and not used yet/)]);
  });
});

describe('with Slack', () => {
  const SOCKET = { SLACK_BOT_TOKEN: 'xoxb-1-canary', SLACK_APP_TOKEN: 'xapp-1-canary', SHARE_CHECK_KEY: KEY };
  const SECRET = 'canary0123456789abcdef0123456789';
  const HTTP = { SLACK_BOT_TOKEN: 'xoxb-1-canary', SLACK_SIGNING_SECRET: SECRET, SHARE_CHECK_KEY: KEY };

  test('alone is the configured mode, in production too', () => {
    const config = configOf({ ...SOCKET, NODE_ENV: 'production' });
    expect(config).toMatchObject({ mode: 'configured', host: '0.0.0.0', teams: null, notices: [] });
    expect(config.slack).toEqual({
      botToken: 'xoxb-1-canary',
      transport: { kind: 'socket', appToken: 'xapp-1-canary' },
    });
  });

  test('over HTTP, and beside Teams', () => {
    const config = configOf({ ...BOT, ...HTTP });
    expect(config.slack).toEqual({
      botToken: 'xoxb-1-canary',
      transport: { kind: 'http', signingSecret: SECRET },
    });
    expect(config.teams?.appId).toBe(BOT.MicrosoftAppId);
    expect(configOf(BOT).slack).toBeNull();
  });

  test('Socket Mode goes before HTTP, and the secret that is not used is named', () => {
    const config = configOf({ ...HTTP, ...SOCKET });
    expect(config.slack?.transport.kind).toBe('socket');
    expect(config.notices).toEqual([expect.stringMatching(/^SLACK_SIGNING_SECRET: set, and not used/)]);
  });

  test.each<[string, Record<string, string>, readonly RegExp[]]>([
    ['no key', { ...SOCKET, SHARE_CHECK_KEY: '' }, [/^SHARE_CHECK_KEY is not set/]],
    ['no bot token', { ...SOCKET, SLACK_BOT_TOKEN: '' }, [/^SLACK_BOT_TOKEN is not set, .*xoxb-.*OAuth/]],
    ['a user token', { ...SOCKET, SLACK_BOT_TOKEN: 'xoxp-canary' }, [/^SLACK_BOT_TOKEN .*person/]],
    ['a token that runs out', { ...SOCKET, SLACK_BOT_TOKEN: 'xoxe.xoxb-canary' }, [/token rotation/]],
    ['no token at all', { ...SOCKET, SLACK_BOT_TOKEN: 'canary' }, [/^SLACK_BOT_TOKEN is not a bot token/]],
    [
      'the two tokens in each other’s place',
      { ...SOCKET, SLACK_BOT_TOKEN: 'xapp-canary', SLACK_APP_TOKEN: 'xoxb-canary' },
      [/^SLACK_BOT_TOKEN is not a bot token/, /^SLACK_APP_TOKEN .*connections:write.*xapp-/],
    ],
    ['a token for a secret', { ...HTTP, SLACK_SIGNING_SECRET: 'xoxb-1-canary' }, [/^SLACK_SIGNING_SECRET /]],
    ['no way in', { ...SOCKET, SLACK_APP_TOKEN: '' }, [/^Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET/]],
    [
      'another address alone',
      { SLACK_API_URL: 'https://canary.example/' },
      [/^SHARE_CHECK_KEY is not/, /^SLACK_BOT_TOKEN is not set, and SLACK_API_URL is/, /^Neither /],
    ],
    [
      'beside Teams, the same',
      { ...BOT, SLACK_APP_TOKEN: 'xapp-canary', SLACK_SIGNING_SECRET: SECRET },
      [/^SLACK_BOT_TOKEN is not set, and SLACK_SIGNING_SECRET, SLACK_APP_TOKEN are/],
    ],
  ])('%s: says what to set', (_, env, says) => {
    const faults = faultsOf(env);
    expect(faults).toEqual(says.map((one) => expect.stringMatching(one)));
    expect(faults.join('\n')).not.toMatch(/canary/);
  });

  test.each([
    ['https://slack.example/api', 'https://slack.example/api/'],
    ['https://slack.example/api//', 'https://slack.example/api/'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/'],
    ['http://[::1]:8080/api/', 'http://[::1]:8080/api/'],
  ])('SLACK_API_URL %s is used, and it is said that Slack is reached another way', (url, apiUrl) => {
    const config = configOf({ ...SOCKET, SLACK_API_URL: url });
    expect(config.slack?.apiUrl).toBe(apiUrl);
    expect(config.notices).toEqual([expect.stringMatching(/^SLACK_API_URL: .*through another address/)]);
  });

  test('Slack’s own address is no news', () => {
    expect(configOf({ ...SOCKET, SLACK_API_URL: 'https://slack.com/api' }).notices).toEqual([]);
  });

  test.each([
    'http://canary.example/api/',
    'http://127.0.0.1.canary.example/',
    'ftp://127.0.0.1/',
    'canary',
    'https://canary:secret@slack.com/api/',
    'https://slack.com/api/?canary',
  ])('SLACK_API_URL %s is refused', (url) => {
    expect(faultsOf({ ...SOCKET, SLACK_API_URL: url })).toEqual([
      expect.stringMatching(/^SLACK_API_URL is an https address(?!.*canary)/),
    ]);
  });
});

test('all faults at once, and none repeats what was set', () => {
  const env = {
    PORT: 'canary-port',
    HOST: 'canary host',
    SHARE_CHECK_KEY: 'canary-key',
    MicrosoftAppId: 'canary-id',
    MicrosoftAppType: 'canary-type',
    SLACK_BOT_TOKEN: 'canary-token',
    SLACK_API_URL: 'canary-url',
  };
  const faults = faultsOf(env);
  for (const name of [
    'PORT',
    'HOST',
    'SHARE_CHECK_KEY',
    'MicrosoftAppId',
    'MicrosoftAppType',
    'MicrosoftAppPassword',
    'SLACK_BOT_TOKEN',
    'SLACK_API_URL',
    'Neither SLACK_APP_TOKEN',
  ]) {
    expect(
      faults.filter((fault) => fault.startsWith(name)),
      name,
    ).toHaveLength(1);
  }
  expect(faults.join('\n')).not.toMatch(/canary/);
  expect(configOf({ ...BOT, DATABASE_URL: 'canary' }).notices.join('\n')).not.toMatch(/canary/);
});

test.each(['0', '65536', '-1', '80.5', '1e3'])('PORT %s is refused', (PORT) => {
  expect(faultsOf({ PORT })).toEqual([expect.stringMatching(/^PORT is a number from 1 to 65535/)]);
});

test.each(['c2hvcnQ=', 'not base64 at all', `${KEY}AAAA`, KEY.slice(0, 43)])(
  'a key that is not 32 bytes is refused',
  (key) => {
    expect(faultsOf({ SHARE_CHECK_KEY: key })).toEqual([expect.stringMatching(/32 bytes in base64/)]);
  },
);

test('folders that are set are taken from where the command runs', () => {
  const config = configOf({ SHARE_CHECK_DATA: 'here', SHARE_CHECK_LOCAL: '/srv/our-school' });
  expect(config.data).toBe(resolve('here'));
  expect(config.deployment).toBe(resolve('/srv/our-school'));
});
