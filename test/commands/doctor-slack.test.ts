import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SlackFault } from '../../src/channels/slack/slack-api.ts';
import { type DoctorDeps, doctor } from '../../src/commands/doctor.ts';
import { DOCTOR_HERE } from '../../src/commands/doctor-here.ts';
import { brokenCopy } from '../support/broken-copy.ts';
import { ROUTES_SET } from '../support/routes/routes-set.ts';
import { ALL_SCOPES, type FakeSlack, startFakeSlack } from '../support/slack/fake-slack.ts';

const CHANNEL = { id: 'C0DECISIONS', name: 'safeguarding-decisions', private: true, joined: true };
const ROTA = { 'priya-nair': 'U0PRIYA', 'tom-ellis': 'U0TOM', 'rosa-lind': 'U0ROSA' };

let slack: FakeSlack;
beforeEach(async () => {
  slack = await startFakeSlack();
});
afterEach(() => slack.close());

/** A school in Slack: the rota has ids there, and decisions go to one channel. */
function school(change: (copy: ReturnType<typeof brokenCopy>) => void = () => undefined): string {
  const copy = brokenCopy('manifest/example-school');
  for (const [id, slackId] of Object.entries(ROTA)) {
    copy.edit('people.yaml', `  - id: ${id}\n`, `  - id: ${id}\n    slack: ${slackId}\n`);
  }
  copy.edit('people.yaml', /^ {4}teams: .*\n/gm, '');
  copy.edit(
    'notifications.yaml',
    /^ {2}- channel: teams\n {4}target: .*\n/m,
    `  - channel: slack\n    target: ${CHANNEL.id}\n`,
  );
  change(copy);
  return copy.dir;
}

function fill(channel: Partial<Parameters<FakeSlack['addChannel']>[0]> = {}): void {
  for (const id of Object.values(ROTA)) slack.addUser({ id, name: `canary of ${id}` });
  slack.addChannel({ ...CHANNEL, members: Object.values(ROTA), ...channel });
}

async function run(env: Record<string, string | undefined> = {}, change: Partial<DoctorDeps> = {}) {
  let text = '';
  const stderr = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  const deps: DoctorDeps = {
    folders: { knowledge: 'knowledge', dialog: 'dialogs/share-check' },
    requiredWords: [],
    checkStore: async () => [],
    prove: async () => [],
    nodeVersion: '24.21.0',
    freeBytes: async () => 50 * 1024 ** 3,
    lastAcknowledged: async () => new Map([['priya-nair', '2026-11-20T09:00:00Z']]),
    now: () => new Date('2026-11-23T09:00:00Z'),
    slack: DOCTOR_HERE.slack,
    teams: async () => ({
      checkCredentials: async () => {},
      chatsOf: async (ids) => new Set(ids),
      chosenPlaces: async () => [],
      mayPost: async () => {},
    }),
    routes: async () => ({ text: null, email: null }),
    ...change,
  };
  const settings = {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    SHARE_CHECK_KEY: Buffer.alloc(32, 7).toString('base64'),
    SHARE_CHECK_LOCAL: school(),
    ...ROUTES_SET,
    ...env,
  };
  const status = await doctor({ words: [], options: {} }, { env: settings, stderr }, deps);
  for (const secret of [slack.botToken, slack.signingSecret, 'xapp-canary', 'canary of']) {
    expect(text).not.toContain(secret);
  }
  return { status, lines: text.split('\n').filter((line) => /slack|would reach|posted/i.test(line)) };
}

const faults = (lines: readonly string[]) => lines.filter((line) => line.startsWith('fault'));

describe('doctor, with Slack', () => {
  test('finds a workspace in order, and writes nothing there', async () => {
    fill();
    const { status, lines } = await run();
    expect(status).toBe(0);
    expect(lines).toEqual([
      expect.stringMatching(/^warning {2}SLACK_API_URL: .*another address/),
      'ok       Slack: the bot token works, in the workspace T0SCHOOL.',
      'ok       Slack: the app has every scope it needs.',
      'ok       Slack: 1 channel can be posted to; no guest and nobody from outside reads it.',
      'ok       Slack: 3 people of people.yaml can be written to.',
    ]);
    expect(slack.messages(CHANNEL.id)).toEqual([]);
    expect(slack.calls.filter(({ method }) => /^chat\.|^views\.|open/.test(method))).toEqual([]);
  });

  test('names the scopes that are missing', async () => {
    await slack.close();
    slack = await startFakeSlack({
      scopes: ALL_SCOPES.filter((scope) => !/^(im:write|commands)$/.test(scope)),
    });
    fill();
    const { status, lines } = await run();
    expect(status).toBe(1);
    expect(faults(lines)).toEqual([
      expect.stringMatching(/lacks 2 scopes: commands, im:write\. .*manifest\.yaml.*install the app again/),
    ]);
  });

  test.each(['invalid_auth', 'token_revoked', 'account_inactive'])(
    'a bot token that is refused (%s): says where to copy it from, and asks nothing else',
    async (error) => {
      slack.faults.always('*', { kind: 'error', error });
      const { status, lines } = await run();
      expect(status).toBe(1);
      expect(faults(lines)).toEqual([
        expect.stringMatching(new RegExp(`bot token does not work \\(${error}\\)\\. .*SLACK_BOT_TOKEN`)),
      ]);
      expect(slack.calls).toHaveLength(1);
    },
  );

  test.each<[string, () => void | Promise<void>]>([
    ['answers nothing', () => slack.goAway()],
    ['is down', () => slack.faults.always('*', { kind: 'status', status: 503 })],
    ['asks to wait', () => slack.faults.always('*', { kind: 'rate-limit', retryAfter: 30 })],
    ['is behind a page', () => slack.faults.always('*', { kind: 'page', status: 200 })],
  ])('a Slack that %s is a warning with what to do', async (_, happens) => {
    await happens();
    const { status, lines } = await run();
    expect(status).toBe(0);
    expect(lines).toContainEqual(
      expect.stringMatching(/^warning {2}Slack could not be asked .*slack\.com, port 443.*goes on trying/),
    );
    await slack.comeBack().catch(() => undefined);
  });

  test.each<[string, Parameters<typeof fill>[0], RegExp]>([
    ['that it is not in', { joined: false }, /\/invite @Share Check/],
    ['that is archived', { archived: true }, /archived.*Open the channel again/],
    ['that is shared outside', { external: 'shared' }, /another organisation.*End the sharing/],
    ['that everybody can join', { private: false }, /Everybody in the workspace.*"public: true"/],
    ['with another id', { id: 'C0OTHER' }, /no such channel.*"target"/],
  ])('a channel %s is a fault that says what to do', async (_, channel, says) => {
    fill(channel);
    const { status, lines } = await run();
    expect(status).toBe(1);
    expect(faults(lines)).toEqual([expect.stringMatching(says)]);
    expect(faults(lines)[0]).toContain('Slack, channel "Safeguarding decisions": ');
  });

  test('a channel that may be public is in order', async () => {
    fill({ private: false });
    const open = school((copy) =>
      copy.edit('notifications.yaml', `target: ${CHANNEL.id}`, `target: ${CHANNEL.id}\n    public: true`),
    );
    expect(faults((await run({ SHARE_CHECK_LOCAL: open })).lines)).toEqual([]);
  });

  test('a guest in the channel is a fault', async () => {
    slack.addUser({ id: 'U0GUEST', name: 'canary of guests', guest: 'of one channel' });
    fill({ members: [...Object.values(ROTA), 'U0GUEST'] });
    expect(faults((await run()).lines)).toEqual([expect.stringMatching(/guests in the channel/)]);
  });

  test.each<[string, Partial<Parameters<FakeSlack['addUser']>[0]>, RegExp]>([
    ['a guest', { guest: 'of several channels' }, /is a guest/],
    ['of another organisation', { team: 'T0OTHER' }, /another organisation/],
    ['an app', { bot: true }, /that of an app/],
    ['gone', { gone: true }, /is closed/],
    ['nobody Slack knows', { id: 'U0ELSE' }, /no such person/],
  ])('a person who is %s is a fault that names their id', async (_, user, says) => {
    fill({ members: [] });
    slack.workspace.users.delete(ROTA['tom-ellis']);
    slack.addUser({ id: ROTA['tom-ellis'], name: 'canary of names', ...user });
    const { status, lines } = await run();
    expect(status).toBe(1);
    expect(faults(lines)).toEqual([expect.stringMatching(says)]);
    expect(faults(lines)[0]).toMatch(/^fault {4}Slack, tom-ellis: .*In people\.yaml set "slack"/);
  });

  test.each<[string, string, 'fault' | 'warning']>([
    ['a teacher, who is told of nothing', 'sam-okafor', 'warning'],
    ['the operator', 'alex-reid', 'fault'],
    ['the data protection lead', 'jo-hart', 'fault'],
  ])('%s, a guest in the workspace', async (_, id, level) => {
    fill();
    slack.addUser({ id: 'U0GUEST', name: 'canary of guests', guest: 'of several channels' });
    const also = school((copy) =>
      copy.edit('people.yaml', `  - id: ${id}\n`, `  - id: ${id}\n    slack: U0GUEST\n`),
    );
    const { status, lines } = await run({ SHARE_CHECK_LOCAL: also });
    expect(status).toBe(level === 'fault' ? 1 : 0);
    const said = lines.filter((line) => line.includes(`Slack, ${id}: `));
    expect(said).toEqual([expect.stringMatching(new RegExp(`^${level} .*is a guest.*full member`))]);
    expect(said[0]?.includes('No message waits for them')).toBe(level === 'warning');
  });

  test('goes down half-way: what could not be looked at is warned of, not called wrong', async () => {
    fill();
    slack.faults.always('users.info', { kind: 'status', status: 503 });
    const { status, lines } = await run();
    expect(status).toBe(0);
    expect(lines).toContainEqual(expect.stringMatching(/^warning {2}Slack, .*Run doctor again later/));
  });

  describe('in Socket Mode', () => {
    const SOCKET = { SLACK_SIGNING_SECRET: undefined, SLACK_APP_TOKEN: 'xapp-canary' };
    const answering = (answer: () => Promise<void>): Partial<DoctorDeps> => ({
      slack: async (...given) => ({ ...(await DOCTOR_HERE.slack(...given)), tryAppToken: answer }),
    });

    test('the app token works', async () => {
      fill();
      const { status, lines } = await run(
        SOCKET,
        answering(async () => undefined),
      );
      expect(status).toBe(0);
      expect(lines).toContain('ok       Slack: the app token works (Socket Mode).');
    });

    test.each<[string, string, number, RegExp]>([
      ['is refused', 'invalid_auth', 1, /^fault {4}Slack: .*app token \(invalid_auth\).*SLACK_APP_TOKEN/],
      ['lacks its scope', 'missing_scope', 1, /^fault {4}.*connections:write/],
      ['cannot be tried', 'http_503', 0, /^warning {2}Slack could not be asked \(http_503\)/],
    ])('an app token that %s', async (_, code, expected, says) => {
      fill();
      const refuses = answering(() => Promise.reject(new SlackFault(code, false)));
      const { status, lines } = await run(SOCKET, refuses);
      expect(status).toBe(expected);
      expect(lines).toContainEqual(expect.stringMatching(says));
    });
  });
});

describe('who would not be reached', () => {
  test('the rota without an id in Slack, each by id, and channels of a Teams that is not set up', async () => {
    fill();
    const { status, lines } = await run({ SHARE_CHECK_LOCAL: 'manifest/example-school' });
    expect(status).toBe(1);
    expect(faults(lines)).toEqual([
      expect.stringMatching(
        /No message would reach priya-nair, tom-ellis, rosa-lind: .*no id in Slack\..*slack id/,
      ),
      expect.stringMatching(/"Safeguarding decisions" in Teams, and Teams is not set up/),
    ]);
  });

  test('nobody, where Teams is connected as well', async () => {
    fill();
    const bot = {
      MicrosoftAppId: '11111111-2222-3333-4444-555555555555',
      MicrosoftAppPassword: 'not-a-real-secret',
      MicrosoftAppTenantId: '22222222-2222-3333-4444-555555555555',
    };
    const { lines } = await run({ ...bot, SHARE_CHECK_LOCAL: 'manifest/example-school' });
    expect(faults(lines)).toEqual([]);
  });

  test('whoever is on duty or told out of hours, too', async () => {
    fill();
    const copy = brokenCopy(school());
    const duty = 'duty:\n  - {person: jo-hart, hours: [{days: [monday], from: "08:00", to: "09:00"}]}\n';
    copy.edit('notifications.yaml', /^channels:/m, `${duty}channels:`);
    copy.edit('notifications.yaml', /^out-of-hours:.*/m, 'out-of-hours: [lena-fox]');
    copy.edit('people.yaml', 'roles: [data-protection-lead]', 'roles: [deputy]\n    teams: t-1');
    copy.edit(
      'people.yaml',
      /school nurse\n {4}roles: \[practitioner\]/,
      'school nurse\n    teams: t-2\n    roles: [deputy]',
    );
    const { lines } = await run({ SHARE_CHECK_LOCAL: copy.dir });
    expect(faults(lines)).toContainEqual(
      expect.stringMatching(/No message would reach jo-hart, lena-fox: they have no id in Slack/),
    );
  });

  test('one who is known in Slack alone, where Slack is not set up', async () => {
    const bot = {
      MicrosoftAppId: '11111111-2222-3333-4444-555555555555',
      MicrosoftAppPassword: 'not-a-real-secret',
      MicrosoftAppTenantId: '22222222-2222-3333-4444-555555555555',
    };
    const none = { SLACK_BOT_TOKEN: undefined, SLACK_SIGNING_SECRET: undefined, SLACK_API_URL: undefined };
    const copy = brokenCopy('manifest/example-school');
    copy.edit('people.yaml', /teams: (.*106)/, 'slack: U0ROSA');
    const { status, lines } = await run({ ...bot, ...none, SHARE_CHECK_LOCAL: copy.dir });
    expect(status).toBe(1);
    expect(faults(lines)).toEqual([
      expect.stringMatching(/No message would reach rosa-lind: this person has no id in Teams/),
    ]);
  });
});
