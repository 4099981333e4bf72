import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadAll } from '../../src/content/load-all.ts';
import { loadDeployment } from '../../src/content/load-deployment.ts';
import { socialCareAt } from '../../src/deployment/contacts-at.ts';
import { brokenCopy } from '../support/broken-copy.ts';

const EXAMPLE = 'manifest/example-school';

describe('the example school', () => {
  test('loads without a fault or a warning', async () => {
    const { deployment, faults } = await loadDeployment(EXAMPLE);
    expect(faults).toEqual([]);
    expect(deployment?.organisation).toEqual({
      id: 'larkfield-school',
      name: 'Larkfield School',
      sector: 'public',
      'time-zone': 'Europe/London',
      pages: {
        website: 'https://www.larkfield-school.example/share-check',
        privacy: 'https://www.larkfield-school.example/share-check/privacy',
        terms: 'https://www.larkfield-school.example/share-check/terms',
      },
    });
    expect(deployment?.people).toHaveLength(7);
    expect(deployment?.commandLine).toEqual({
      records: 'jo-hart',
      queue: 'priya-nair',
      chat: 'sam-okafor',
    });
  });

  test('every phone number is one that Ofcom keeps for drama', async () => {
    const { deployment } = await loadDeployment(EXAMPLE);
    const numbers = JSON.stringify(deployment).match(/"phone":"[^"]*"/g) ?? [];
    expect(numbers.length).toBeGreaterThan(4);
    for (const number of numbers) expect(number).toMatch(/"01632 960\d{3}"/);
  });
});

type Break = { name: string; file: string; find: string | RegExp; put: string; at: string; says: RegExp };

const FAULTS: readonly Break[] = [
  {
    name: 'a sector that is not known',
    file: 'organisation.yaml',
    find: 'sector: public',
    put: 'sector: pubic',
    at: 'sector: pubic',
    says: /public, nhs, law-enforcement, voluntary, private.*Did you mean "public"/,
  },
  {
    name: 'no name',
    file: 'organisation.yaml',
    find: /^name:.*\n/m,
    put: '',
    at: 'id: lark',
    says: /"name" is missing/,
  },
  {
    name: 'a clock that is not known',
    file: 'organisation.yaml',
    find: 'Europe/London',
    put: 'Europe/Lundon',
    at: 'Lundon',
    says: /not a time zone.*Europe\/London/,
  },
  {
    name: 'a number written as a number',
    file: 'contacts.yaml',
    find: 'phone: 01632 960199',
    put: 'phone: 1632960199',
    at: 'phone: 1632960199',
    says: /Put it in quotes/,
  },
  {
    name: 'a number nobody can dial',
    file: 'contacts.yaml',
    find: 'phone: 01632 960199',
    put: 'phone: ask the office',
    at: 'ask the office',
    says: /digits and spaces/,
  },
  {
    name: 'a day that is not known',
    file: 'contacts.yaml',
    find: 'days: [friday]',
    put: 'days: [fryday]',
    at: 'fryday',
    says: /Did you mean "friday"/,
  },
  {
    name: 'a time that is none',
    file: 'contacts.yaml',
    find: '"08:45"',
    put: '"8.45"',
    at: '8.45',
    says: /a time such as 08:45/,
  },
  {
    name: 'hours past midnight in one line',
    file: 'contacts.yaml',
    find: '"17:15"',
    put: '"02:00"',
    at: '"02:00"',
    says: /end \(02:00\) before they begin \(08:45\).*two lines/,
  },
  {
    name: 'hours past the end of the day',
    file: 'contacts.yaml',
    find: '"17:15"',
    put: '"24:30"',
    at: '"24:30"',
    says: /Write 24:00 for midnight/,
  },
  {
    name: 'social care without a number for other times',
    file: 'contacts.yaml',
    find: /^ {2}at-other-times:\n(?: {4}.*\n)+/m,
    put: '',
    at: 'social-care:',
    says: /"at-other-times" is missing/,
  },
  {
    name: 'a role that is not known',
    file: 'people.yaml',
    find: 'roles: [operator]',
    put: 'roles: [operater]',
    at: 'operater',
    says: /practitioner, dsl, deputy, data-protection-lead, operator.*Did you mean "operator"/,
  },
  {
    name: 'two people with one id',
    file: 'people.yaml',
    find: '- id: alex-reid',
    put: '- id: jo-hart',
    at: '- id: jo-hart\n    name: Alex',
    says: /Alex Reid has the same "id" as Jo Hart/,
  },
  {
    name: 'two people with one Teams id',
    file: 'people.yaml',
    find: '000000000103',
    put: '000000000102',
    at: '000000000102\n    email: tom',
    says: /Tom Ellis has the same "teams" as Priya Nair/,
  },
  {
    name: 'a command line of nobody',
    file: 'people.yaml',
    find: 'records: jo-hart',
    put: 'records: jo-heart',
    at: 'jo-heart',
    says: /Nobody in people\.yaml has the id "jo-heart".*Did you mean "jo-hart"/,
  },
  {
    name: 'a lead who is not there',
    file: 'notifications.yaml',
    find: 'lead: priya-nair',
    put: 'lead: priya',
    at: 'lead: priya\n',
    says: /Nobody in people\.yaml has the id "priya"/,
  },
  {
    name: 'a lead without the role',
    file: 'notifications.yaml',
    find: 'lead: priya-nair',
    put: 'lead: sam-okafor',
    at: 'lead: sam',
    says: /needs the role dsl.*Sam Okafor has: practitioner/,
  },
  {
    name: 'an alternative who may not open records',
    file: 'notifications.yaml',
    find: 'alternative: rosa-lind',
    put: 'alternative: alex-reid',
    at: 'alternative: alex',
    says: /needs the role dsl or deputy/,
  },
  {
    name: 'an alternative who is the lead',
    file: 'notifications.yaml',
    find: 'alternative: rosa-lind',
    put: 'alternative: priya-nair',
    at: 'alternative: priya',
    says: /is the lead as well.*name somebody else/,
  },
  {
    name: 'a deputy who is not there',
    file: 'notifications.yaml',
    find: '[tom-ellis]',
    put: '[tom-elis]',
    at: '[tom-elis]',
    says: /Did you mean "tom-ellis"/,
  },
  {
    name: 'no channel',
    file: 'notifications.yaml',
    find: /^channels:\n(?: {2}.*\n)+/m,
    put: 'channels: []\n',
    at: 'channels: []',
    says: /posted nowhere/,
  },
  {
    name: 'a channel of a kind that is not known',
    file: 'notifications.yaml',
    find: 'channel: teams',
    put: 'channel: team',
    at: 'channel: team\n',
    says: /teams, slack.*Did you mean "teams"/,
  },
  {
    name: 'the lead left out',
    file: 'notifications.yaml',
    find: /^lead:.*\n/m,
    put: '',
    at: 'deputies:',
    says: /"lead" is missing/,
  },
];

describe('one slip is named with its file and line', () => {
  test.each(FAULTS)('$file: $name', async ({ file, find, put, at, says }) => {
    const copy = brokenCopy(EXAMPLE);
    copy.edit(file, find, put);
    const { deployment, faults } = await loadDeployment(copy.dir);
    expect(deployment).toBeNull();
    const found = faults.find((fault) => fault.file === file && says.test(fault.message));
    expect(found, JSON.stringify(faults, null, 1)).toBeDefined();
    expect(found?.severity).toBeUndefined();
    expect(found?.line).toBe(copy.lineOf(file, at));
    // One slip, one fault: nothing that only follows from it.
    expect(faults.map(({ message }) => message)).toHaveLength(1);
  });

  test('a lead whom no message can reach', async () => {
    const copy = brokenCopy(EXAMPLE);
    copy.edit('people.yaml', /^ {4}teams: .*102\n/m, '    terminal: priya\n');
    const { deployment, faults } = await loadDeployment(copy.dir);
    expect(deployment).toBeNull();
    expect(faults).toEqual([
      {
        file: 'notifications.yaml',
        line: copy.lineOf('notifications.yaml', 'lead: priya-nair'),
        message: expect.stringMatching(/No message can reach Priya Nair.*Teams or Slack id/),
      },
    ]);
  });
});

describe('warnings leave the deployment usable', () => {
  test("no children's social care", async () => {
    const copy = brokenCopy(EXAMPLE);
    copy.edit('contacts.yaml', /^social-care:\n(?: {2}.*\n)+/m, '');
    const { deployment, faults } = await loadDeployment(copy.dir);
    expect(faults).toEqual([
      expect.objectContaining({
        file: 'contacts.yaml',
        severity: 'warning',
        message: expect.stringMatching(/no number for children's social care.*999 alone/),
      }),
    ]);
    if (deployment === null) throw new Error('not usable');
    expect(socialCareAt(deployment.contacts, 'Europe/London', '2026-11-20T12:00:00Z')).toBeNull();
  });

  test('nobody to ask, somebody who cannot be asked, a lead without hours', async () => {
    const copy = brokenCopy(EXAMPLE);
    copy.edit('contacts.yaml', /^advice:[\s\S]*/m, 'advice:\n  - { name: Jo, what: Everything }\n');
    copy.edit('notifications.yaml', /^hours:\n(?: {2}.*\n)+/m, 'hours: []\n');
    const { deployment, faults } = await loadDeployment(copy.dir);
    expect(deployment).not.toBeNull();
    expect(faults.map(({ file, severity, line }) => `${file}:${line} ${severity}`)).toEqual([
      `contacts.yaml:${copy.lineOf('contacts.yaml', '- { name: Jo')} warning`,
      `notifications.yaml:${copy.lineOf('notifications.yaml', 'hours: []')} warning`,
    ]);
  });
});

describe('everything at once', () => {
  test('slips in all four files, and people who were left out are not called missing', async () => {
    const copy = brokenCopy(EXAMPLE);
    copy.edit('organisation.yaml', 'sector: public', 'sector: school');
    copy.edit('contacts.yaml', 'days: [friday]', 'days: [fri]');
    copy.edit('contacts.yaml', '"17:15"', '"07:15"');
    copy.edit('people.yaml', 'roles: [dsl]', 'roles: [DSL]');
    copy.edit('people.yaml', '- id: alex-reid', '- id: jo-hart');
    copy.edit('notifications.yaml', '"08:00"', '"18:00"');
    const { faults } = await loadDeployment(copy.dir);
    const at = (file: string, text: string) => `${file}:${copy.lineOf(file, text)}`;
    expect(faults.map(({ file, line }) => `${file}:${line}`).sort()).toEqual(
      [
        at('organisation.yaml', 'sector: school'),
        at('contacts.yaml', 'days: [fri]'),
        at('contacts.yaml', '"07:15"'),
        at('people.yaml', 'roles: [DSL]'),
        at('people.yaml', '- id: jo-hart\n    name: Alex'),
        at('notifications.yaml', 'to: "17:00"'),
      ].sort(),
    );
  });

  test('missing files', async () => {
    const copy = brokenCopy(EXAMPLE);
    copy.remove('people.yaml');
    copy.remove('contacts.yaml');
    const { faults } = await loadDeployment(copy.dir);
    expect(faults.map(({ file }) => file)).toEqual(['contacts.yaml', 'people.yaml']);
  });

  test('a folder that is not there', async () => {
    const { deployment, faults } = await loadDeployment('manifest/nowhere');
    expect(deployment).toBeNull();
    expect(faults.map(({ message }) => message)).toEqual([
      expect.stringMatching(/There is no such folder\. SHARE_CHECK_LOCAL/),
    ]);
  });

  test('knowledge, dialog and deployment together, with paths that open', async () => {
    const school = brokenCopy(EXAMPLE);
    const dialog = brokenCopy('dialogs/share-check');
    school.edit('people.yaml', 'roles: [dsl]', 'roles: [lead]');
    dialog.edit('policy.yaml', 'outcome: talk-first', 'outcome: talk');
    writeFileSync(join(dialog.dir, 'dialog.yaml'), 'id: [\n');
    const folders = { knowledge: 'knowledge', dialog: dialog.dir, deployment: school.dir };
    const { content, faults } = await loadAll(folders);
    expect(content).toBeNull();
    expect(faults.map(({ file }) => file.split('/').at(-1)).sort()).toEqual(
      expect.arrayContaining(['dialog.yaml', 'people.yaml', 'policy.yaml']),
    );
    expect(faults.find(({ file }) => file.endsWith('people.yaml'))?.file).toContain(
      school.dir.split('/').at(-1),
    );
    const shipped = { knowledge: 'knowledge', dialog: 'dialogs/share-check', deployment: EXAMPLE };
    const whole = await loadAll(shipped);
    expect(whole.faults).toEqual([]);
    expect(whole.content?.deployment.organisation.id).toBe('larkfield-school');
  });
});
