import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { type DoctorDeps, doctor } from '../../src/commands/doctor.ts';
import { loadDeployment } from '../../src/content/load-deployment.ts';
import { loudWarnings } from '../../src/deployment/loud-warnings.ts';
import { Fault } from '../../src/fault.ts';
import { brokenCopy } from '../support/broken-copy.ts';
import { ROUTES_SET } from '../support/routes/routes-set.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');
const TEAMS = {
  MicrosoftAppId: '11111111-2222-3333-4444-555555555555',
  MicrosoftAppPassword: 'canary-password',
  MicrosoftAppTenantId: '22222222-2222-3333-4444-555555555555',
  SHARE_CHECK_KEY: KEY,
  ...ROUTES_SET,
};

const WELL: DoctorDeps = {
  folders: { knowledge: 'knowledge', dialog: 'dialogs/share-check' },
  requiredWords: [],
  checkStore: async () => [],
  prove: async () => [],
  nodeVersion: '24.21.0',
  freeBytes: async () => 50 * 1024 ** 3,
  lastAcknowledged: async () =>
    new Map(['priya-nair', 'tom-ellis', 'rosa-lind'].map((id) => [id, '2026-11-20T09:00:00Z'])),
  now: () => new Date('2026-11-23T09:00:00Z'),
  slack: async () => {
    throw new Error('Slack is not to be asked here.');
  },
  teams: async () => ({
    checkCredentials: async () => {},
    chatsOf: async (ids) => new Set(ids),
    chosenPlaces: async () => [],
    mayPost: async () => {},
  }),
  routes: async () => ({ text: null, email: null }),
};

async function run(env: Record<string, string>, change: Partial<DoctorDeps> = {}) {
  let text = '';
  const stderr = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  const status = await doctor({ words: [], options: {} }, { env, stderr }, { ...WELL, ...change });
  return { status, text };
}

describe('doctor', () => {
  test('a clean clone can run, and is told that this is the local mode', async () => {
    const { status, text } = await run({});
    expect(status).toBe(0);
    expect(text).toMatch(/^warning {2}Local mode, for trying it out: nobody signs in/m);
    expect(text).toMatch(/^ok {7}Node 24/m);
    expect(text).toMatch(/^ok {7}Guidance dfe-2023-draft: 51 sections/m);
    expect(text).toMatch(/^ok {7}Dialog share-check .*16 questions/m);
    expect(text).toMatch(/concerns go to Priya Nair, or instead to Rosa Lind/);
    expect(text).toMatch(/^ok {7}Safety rules: all hold/m);
    expect(text).toMatch(/^ok {7}Store: opens, and the key fits/m);
    expect(text).toMatch(/^warning {2}Emergencies go to the chat alone.*trying it out/m);
    expect(text).toMatch(/No faults, 2 warnings\./);
  });

  test('who would be told is shown, and where it cannot be looked up that is a fault', async () => {
    const { text } = await run({});
    expect(text).toMatch(/^ok {7}Told of an emergency now: Priya Nair, then Tom Ellis, then Rosa Lind\./m);
    expect(text).toMatch(/^ {9}Mon 23 Nov +P( P)*$/m);
    const broken = await run(TEAMS, {
      lastAcknowledged: () => Promise.reject(new Fault('store-busy', 'It is busy.', 'Try again.')),
    });
    expect(broken.status).toBe(1);
    expect(broken.text).toMatch(/^fault {4}Who would be told: It is busy\. Try again\.$/m);
  });

  test('Teams is looked at where it is set up, and a bot that answers nobody is one fault', async () => {
    const teams = () => Promise.reject(new Error('Teams is not to be asked here.'));
    expect((await run({}, { teams })).text).not.toMatch(/Teams:/);
    expect((await run(TEAMS)).text).toMatch(/^ok {7}Teams: Microsoft accepts the credentials/m);
    const { status, text } = await run({ ...TEAMS, MicrosoftAppTenantId: '' });
    expect(status).toBe(1);
    expect(text.match(/^.*Nobody in Teams is answered/gm)).toEqual([expect.stringMatching(/^fault /)]);
  });

  test('in real use, the numbers of the example are warned of and no secret is shown', async () => {
    const { status, text } = await run(TEAMS);
    expect(status).toBe(0);
    expect(text).toMatch(/^warning {2}These numbers are invented and reach nobody: .*01632 960100/m);
    expect(text).not.toMatch(/canary/);
    expect(text).not.toContain(KEY);
  });

  test('every fault of configuration and content is named at once, with file and line', async () => {
    const school = brokenCopy('manifest/example-school');
    school.edit('people.yaml', 'roles: [dsl]', 'roles: [lead]');
    school.edit('organisation.yaml', 'sector: public', 'sector: school');
    school.edit('contacts.yaml', /^social-care:\n(?: {2}.*\n)+/m, '');
    const dialog = brokenCopy('dialogs/share-check');
    dialog.edit('policy.yaml', 'outcome: talk-first', 'outcome: talk');
    const { status, text } = await run(
      { PORT: 'x', HOST: '0.0.0.0', SHARE_CHECK_LOCAL: school.dir },
      { folders: { ...WELL.folders, dialog: dialog.dir } },
    );
    expect(status).toBe(1);
    expect(text).toMatch(/^fault {4}PORT is a number/m);
    expect(text).toMatch(/^fault {4}HOST lets other machines in/m);
    expect(text).toContain(`people.yaml:${school.lineOf('people.yaml', 'roles: [lead]')}: `);
    expect(text).toContain(`organisation.yaml:${school.lineOf('organisation.yaml', 'sector: school')}: `);
    expect(text).toContain(`policy.yaml:${dialog.lineOf('policy.yaml', 'outcome: talk\n')}: `);
    expect(text).toMatch(/^warning {2}.*contacts\.yaml:\d+: There is no number for children's social care/m);
    expect(text).toMatch(/^warning {2}Safety rules: not looked at/m);
    expect(text).toMatch(/^5 faults, 3 warnings\. Put the faults right/m);
  });

  test('a store that does not open is told with its remedy', async () => {
    const { status, text } = await run(TEAMS, {
      checkStore: async () => {
        throw new Fault(
          'store-wrong-key',
          'The key does not fit this store.',
          'Set the key it was made with.',
        );
      },
    });
    expect(status).toBe(1);
    expect(text).toMatch(
      /^fault {4}Store: The key does not fit this store\. Set the key it was made with\.$/m,
    );
  });

  test('something nobody foresaw shows no stack and no inner message', async () => {
    const { status, text } = await run(TEAMS, {
      checkStore: async () => {
        throw new TypeError('canary is not a function');
      },
    });
    expect(status).toBe(1);
    expect(text).toMatch(/^fault {4}Store: this could not be checked/m);
    expect(text).not.toMatch(/canary|TypeError|at .*\.ts/);
  });

  test('a safety rule that does not hold is a fault', async () => {
    const { status, text } = await run({}, { prove: async () => ['I3: urgency=unsure gives talk-first'] });
    expect(status).toBe(1);
    expect(text).toMatch(/^fault {4}Safety rules that do not hold: I3: urgency=unsure gives talk-first/m);
  });

  test.each([
    [20 * 1024 ** 2, 1, /^fault {4}Only 0\.0 GiB free/m],
    [500 * 1024 ** 2, 0, /^warning {2}Only 0\.5 GiB free/m],
  ])('%d bytes of free disk', async (bytes, expected, says) => {
    const { status, text } = await run({}, { freeBytes: async () => bytes });
    expect(status).toBe(expected);
    expect(text).toMatch(says);
  });

  test('an old Node is a fault', async () => {
    const { status, text } = await run({}, { nodeVersion: '20.11.0' });
    expect(status).toBe(1);
    expect(text).toMatch(/^fault {4}This runs on Node 20\.11\.0; 24 or later is needed/m);
  });
});

describe('what is said at every start', () => {
  test("a missing children's social care number, in every mode", async () => {
    const school = brokenCopy('manifest/example-school');
    school.edit('contacts.yaml', /^social-care:\n(?: {2}.*\n)+/m, '');
    const { deployment } = await loadDeployment(school.dir);
    if (deployment === null) throw new Error('not usable');
    for (const mode of ['local', 'configured'] as const) {
      expect(loudWarnings(deployment, mode)[0]).toMatch(
        /Larkfield School has no number for children's social care.*999 alone/,
      );
    }
  });

  test('invented numbers, outside the local mode', async () => {
    const { deployment } = await loadDeployment('manifest/example-school');
    if (deployment === null) throw new Error('not usable');
    expect(loudWarnings(deployment, 'local')).toEqual([]);
    expect(loudWarnings(deployment, 'configured')).toEqual([
      expect.stringMatching(/invented and reach nobody/),
    ]);
  });
});
