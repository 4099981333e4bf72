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
    const source = readFileSync('src/config.ts', 'utf8');
    const read = new Set(
      source.match(/\b(?:PORT|HOST|DATABASE_URL|SHARE_CHECK_\w+|SLACK_\w+|MicrosoftApp\w+)\b/g),
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
        /NODE_ENV is production.*MicrosoftAppId, MicrosoftAppPassword and SHARE_CHECK_KEY/,
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
      tenantId: '',
      password: 'not-a-real-secret',
    });
  });

  test.each([
    ['no key', { SHARE_CHECK_KEY: '' }, /SHARE_CHECK_KEY is not set.*openssl rand -base64 32/],
    ['no password', { MicrosoftAppPassword: '' }, /MicrosoftAppPassword is not set/],
    ['an id that is none', { MicrosoftAppId: 'share-check' }, /MicrosoftAppId is an id such as/],
    ['one tenant, not named', { MicrosoftAppType: 'SingleTenant' }, /MicrosoftAppTenantId is not set/],
    ['a type that is none', { MicrosoftAppType: 'Single' }, /MultiTenant, SingleTenant, UserAssignedMSI/],
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

  test('a managed identity needs no password', () => {
    const config = configOf({
      ...BOT,
      MicrosoftAppPassword: '',
      MicrosoftAppType: 'UserAssignedMSI',
      MicrosoftAppTenantId: 't',
    });
    expect(config.teams).toMatchObject({ appType: 'UserAssignedMSI', password: '', tenantId: 't' });
  });
});

describe('what comes later is named as such', () => {
  test('DATABASE_URL has no effect and says so', () => {
    const config = configOf({ DATABASE_URL: 'postgres://u:secret@h/d' });
    expect(config.mode).toBe('local');
    expect(config.notices).toEqual([expect.stringMatching(/DATABASE_URL: set, and not used yet/)]);
  });

  test('Slack alone is not the local mode: nobody could reach the service', () => {
    expect(faultsOf({ SLACK_BOT_TOKEN: 'xoxb', SLACK_APP_TOKEN: 'xapp', SHARE_CHECK_KEY: KEY })).toEqual([
      expect.stringMatching(
        /^SLACK_BOT_TOKEN, SLACK_APP_TOKEN: .*later version\..* set MicrosoftAppId,.* leave them out\.$/,
      ),
    ]);
    const config = configOf({ ...BOT, SLACK_BOT_TOKEN: 'xoxb' });
    expect(config.mode).toBe('configured');
    expect(config.notices).toEqual([expect.stringMatching(/SLACK_BOT_TOKEN: set, and not used yet/)]);
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
  };
  const faults = faultsOf(env);
  for (const name of [
    'PORT',
    'HOST',
    'SHARE_CHECK_KEY',
    'MicrosoftAppId',
    'MicrosoftAppType',
    'MicrosoftAppPassword',
  ]) {
    expect(
      faults.filter((fault) => fault.startsWith(name)),
      name,
    ).toHaveLength(1);
  }
  expect(faults.join('\n')).not.toMatch(/canary/);
  expect(
    configOf({ ...BOT, SLACK_BOT_TOKEN: 'canary', DATABASE_URL: 'canary' }).notices.join('\n'),
  ).not.toMatch(/canary/);
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
