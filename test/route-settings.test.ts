import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { routeEnvironment, routesOf } from '../src/route-settings.ts';

const SLACK = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  SHARE_CHECK_KEY: Buffer.alloc(32, 7).toString('base64'),
};
const KEY = 'share_check-11111111-1111-4111-8111-111111111111-22222222-2222-4222-8222-222222222222';
const TEMPLATE = '33333333-3333-4333-8333-333333333333';
const SECRET = Buffer.alloc(32, 5).toString('base64');
const NOTIFY = {
  GOVUK_NOTIFY_API_KEY: KEY,
  GOVUK_NOTIFY_TEXT_TEMPLATE: TEMPLATE,
  GOVUK_NOTIFY_EMAIL_TEMPLATE: TEMPLATE.replace('3', '4'),
};
const TEXT = { TEXT_WEBHOOK_URL: 'https://texts.example/send?to=us', TEXT_WEBHOOK_SECRET: SECRET };
const SMTP = { SMTP_URL: 'smtps://me:p%40ss@mail.example', SMTP_FROM: 'Share Check <sc@school.example>' };
const CASES = { CASE_WEBHOOK_URL: 'https://cases.example/in', CASE_WEBHOOK_SECRET: `whsec_${SECRET}` };

function configOf(env: Record<string, string>) {
  const read = readConfig({ ...SLACK, ...env });
  if ('faults' in read) throw new Error(read.faults.join('\n'));
  return read.config;
}
function faultsOf(env: Record<string, string>): readonly string[] {
  const read = readConfig({ ...SLACK, ...env });
  return 'faults' in read ? read.faults : [];
}

describe('the ways besides the chat', () => {
  test('are none where nothing is set', () => {
    expect(routesOf(configOf({}))).toEqual({ text: false, email: false, webhook: false });
    expect(configOf({}).heartbeat).toBeNull();
  });

  test('through GOV.UK Notify', () => {
    expect(configOf(NOTIFY).routes).toEqual({
      text: { kind: 'notify', apiKey: KEY, template: TEMPLATE },
      email: { kind: 'notify', apiKey: KEY, template: NOTIFY.GOVUK_NOTIFY_EMAIL_TEMPLATE },
      webhook: null,
    });
  });

  test('through a provider of one’s own, a mail server and a case management system', () => {
    const config = configOf({ ...TEXT, ...SMTP, ...CASES, SHARE_CHECK_HEARTBEAT: 'https://alive.example/a' });
    expect(config.routes).toEqual({
      text: { kind: 'webhook', url: 'https://texts.example/send?to=us', secret: Buffer.alloc(32, 5) },
      email: {
        kind: 'smtp',
        host: 'mail.example',
        port: 465,
        secure: true,
        onThisMachine: false,
        signIn: { user: 'me', pass: 'p@ss' },
        from: { name: 'Share Check', address: 'sc@school.example' },
      },
      webhook: { kind: 'webhook', url: 'https://cases.example/in', secret: Buffer.alloc(32, 5) },
    });
    expect(config.heartbeat).toBe('https://alive.example/a');
    expect(routesOf(config)).toEqual({ text: true, email: true, webhook: true });
    expect(config.notices).toEqual([]);
  });

  test.each([
    ['smtp://mail.example', { port: 587, secure: false, signIn: null }],
    ['smtp://mail.example:25/', { port: 25 }],
    [
      'smtps://a%3Ab:c%2Fd%25@[2001:db8::1]:4465',
      { host: '2001:db8::1', signIn: { user: 'a:b', pass: 'c/d%' } },
    ],
    ['smtp://localhost:1025', { onThisMachine: true }],
  ])('%s', (SMTP_URL, expected) => {
    expect(configOf({ SMTP_URL, SMTP_FROM: 'sc@school.example' }).routes.email).toMatchObject({
      from: { name: '', address: 'sc@school.example' },
      ...expected,
    });
  });

  test('where two are set for the same, GOV.UK Notify is used and that is said', () => {
    const { routes, notices } = configOf({ ...NOTIFY, ...TEXT, ...SMTP });
    expect([routes.text?.kind, routes.email?.kind]).toEqual(['notify', 'notify']);
    expect(notices).toEqual([
      expect.stringMatching(/^TEXT_WEBHOOK_URL: set, and not used, because GOV\.UK Notify/),
      expect.stringMatching(/^SMTP_URL: set, and not used, because GOV\.UK Notify/),
    ]);
    const { GOVUK_NOTIFY_EMAIL_TEMPLATE: _, ...textOnly } = NOTIFY;
    expect(configOf({ ...textOnly, ...SMTP }).routes.email?.kind).toBe('smtp');
    expect(configOf({ ...textOnly, ...SMTP }).notices).toEqual([]);
  });

  test('in the local mode stay on this machine', () => {
    const read = readConfig({ ...NOTIFY, ...SMTP, ...CASES });
    expect(read).toMatchObject({
      config: {
        mode: 'local',
        routes: { text: null, email: null, webhook: null },
        notices: [
          'Not used in the local mode, where nothing leaves this machine: text messages, e-mail, the webhook of the case management system.',
        ],
      },
    });
    const here = readConfig({
      TEXT_WEBHOOK_URL: 'http://127.0.0.1:8080/',
      TEXT_WEBHOOK_SECRET: SECRET,
      SMTP_URL: 'smtp://localhost:1025',
      SMTP_FROM: 'a@b.example',
      CASE_WEBHOOK_URL: 'http://localhost:8081/',
      CASE_WEBHOOK_SECRET: SECRET,
    });
    expect(here).toMatchObject({
      config: {
        notices: [],
        routes: { text: { kind: 'webhook' }, email: { kind: 'smtp' }, webhook: { kind: 'webhook' } },
      },
    });
  });
});

describe('a fault says what to set, and not what was', () => {
  test.each<[Record<string, string>, RegExp]>([
    [{ GOVUK_NOTIFY_API_KEY: KEY }, /no template is/],
    [
      { GOVUK_NOTIFY_TEXT_TEMPLATE: TEMPLATE },
      /^GOVUK_NOTIFY_API_KEY is not set, and GOVUK_NOTIFY_TEXT_TEMPLATE is\./,
    ],
    [{ TEXT_WEBHOOK_URL: 'https://a.example' }, /^TEXT_WEBHOOK_SECRET is not set/],
    [{ TEXT_WEBHOOK_SECRET: SECRET }, /^TEXT_WEBHOOK_URL is not set/],
    [{ SMTP_URL: 'smtp://a.example' }, /^SMTP_FROM is not set/],
    [{ SMTP_FROM: 'a@b.example' }, /^SMTP_URL is not set/],
    [{ CASE_WEBHOOK_URL: 'https://a.example' }, /^CASE_WEBHOOK_SECRET is not set/],
    [{ CASE_WEBHOOK_SECRET: SECRET }, /^CASE_WEBHOOK_URL is not set/],
  ])('half of a way: %j', (env, fault) => {
    expect(faultsOf(env)).toEqual([expect.stringMatching(fault)]);
  });

  test.each([
    ['GOVUK_NOTIFY_API_KEY', 'canary', NOTIFY],
    ['GOVUK_NOTIFY_API_KEY', KEY.slice(12), NOTIFY],
    ['GOVUK_NOTIFY_TEXT_TEMPLATE', 'canary', NOTIFY],
    ['GOVUK_NOTIFY_EMAIL_TEMPLATE', KEY, NOTIFY],
    ['TEXT_WEBHOOK_URL', 'http://texts.canary.example/', TEXT],
    ['TEXT_WEBHOOK_URL', 'https://me:canary@texts.example/', TEXT],
    ['TEXT_WEBHOOK_URL', 'https://texts.example/#canary', TEXT],
    ['TEXT_WEBHOOK_SECRET', 'canary', TEXT],
    ['TEXT_WEBHOOK_SECRET', Buffer.from('canary'.repeat(3)).toString('base64'), TEXT],
    ['CASE_WEBHOOK_URL', 'file:///canary', CASES],
    ['CASE_WEBHOOK_URL', 'canary', CASES],
    ['CASE_WEBHOOK_SECRET', Buffer.alloc(65).toString('base64'), CASES],
    ['SMTP_URL', 'canary.example', SMTP],
    ['SMTP_URL', 'https://canary.example', SMTP],
    ['SMTP_URL', 'smtps://canary@mail.example', SMTP],
    ['SMTP_URL', 'smtps://me:canary%@mail.example', SMTP],
    ['SMTP_URL', 'smtps://me:canary@mail.example?tls.rejectUnauthorized=false', SMTP],
    ['SMTP_FROM', 'canary', SMTP],
    ['SMTP_FROM', 'a@b.example, canary@c.example', SMTP],
    ['SMTP_FROM', 'Canary <a@b.example', SMTP],
    ['SHARE_CHECK_HEARTBEAT', 'http://canary.example', {}],
  ])('%s: %s', (name, value, others) => {
    const faults = faultsOf({ ...others, [name]: value });
    expect(faults).toEqual([expect.stringMatching(new RegExp(`^${name} is `))]);
    expect(faults.join()).not.toContain(value);
    expect(faults.join()).not.toMatch(/canary/i);
  });

  test('all of them at once', () => {
    const faults = faultsOf({ ...SMTP, SMTP_FROM: 'x', CASE_WEBHOOK_URL: 'x', GOVUK_NOTIFY_API_KEY: 'x' });
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
      'GOVUK_NOTIFY_API_KEY',
      'SMTP_FROM',
      'CASE_WEBHOOK_URL',
      'CASE_WEBHOOK_SECRET',
      'GOVUK_NOTIFY_API_KEY',
    ]);
  });
});

test('the page on them names every setting', () => {
  const page = readFileSync('docs/notifications.md', 'utf8');
  for (const name of Object.keys(routeEnvironment)) expect(page, name).toContain(`\`${name}\``);
});
