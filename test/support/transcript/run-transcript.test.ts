import { describe, expect, test } from 'vitest';
import { coreDriver } from './core-driver.ts';
import type { Driver, House } from './driver.ts';
import { englandTime } from './england-time.ts';
import { fakeHouse } from './fake-house.ts';
import { normaliseRecord } from './normalise-record.ts';
import { parseTranscript } from './parse-transcript.ts';
import { runTranscript } from './run-transcript.ts';
import { teamsDriver } from './teams-driver.ts';
import { terminalDriver } from './terminal-driver.ts';

type Start = (house: House, person: string) => Driver | Promise<Driver>;

const DRIVERS: readonly (readonly [string, Start])[] = [
  ['core', coreDriver],
  ['terminal', terminalDriver],
  ['teams', teamsDriver],
];

const STORY = `
> share check
< Is a child in danger right now?
< Yes, in danger now
not-shown: Made-up words
open: What this rests on
< Made-up words of a made-up guidance. Made-up words of a made-up guidance. Made-up words of a made-up guidance.
tap: Why are you asking?
< Because of the emergency
< Is a child in danger
double-tap: No
< Record what you decided
records: none
told-nobody
fill "What was shared": that he was late
choose "Who with": Police
choose "Who with": Children’s social care
tap: Record it
< Recorded
record: kind decision; outcome share; obligations record secure; fixes none; choice share; shared he was late
record: recipients Police, Children's social care
records: decision
lead-receives: A decision was recorded
told-nothing: tom-ellis
wait: 2 minutes
channel-receives: after 120 seconds
`;

async function play(body: string, start: Start) {
  const read = parseTranscript('story.txt', `# A story\nperson: sam-okafor\nat: 2026-11-23 10:15\n${body}`);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  const driver = await start(fakeHouse(), read.transcript.person);
  try {
    return await runTranscript(read.transcript, driver);
  } finally {
    await driver.end();
  }
}

describe.each(DRIVERS)('on the %s', (_name, start) => {
  test('a whole story goes as written', async () => {
    const entries = await play(STORY, start);
    expect(entries).toHaveLength(1);
  });

  test.each([
    ['words that are not shown', '> share check\n< Is a cow in danger\n', /^story.txt:5: This was not shown/],
    ['words that must not be shown', '> share check\nnot-shown: a child\n', /^story.txt:5: This was shown/],
    [
      'a button that is not there',
      '> share check\ntap: Perhaps\n',
      /^story.txt:5: Nothing .*called "Perhaps".*"No"/s,
    ],
    [
      'a record that says otherwise',
      '> share check\nrecord: outcome share\n',
      /^story.txt:5: .*\(nothing\)/s,
    ],
    ['a record there should not be', `${STORY}records: none\n`, /^story.txt:30: .*kind decision/s],
    ['a value the record does not have', `${STORY}record: rule S1; told after\n`, /told before/],
    ['somebody who was told', `${STORY}told-nobody\n`, /^story.txt:30: Somebody was told/],
    ['somebody who was not told', '> share check\nlead-receives: x\n', /^story.txt:5: lead did not receive/],
    ['a field that is not there', '> share check\ntap: No\nfill "Why": x\ntap: Record it\n', /called "Why"/],
    [
      'fields without a button',
      '> share check\ntap: No\nfill "What was shared": x\n',
      /^story.txt:6: .*no button/,
    ],
  ])('fails on %s', async (_what, body, message) => {
    await expect(play(body, start)).rejects.toThrow(message);
  });
});

test('the record is the same on every channel but for ids, times and channel', async () => {
  const [one, two, three] = await Promise.all(DRIVERS.map(([, start]) => play(STORY, start)));
  expect(one).not.toEqual(two);
  expect(normaliseRecord(two ?? [])).toEqual(normaliseRecord(one ?? []));
  expect(normaliseRecord(three ?? [])).toEqual(normaliseRecord(one ?? []));
  const other = await play(
    STORY.replace('that he was late', 'that she was late and he was late'),
    coreDriver,
  );
  expect(normaliseRecord(other)).not.toEqual(normaliseRecord(one ?? []));
});

test('an earlier card can be tapped where there is one, and what it shows is not looked for where there is none', async () => {
  const body = '> share check\ntap: No\ntap-old: No\n< Record what you decided\n';
  await play(body, coreDriver);
  await play(body, teamsDriver);
  await play(body, terminalDriver);
  const wrong = body.replace('Record what', 'Forget what');
  await expect(play(wrong, coreDriver)).rejects.toThrow(/^story.txt:7/);
  await play(wrong, terminalDriver);
});

test('local times of England, summer and winter', () => {
  expect(englandTime('2026-11-23 10:15')).toBe('2026-11-23T10:15:00.000Z');
  expect(englandTime('2026-07-01 10:15')).toBe('2026-07-01T09:15:00.000Z');
  expect(() => englandTime('2027-03-28 01:30')).toThrow(/no such time/);
});
