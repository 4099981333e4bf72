import { describe, expect, test } from 'vitest';
import { loadDeployment } from '../../src/content/load-deployment.ts';
import { brokenCopy } from '../support/broken-copy.ts';

const EXAMPLE = 'manifest/example-school';
const FILE = 'notifications.yaml';
const END = /^channels:\n/m;

/** The example with some lines more in notifications.yaml. */
function withLines(lines: string) {
  const copy = brokenCopy(EXAMPLE);
  copy.edit(FILE, END, `${lines}\nchannels:\n`);
  return copy;
}
const WEDNESDAY = '{days: [wednesday], from: "08:00", to: "17:00"}';

test('a whole rota loads', async () => {
  const copy = withLines(`
duty:
  - {person: rosa-lind, hours: [${WEDNESDAY}], from: 2027-01-04}
absences:
  - {person: priya-nair, from: 2027-02-08, to: 2027-02-12}
gather: {at-once: 5}
digest: "08:30"`);
  const { deployment, faults } = await loadDeployment(copy.dir);
  expect(faults).toEqual([]);
  expect(deployment?.notifications).toMatchObject({
    duty: [{ person: 'rosa-lind', from: '2027-01-04' }],
    absences: [{ person: 'priya-nair' }],
    'out-of-hours': ['priya-nair', 'tom-ellis'],
    gather: { 'at-once': 5, every: 120 },
    digest: '08:30',
  });
});

test('a folder from before there was a rota goes on working, with the usual timers', async () => {
  const copy = brokenCopy(EXAMPLE);
  for (const key of ['holidays', 'out-of-hours', 'timers', 'hear-back']) {
    copy.edit(FILE, new RegExp(`^${key}:.*\\n(?: .*\\n)*`, 'm'), '');
  }
  const { deployment, faults } = await loadDeployment(copy.dir);
  expect(faults).toEqual([]);
  const { notifications } = deployment ?? {};
  expect(notifications).toMatchObject({
    duty: [],
    holidays: [],
    absences: [],
    'out-of-hours': [],
    timers: {
      emergency: { acknowledge: 4, take: 10, outcome: 120, author: 10, again: 15 },
      today: { acknowledge: 60, take: 120, outcome: 480, again: 120 },
    },
    'hear-back': { 'working-days': 1 },
  });
  expect(notifications?.gather).toBeUndefined();
  expect(notifications?.digest).toBeUndefined();
});

test('one timer changed leaves the others as they are', async () => {
  const copy = brokenCopy(EXAMPLE);
  copy.edit(FILE, /^timers:\n(?: .*\n)*/m, 'timers: {today: {take: 30}}\n');
  const { deployment } = await loadDeployment(copy.dir);
  expect(deployment?.notifications.timers).toEqual({
    emergency: { acknowledge: 4, take: 10, outcome: 120, author: 10, again: 15 },
    today: { acknowledge: 60, take: 30, outcome: 480, again: 120 },
  });
});

const ADDED: readonly [name: string, lines: string, at: string, says: RegExp][] = [
  [
    'somebody on duty who is not there',
    `duty:\n  - {person: rosa-lynd, hours: [${WEDNESDAY}]}`,
    'rosa-lynd',
    /Nobody in people\.yaml has the id "rosa-lynd".*Did you mean "rosa-lind"/,
  ],
  [
    'somebody on duty who may not see a record',
    `duty:\n  - {person: sam-okafor, hours: [${WEDNESDAY}]}`,
    'sam-okafor',
    /Whoever is on duty needs the role dsl or deputy.*Sam Okafor has: practitioner/,
  ],
  [
    'duty hours past midnight in one line',
    'duty:\n  - {person: tom-ellis, hours: [{days: [monday], from: "20:00", to: "06:00"}]}',
    'tom-ellis, hours',
    /end \(06:00\) before they begin \(20:00\).*two lines/,
  ],
  ['duty without hours', 'duty:\n  - {person: tom-ellis, hours: []}', 'tom-ellis, hours', /at least 1/],
  [
    'duty that ends before it begins',
    `duty:\n  - {person: tom-ellis, hours: [${WEDNESDAY}], from: 2027-02-02, to: 2027-02-01}`,
    'tom-ellis, hours',
    /end \(2027-02-01\) before they begin \(2027-02-02\).*"to" the last one/,
  ],
  [
    'an absence of somebody who is not there',
    'absences:\n  - {person: priya, from: 2027-02-01, to: 2027-02-02}',
    'person: priya,',
    /Nobody in people\.yaml has the id "priya"/,
  ],
  [
    'an absence that ends before it begins',
    'absences:\n  - {person: tom-ellis, from: 2027-02-02, to: 2027-02-01}',
    'tom-ellis, from',
    /end \(2027-02-01\) before they begin/,
  ],
  [
    'an absence without an end',
    'absences:\n  - {person: tom-ellis, from: 2027-02-02}',
    'tom-ellis, from',
    /"to" is missing/,
  ],
  [
    'a day that is none',
    'absences:\n  - {person: tom-ellis, from: 2027-02-30, to: 2027-03-01}',
    'tom-ellis, from',
    /a day such as 2026-12-25/,
  ],
  ['a digest at a time that is none', 'digest: "24:00"', 'digest: "24:00"', /a time such as 08:30/],
  ['messages gathered from the first on', 'gather: {at-once: 0}', 'gather: {at-once: 0', /from 1 to 50/],
];

const EDITED: readonly [name: string, find: string | RegExp, put: string, at: string, says: RegExp][] = [
  [
    'an emergency left for too long',
    'acknowledge: 4',
    'acknowledge: 11',
    'acknowledge: 11',
    /is 11\. Write a whole number of minutes from 1 to 10/,
  ],
  [
    'an author told too late',
    'author: 10',
    'author: 15',
    'author: 15',
    /is 15\. Write a whole number of minutes from 1 to 14/,
  ],
  [
    'half minutes',
    'take: 10',
    'take: 2.5',
    'take: 2.5',
    /is 2\.5\. Write a whole number of minutes from 1 to 10/,
  ],
  ['minutes in words', 'take: 10', 'take: ten', 'take: ten', /has to be a number/],
  ['no minutes', 'outcome: 120', 'outcome: 0', 'outcome: 0', /from 10 to 1440/],
  ['a timer that is not known', 'take: 10', 'tak: 10', 'tak: 10', /"tak" is not one of the headings/],
  ['a class that has no timers', /^ {2}today:/m, '  routine:', '  routine:', /"routine" is not one/],
  [
    'a holiday that ends before it begins',
    'to: 2027-01-01',
    'to: 2026-12-01',
    'from: 2026-12-24',
    /before they begin/,
  ],
  ['a holiday on no day', 'on: 2027-03-26, ', '', 'Good Friday', /"on" is missing/],
  ['a holiday that is no day', '2027-03-26', '26 March', '26 March', /a day such as 2026-12-25/],
  [
    'out of hours somebody who is not there',
    '[priya-nair, tom-ellis]',
    '[priya-nair, tom]',
    '[priya-nair, tom]',
    /Nobody in people\.yaml has the id "tom"/,
  ],
  [
    'out of hours somebody who may see no record',
    '[priya-nair, tom-ellis]',
    '[alex-reid]',
    '[alex-reid]',
    /Whoever is told out of hours needs the role dsl or deputy/,
  ],
  [
    'no working days',
    'working-days: 1',
    'working-days: 0',
    'working-days: 0',
    /a whole number of days from 1 to 20/,
  ],
];

describe('one slip is one fault, with its line', () => {
  test.each(ADDED)('%s', async (_, lines, at, says) => {
    const copy = withLines(lines);
    const { deployment, faults } = await loadDeployment(copy.dir);
    expect(deployment).toBeNull();
    expect(faults).toEqual([
      { file: FILE, line: copy.lineOf(FILE, at), message: expect.stringMatching(says) },
    ]);
  });

  test.each(EDITED)('%s', async (_, find, put, at, says) => {
    const copy = brokenCopy(EXAMPLE);
    copy.edit(FILE, find, put);
    const { deployment, faults } = await loadDeployment(copy.dir);
    expect(deployment).toBeNull();
    expect(faults).toEqual([
      { file: FILE, line: copy.lineOf(FILE, at), message: expect.stringMatching(says) },
    ]);
  });

  test('somebody on duty whom no message can reach', async () => {
    const copy = withLines(`duty:\n  - {person: jo-hart, hours: [${WEDNESDAY}]}`);
    copy.edit('people.yaml', 'roles: [data-protection-lead]', 'roles: [deputy]');
    copy.edit('people.yaml', /^ {4}teams: .*104\n/m, '');
    const { faults } = await loadDeployment(copy.dir);
    expect(faults.map(({ message }) => message)).toEqual([
      expect.stringMatching(/No message can reach Jo Hart/),
    ]);
  });

  test('the day a number was rung, in contacts and people', async () => {
    const copy = brokenCopy(EXAMPLE);
    copy.edit('contacts.yaml', 'phone: 01632 960199', 'phone: 01632 960199\n    checked: last week');
    copy.edit('people.yaml', 'phone: 01632 960110', 'phone: 01632 960110\n    phone-checked: 2026-11-02');
    const { faults } = await loadDeployment(copy.dir);
    expect(faults).toEqual([
      {
        file: 'contacts.yaml',
        line: copy.lineOf('contacts.yaml', 'checked: last week'),
        message: expect.stringMatching(/a day such as 2026-12-25/),
      },
    ]);
  });
});

describe('warnings leave the rota usable', () => {
  test.each<[string, string, string, RegExp]>([
    [
      'the lead is away and so are all deputies',
      'absences:\n  - {person: priya-nair, from: 2027-02-09, to: 2027-02-12}\n  - {person: tom-ellis, from: 2027-02-10, to: 2027-02-10}',
      'priya-nair, from: 2027-02-09',
      /On 10 February 2027 the lead is away.*concerns go to the alternative/,
    ],
    [
      'an absence of somebody who is not told anyway',
      'absences:\n  - {person: sam-okafor, from: 2027-02-08, to: 2027-02-12}',
      'person: sam-okafor',
      /Sam Okafor is not on the rota/,
    ],
    ['a digest at night', 'digest: "03:00"', 'digest: "03:00"', /Nobody is at work at 03:00/],
  ])('%s', async (_, lines, at, says) => {
    const copy = withLines(lines);
    const { deployment, faults } = await loadDeployment(copy.dir);
    expect(deployment).not.toBeNull();
    expect(faults).toEqual([
      {
        file: FILE,
        line: copy.lineOf(FILE, at),
        message: expect.stringMatching(says),
        severity: 'warning',
      },
    ]);
  });

  test('somebody on duty stands in for a lead who is away', async () => {
    const copy = withLines(`
absences:
  - {person: priya-nair, from: 2027-02-08, to: 2027-02-12}
  - {person: tom-ellis, from: 2027-02-10, to: 2027-02-10}
duty:
  - {person: rosa-lind, from: 2027-02-10, to: 2027-02-10, hours: [${WEDNESDAY}]}`);
    expect((await loadDeployment(copy.dir)).faults).toEqual([]);
  });

  test('a way to settle disagreement that nobody can reach', async () => {
    const copy = brokenCopy(EXAMPLE);
    copy.edit(FILE, /^ {4}phone: 01632 960115\n/m, '');
    const { faults } = await loadDeployment(copy.dir);
    expect(faults).toEqual([
      expect.objectContaining({ severity: 'warning', message: expect.stringMatching(/neither a phone/) }),
    ]);
  });
});
