import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Deployment, Person } from '../src/deployment/deployment.ts';
import { shippedContent, startHouse } from './support/house.ts';
import { coreDriver } from './support/transcript/core-driver.ts';
import type { House, Place } from './support/transcript/driver.ts';
import { englandTime } from './support/transcript/england-time.ts';
import { normaliseRecord, type PlainEntry } from './support/transcript/normalise-record.ts';
import { parseTranscript } from './support/transcript/parse-transcript.ts';
import { runTranscript } from './support/transcript/run-transcript.ts';
import { eachAlone, mixed, severalPeople } from './support/transcript/several-people.ts';
import { slackPlace } from './support/transcript/slack-driver.ts';
import { teamsPlace } from './support/transcript/teams-driver.ts';
import { terminalDriver } from './support/transcript/terminal-driver.ts';
import type { Step } from './support/transcript/transcript.ts';

const FOLDER = join(import.meta.dirname, 'transcripts');
const FILES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.txt'))
  .sort();

type Played = {
  readonly open: (house: House) => Place | Promise<Place>;
  /** Where this person is, of the chat tools; everywhere unless said otherwise. */
  readonly on?: (person: Person) => 'teams' | 'slack';
  /** Whether this story is played there. */
  readonly plays?: (steps: readonly Step[]) => boolean;
};

const isStaff = ({ roles }: Person): boolean => roles.every((role) => role === 'practitioner');
const isStaffId = (people: readonly Person[]) => (id: string) =>
  people.some((person) => person.id === id && isStaff(person));

/** Each channel a transcript is played on; the first is what the others are compared with. */
const CHANNELS: Readonly<Record<string, Played>> = {
  'the conversation core': { open: eachAlone(coreDriver) },
  // Nothing is brought to a terminal: there is no message to be read and pressed.
  'the terminal': {
    open: eachAlone(terminalDriver),
    plays: (steps) => !steps.some(({ kind }) => kind === 'message'),
  },
  Teams: { open: teamsPlace, on: () => 'teams' },
  Slack: { open: slackPlace, on: () => 'slack' },
  'Slack, with the safeguarding team in Teams': {
    open: async (house) => {
      const { people } = (await shippedContent()).deployment;
      return mixed(slackPlace, teamsPlace, isStaffId(people))(house);
    },
    on: (person) => (isStaff(person) ? 'slack' : 'teams'),
    plays: (steps) => steps.some(({ kind }) => kind === 'now-speaks'),
  },
};

/** Everybody is in one chat tool alone. */
const only =
  (on: Played['on']) =>
  (deployment: Deployment): Deployment => ({
    ...deployment,
    people: deployment.people.map((person) => {
      const { teams, slack, ...rest } = person;
      const where = on?.(person);
      if (where === 'teams') return { ...rest, ...(teams === undefined ? {} : { teams }) };
      if (where === 'slack') return { ...rest, ...(slack === undefined ? {} : { slack }) };
      return person;
    }),
  });

test('there are transcripts', () => {
  expect(FILES.length).toBeGreaterThan(0);
});

describe.each(FILES)('%s', (file) => {
  const path = `test/transcripts/${file}`;
  const read = parseTranscript(path, readFileSync(join(FOLDER, file), 'utf8'));
  const records = new Map<string, readonly PlainEntry[]>();

  test('can be read', () => {
    expect(
      'faults' in read ? read.faults.map(({ line, message }) => `${path}:${line}: ${message}`) : [],
    ).toEqual([]);
  });

  const steps = 'faults' in read ? [] : read.transcript.steps;
  const played = Object.entries(CHANNELS).filter(([, { plays }]) => plays?.(steps) ?? true);

  test.each(played)('goes as written on %s', async (name, { open, on }) => {
    if ('faults' in read) throw new Error('cannot be read');
    const { transcript } = read;
    const house = await startHouse({ at: englandTime(transcript.at), deployment: only(on) });
    const driver = await severalPeople(house, transcript.person, open);
    try {
      records.set(name, normaliseRecord(await runTranscript(transcript, driver)));
    } finally {
      await driver.end();
    }
  });

  test('gives the same record on every channel', () => {
    const [first, ...others] = played.map(([name]) => records.get(name));
    expect(first).toBeDefined();
    for (const other of others) expect(other).toEqual(first);
  });
});

test.each([
  ['< 999', '< 998'],
  ['told-nothing: tom-ellis', 'told-nothing: priya-nair'],
  ['tap: A parent or carer', 'tap: A stranger'],
  ['outcome share-now; rule E1', 'outcome share; rule S1'],
  ['records: opened, completion', 'records: opened'],
])('a line that is not so is named with its file and line: %s', async (line, wrong) => {
  const path = 'test/transcripts/emergency.txt';
  const source = readFileSync(join(FOLDER, 'emergency.txt'), 'utf8');
  const number = source.slice(0, source.indexOf(line)).split('\n').length;
  expect(source).toContain(line);
  const broken = parseTranscript(path, source.replace(line, wrong));
  if ('faults' in broken) throw new Error('cannot be read');
  const driver = coreDriver(
    await startHouse({ at: englandTime(broken.transcript.at) }),
    broken.transcript.person,
  );
  try {
    await expect(runTranscript(broken.transcript, driver)).rejects.toThrow(`${path}:${number}: `);
  } finally {
    await driver.end();
  }
});
