import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startHouse } from './support/house.ts';
import { coreDriver } from './support/transcript/core-driver.ts';
import type { Driver, House } from './support/transcript/driver.ts';
import { englandTime } from './support/transcript/england-time.ts';
import { normaliseRecord, type PlainEntry } from './support/transcript/normalise-record.ts';
import { parseTranscript } from './support/transcript/parse-transcript.ts';
import { runTranscript } from './support/transcript/run-transcript.ts';
import { severalPeople } from './support/transcript/several-people.ts';
import { slackDriver } from './support/transcript/slack-driver.ts';
import { teamsDriver } from './support/transcript/teams-driver.ts';
import { terminalDriver } from './support/transcript/terminal-driver.ts';

const FOLDER = join(import.meta.dirname, 'transcripts');
const FILES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.txt'))
  .sort();

/** Each channel a transcript is played on; the first is what the others are compared with. */
const CHANNELS: Readonly<Record<string, (house: House, person: string) => Driver | Promise<Driver>>> = {
  'the conversation core': coreDriver,
  'the terminal': terminalDriver,
  Teams: teamsDriver,
  Slack: slackDriver,
};

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

  test.each(Object.entries(CHANNELS))('goes as written on %s', async (name, start) => {
    if ('faults' in read) throw new Error('cannot be read');
    const { transcript } = read;
    const house = await startHouse({ at: englandTime(transcript.at) });
    const driver = await severalPeople(house, transcript.person, start);
    try {
      records.set(name, normaliseRecord(await runTranscript(transcript, driver)));
    } finally {
      await driver.end();
    }
  });

  test('gives the same record on every channel', () => {
    const [first, ...others] = Object.keys(CHANNELS).map((name) => records.get(name));
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
