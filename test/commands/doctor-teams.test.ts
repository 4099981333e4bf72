import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TokenFault } from '../../src/channels/teams/access-token.ts';
import { DOCTOR_HERE } from '../../src/commands/doctor-here.ts';
import { type TeamsProbe, teamsFindings } from '../../src/commands/doctor-teams.ts';
import { readConfig, type TeamsSettings } from '../../src/config.ts';
import { loadDeployment } from '../../src/content/load-deployment.ts';
import { DeliveryError } from '../../src/delivery/messenger.ts';
import { openSealed } from '../../src/storage/open-sealed.ts';
import { ownFolder } from '../support/run-entry.ts';

const TENANT = '22222222-2222-3333-4444-555555555555';
const SETTINGS: TeamsSettings = {
  appId: '11111111-2222-3333-4444-555555555555',
  appType: 'SingleTenant',
  tenantId: TENANT,
  signIn: { kind: 'secret', password: 'canary' },
  tenants: [TENANT],
};
const WELL: TeamsProbe = {
  checkCredentials: async () => {},
  chatsOf: async (ids) => new Set(ids),
  chosenPlaces: async () => [],
  mayPost: async () => {},
};
const NOW = new Date('2026-06-01T12:00:00Z');

async function school() {
  const { deployment } = await loadDeployment('manifest/example-school');
  if (deployment === null) throw new Error('the example does not load');
  return deployment;
}
async function find(settings: Partial<TeamsSettings> = {}, probe: Partial<TeamsProbe> = {}) {
  const all = { ...SETTINGS, ...settings };
  const findings = await teamsFindings(all, await school(), { ...WELL, ...probe }, NOW);
  const lines = findings.map(({ level, text }) => `${level} ${text}`);
  expect(lines.join('\n')).not.toContain('canary');
  return lines;
}
const bad = (lines: readonly string[]) => lines.filter((line) => !line.startsWith('ok'));

describe('doctor, with Teams', () => {
  test('in order', async () => {
    const lines = await find();
    expect(bad(lines)).toEqual([]);
    expect(lines.join('\n')).toMatch(
      /accepts the credentials[\s\S]*one tenant are answered: 2222[\s\S]*\/api\/messages[\s\S]*5 people who are told/,
    );
  });

  test.each([
    [new TokenFault(true, 'AADSTS7000222'), /^fault .*does not accept.*\(AADSTS7000222\).*run out/],
    [new TokenFault(false), /^warning .*could not be asked.*login\.microsoftonline\.com, port 443/],
    [new Error('canary'), /^warning .*could not be asked/],
  ])('credentials that give no permission (%#)', async (error, says) => {
    const lines = await find({}, { checkCredentials: () => Promise.reject(error) });
    expect(bad(lines)).toEqual([expect.stringMatching(says)]);
  });

  test.each([
    ['2026-07-02T12:00:00Z', /^ok .*holds until 2026-07-02/],
    ['2026-06-30T12:00:00Z', /^warning .*holds until 2026-06-30.*Make a new one now/],
  ])('a certificate until %s', async (until, says) => {
    const certificate = { thumbprint: 'A', privateKey: 'canary', endsAt: new Date(until) };
    const lines = await find({ signIn: { kind: 'certificate', certificate } });
    expect(lines.filter((line) => /certificate of the bot/.test(line))).toEqual([
      expect.stringMatching(says),
    ]);
  });

  test('says where summaries are posted, who chose it, and who reads there that may not', async () => {
    const at = '2026-05-04T10:00:00Z';
    const chosen = { channel: 'teams', target: '19:b', name: 'Team B', by: 'priya-nair', at } as const;
    const guests = new DeliveryError({ code: 'x', message: 'Guests.', remedy: 'Out.', permanent: true });
    const asked: string[] = [];
    const look = async (error?: Error) =>
      (
        await find(
          {},
          {
            chosenPlaces: async () => [chosen, { ...chosen, channel: 'slack', target: 'C1' }],
            async mayPost(target) {
              asked.push(target);
              if (error !== undefined) throw error;
            },
          },
        )
      ).filter((line) => line.includes('summaries'));
    expect(await look()).toEqual([
      'ok Teams: summaries are posted in "Safeguarding decisions", named in notifications.yaml.',
      'ok Teams: summaries are posted in "Team B", chosen by priya-nair on 2026-05-04.',
    ]);
    expect(asked).toEqual(['19:safeguarding-decisions@thread.tacv2', '19:b']);
    expect((await look(guests))[1]).toMatch(/^fault .*"Team B".* Guests\. Out\.$/);
    expect((await look(new Error('canary')))[1]).toMatch(/^warning .*Run doctor again later\.$/);
  });

  test('with no tenant, nobody is answered', async () => {
    expect(bad(await find({ tenants: [] }))).toEqual([expect.stringMatching(/^fault Nobody in Teams/)]);
  });

  test('whoever is told of something and has not installed the app is named; nobody else is looked for', async () => {
    const asked: string[] = [];
    const lines = await find(
      {},
      {
        async chatsOf(ids) {
          asked.push(...ids);
          return new Set(ids.filter((id) => !/10[25]$/.test(id)));
        },
      },
    );
    expect(bad(lines)).toEqual([
      expect.stringMatching(/^fault .*priya-nair has not installed Share Check in Teams yet.*ring them/),
      expect.stringMatching(/^fault .*alex-reid has not installed/),
    ]);
    expect(asked.map((id) => id.slice(-3))).toEqual(['102', '103', '104', '105', '106']);
  });

  test('a store that is not there yet, or that cannot be read', async () => {
    expect(bad(await find({}, { chatsOf: async () => null }))).toEqual([
      expect.stringMatching(/^warning .*has not run here/),
    ]);
    expect(bad(await find({}, { chatsOf: () => Promise.reject(new Error('canary')) }))).toEqual([
      expect.stringMatching(/^warning .*store cannot be read/),
    ]);
  });
});

describe('the chats that the store knows', () => {
  test('are found however the id is written, and no store is made for it', async () => {
    const read = readConfig({
      SHARE_CHECK_DATA: ownFolder('doctor-teams'),
      SHARE_CHECK_KEY: Buffer.alloc(32, 7).toString('base64'),
      MicrosoftAppId: SETTINGS.appId,
      MicrosoftAppPassword: 'canary',
    });
    if ('faults' in read) throw new Error(read.faults.join());
    const { config } = read;
    const deployment = await school();
    const probe = await DOCTOR_HERE.teams(SETTINGS, config, deployment);
    expect(await probe.chatsOf(['A-1'])).toBeNull();
    expect(existsSync(join(config.data, 'share-check.db'))).toBe(false);

    const store = await openSealed(config, deployment.organisation.id);
    await store.saveAddress('teams', 'a-1', { serviceUrl: 'x', conversation: 'y' });
    await store.saveAddress('slack', 'b-2', { serviceUrl: 'x', conversation: 'y' });
    await store.close();
    expect(await probe.chatsOf(['A-1', 'b-2'])).toEqual(new Set(['A-1']));
  });
});
