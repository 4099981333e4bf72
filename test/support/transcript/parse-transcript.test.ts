import { expect, test } from 'vitest';
import { parseTranscript } from './parse-transcript.ts';

const HEAD = '# A story\nWhat it is about,\nin two lines.\nperson: sam-okafor\nat: 2026-11-23 10:15\n';

function steps(body: string) {
  const read = parseTranscript('a.txt', HEAD + body);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read.transcript.steps.map(({ line: _, ...step }) => step);
}

function faults(source: string) {
  const read = parseTranscript('a.txt', source);
  return 'faults' in read ? read.faults.map(({ line, message }) => `${line}: ${message}`) : [];
}

test('head, story and every kind of step', () => {
  const read = parseTranscript('a.txt', `${HEAD}\nnote: she hesitates\n> share check\n`);
  expect(read).toEqual({
    transcript: {
      file: 'a.txt',
      title: 'A story',
      story: 'What it is about, in two lines.',
      person: 'sam-okafor',
      at: '2026-11-23 10:15',
      steps: [{ line: 8, kind: 'say', text: 'share check' }],
    },
  });
  expect(
    steps(`
< Is a child in danger
not-shown: consent form
tap: No
tap-old: "Yes"
double-tap: Yes, in danger now
open: What this rests on
type: words
fill "What was shared: all": his name: Sam
choose "Who with": Police
now-speaks: jo-hart
wait: 3 minutes
restart
storage: fails
record: outcome share; rule S1; told before; reason he asked twice
records: opened, completion
records: none
lead-receives: SC-
channel-receives: share now
receives tom-ellis: a colleague
told-nothing: priya-nair
told-nobody`),
  ).toEqual([
    { kind: 'shown', text: 'Is a child in danger' },
    { kind: 'not-shown', text: 'consent form' },
    { kind: 'tap', label: 'No' },
    { kind: 'tap-old', label: 'Yes' },
    { kind: 'double-tap', label: 'Yes, in danger now' },
    { kind: 'open', summary: 'What this rests on' },
    { kind: 'say', text: 'words' },
    { kind: 'fill', label: 'What was shared: all', text: 'his name: Sam' },
    { kind: 'choose', label: 'Who with', option: 'Police' },
    { kind: 'now-speaks', person: 'jo-hart' },
    { kind: 'wait', seconds: 180 },
    { kind: 'restart' },
    { kind: 'storage', works: false },
    {
      kind: 'record',
      expected: [
        { field: 'outcome', value: 'share' },
        { field: 'rule', value: 'S1' },
        { field: 'told', value: 'before' },
        { field: 'reason', value: 'he asked twice' },
      ],
    },
    { kind: 'records', kinds: ['opened', 'completion'] },
    { kind: 'records', kinds: [] },
    { kind: 'receives', who: 'lead', text: 'SC-' },
    { kind: 'receives', who: 'channel', text: 'share now' },
    { kind: 'receives', who: 'tom-ellis', text: 'a colleague' },
    { kind: 'told-nothing', who: 'priya-nair' },
    { kind: 'told-nobody' },
  ]);
});

test('every fault at once, with its line and what would do', () => {
  const body =
    'tapp: No\nwait: soon\nrecord: outcom share\nrecords: opend\nfill What: x\ntap:\nstorage: full\n';
  expect(faults(HEAD + body)).toEqual([
    expect.stringMatching(/^6: .*Did you mean "tap"\?$/),
    expect.stringMatching(/^7: After wait: comes a time/),
    expect.stringMatching(/^8: .*Did you mean "outcome"\?$/),
    expect.stringMatching(/^9: .*Did you mean "opened"\?$/),
    expect.stringMatching(/^10: Write it as: fill "What was shared"/),
    expect.stringMatching(/^11: Something is missing/),
    expect.stringMatching(/^12: After storage/),
  ]);
});

test('a head that lacks something, and an empty file', () => {
  expect(faults('A story\n> hello\n')).toEqual([
    expect.stringMatching(/^1: The first line is the title/),
    expect.stringMatching(/^1: Who speaks is missing/),
    expect.stringMatching(/^1: When it begins is missing/),
  ]);
  expect(faults('')[0]).toMatch(/^1: The file is empty/);
  expect(faults(HEAD)).toEqual([expect.stringMatching(/Nothing happens/)]);
  expect(faults('# A\nperson: Sam Okafor\nat: Monday\n> x\n')).toEqual([
    expect.stringMatching(/^2: After person:/),
    expect.stringMatching(/^3: After at:/),
  ]);
});
