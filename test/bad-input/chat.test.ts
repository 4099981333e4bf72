import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { WordKey } from '../../src/conversation/word-keys.ts';
import { shippedContent } from '../support/house.ts';
import {
  type Ended,
  expectPlain,
  ownFolder,
  type Running,
  runEntry,
  spaced,
  startEntry,
} from '../support/run-entry.ts';
import { entriesIn } from '../support/store-of.ts';

const NOT_RECORDED = 'This is not recorded and nobody has been told. Ring';
const LOST = /Nothing can be written to the store now\. What is wrong, and what to do: share-check doctor/;

let label: (key: WordKey) => string;
let option: (fact: string, value: string) => string;
beforeAll(async () => {
  const { dialog } = await shippedContent();
  label = (key) => dialog.words[key] ?? '';
  option = (fact, value) => {
    const question = dialog.questions.find(({ id }) => id === fact);
    return question?.options.find((each) => each.value === value)?.label ?? '';
  };
});

/** A chat with the first two questions answered: a clear worry that is not urgent. */
async function begun(data: string, through?: readonly string[]): Promise<Running> {
  const chat = startEntry(['chat'], { data, ...(through === undefined ? {} : { through }) });
  await chat.shows('share check');
  chat.say('share check');
  await chat.pick(option('urgency', 'not-urgent'));
  await chat.pick(option('risk', 'clear'));
  return chat;
}

/** The emergency advice: 999, the number of this hour, five lines, and that nobody was told. */
function expectAdvice(screen: string): void {
  const text = spaced(screen);
  expect(text).toContain(NOT_RECORDED);
  expect(text).toMatch(/Ring [A-Z].+ on 01632 96\d{4}/);
  expect(screen).toMatch(/^ +999$/m);
  expect(screen.match(/^ {2}[1-5]\. /gm)).toHaveLength(5);
  expect(text).not.toContain('A message is on its way');
  expectPlain(screen.replace(/valid lawful/g, ''));
}

/** Left in peace, having said once that nothing can be written; `kept`: whether the check is there to go on with. */
function expectLeft({ status, out, err }: Ended, kept: boolean): void {
  expect(status).toBe(0);
  const goodbye = spaced(out).slice(-200);
  if (kept) expect(goodbye).toContain('Your check is kept.');
  else expect(goodbye).toMatch(/could not be kept, and nobody has been told.*ring 999/);
  expect(spaced(err)).toMatch(LOST);
  expect(err.match(/share-check doctor/g)).toHaveLength(1);
  expectPlain(err);
}

function storeFiles(data: string): string[] {
  return readdirSync(data)
    .filter((name) => name.includes('.db'))
    .map((name) => join(data, name));
}

describe('a chat', { timeout: 90_000 }, () => {
  test('killed in the middle goes on at the same question, with nothing lost', async () => {
    const data = ownFolder();
    const first = await begun(data);
    const [asked] = (await first.shows(/Question 3/)).trim().split('\n');
    expect(asked).toMatch(/\?$/);
    expect(await first.stop('SIGKILL')).toMatchObject({
      signal: 'SIGKILL',
      err: expect.not.stringMatching(LOST),
    });

    const second = startEntry(['chat'], { data });
    await second.shows('share check');
    second.say('resume');
    const screen = await second.shows(/Question 3/);
    expect(screen).toContain(`\n${asked}\n`);
    await second.pick(label('button-emergency'));
    expect(await second.shows(/Case SC-/)).not.toContain(NOT_RECORDED);
    expect(await second.stop('SIGTERM')).toMatchObject({ status: 0 });
    const kinds = (await entriesIn(data)).map(({ entry }) => entry.kind);
    expect(kinds).toContain('opened');
  });

  test('takes a long line, control letters and an end in the middle calmly; with nobody there it ends', async () => {
    const data = ownFolder();
    const input = `share check\n${'x'.repeat(1_000_000)}\n\u001b[31m\u0007\u0000\n99\n${'\n'.repeat(20)}resume`;
    const [odd, nobody] = await Promise.all([
      runEntry(['chat'], { data, input }),
      runEntry(['chat'], { data: ownFolder(), input: null }),
    ]);
    expect([odd.status, nobody.status]).toEqual([0, 0]);
    expect(spaced(odd.out)).toMatch(/line was too long and was not sent: 4000 characters at most/);
    expect(odd.out).toMatch(/There is no 99 here\. Type a number from 1 to \d/);
    expect(odd.out).not.toMatch(/xxx|\p{Cc}(?<!\n)/u);
    expect(odd.out.match(/Question 1/g)?.length).toBeGreaterThanOrEqual(2);
    expectPlain(odd.out + odd.err + nobody.out + nobody.err);
  });
});

describe('an emergency while the store is gone', { timeout: 90_000 }, () => {
  test.each([
    ['deleted', (file: string) => rmSync(file)],
    ['overwritten with garbage', (file: string) => writeFileSync(file, Buffer.alloc(60_000, 'garbage '))],
  ])('%s: the advice comes, and that nobody was told', async (_, harm) => {
    const data = ownFolder();
    const chat = await begun(data);
    await chat.shows(/Question 3/);
    for (const file of storeFiles(data)) harm(file);
    await chat.pick(label('button-emergency'));
    expectAdvice(await chat.shows(/Show:/));
    // It goes on from what it remembers.
    await chat.pick(label('button-finish-record'));
    expect(spaced(await chat.shows(/\?/))).toContain(NOT_RECORDED);
    chat.say('records');
    expect(spaced(await chat.shows(NOT_RECORDED))).not.toContain(label('records-none'));
    expectLeft(await chat.stop(), false);
  });

  test('back again: the case is opened then, once, and the lead is told', async () => {
    const data = join(ownFolder(), 'data');
    mkdirSync(data);
    const chat = await begun(data);
    await chat.shows(/Question 3/);
    renameSync(data, `${data}-aside`);
    await chat.pick(label('button-emergency'));
    expectAdvice(await chat.shows(/Show:/));
    expect(() => statSync(data)).toThrow();
    renameSync(`${data}-aside`, data);
    await chat.pick(label('button-finish-record'));
    await expectRecordedNow(chat, data);
  });
});

describe('a damaged store of rehearsals', { timeout: 90_000 }, () => {
  test('stands in the way of no real check', async () => {
    const data = ownFolder();
    const garbage = Buffer.alloc(20_000, 'garbage ');
    writeFileSync(join(data, 'rehearsal.db'), garbage);
    const chat = await begun(data);
    await chat.pick(label('button-emergency'));
    expect(spaced(await chat.shows(/Case SC-/))).not.toContain(NOT_RECORDED);
    const { status, err } = await chat.stop();
    expect(status).toBe(0);
    expectPlain(err);
    expect((await entriesIn(data)).map(({ entry }) => entry.kind)).toContain('opened');
    expect(readFileSync(join(data, 'rehearsal.db')).equals(garbage)).toBe(true);
  });
});

describe('an emergency on a full disk', { timeout: 90_000 }, () => {
  test('the advice comes; with room again nothing is lost', async () => {
    const disk = smallDisk();
    if (disk === null) {
      console.warn(
        'NOT TRIED on a disk that is really full: this account may not mount one. Tried with a limit on files.',
      );
      await underALimit();
      return;
    }
    const data = join(disk, 'data');
    const chat = await begun(data);
    await chat.shows(/Question 3/);
    const filler = join(disk, 'filler');
    fill(filler);
    await chat.pick(label('button-emergency'));
    expectAdvice(await chat.shows(/Show:/));
    const late = await runEntry(['chat'], { data: join(disk, 'another'), input: 'share check\n1\n' });
    expect(late).toMatchObject({ status: 2, out: '' });
    expect(late.err).toMatch(
      /no room left to write[\s\S]*Make room on the disk[\s\S]*ring 999, and .+ on 01632 96\d{4}/,
    );
    expectPlain(late.err);
    rmSync(filler);
    await chat.pick(label('button-finish-record'));
    await expectRecordedNow(chat, data);
  });
});

/** The question after the emergency, and that the case was opened late, once. */
async function expectRecordedNow(chat: Running, data: string): Promise<void> {
  const screen = spaced(await chat.shows(/Case SC-/));
  expect(screen).not.toContain(NOT_RECORDED);
  await chat.shows(/What the lead, .+, receives:/);
  expectLeft(await chat.stop(), true);
  const entries = await entriesIn(data);
  expect(entries.filter(({ entry }) => entry.kind === 'opened')).toHaveLength(1);
}

/** Every file may grow to 300 KB only: the log of the store reaches that within some turns. */
async function underALimit(): Promise<void> {
  const data = ownFolder();
  const chat = await begun(data, ['sh', '-c', 'ulimit -f 600; exec "$0" "$@"']);
  for (let screen = ''; !spaced(screen).includes(NOT_RECORDED); ) {
    chat.say('help');
    screen = await chat.shows(/> $/);
  }
  chat.say('resume');
  await chat.pick(label('button-emergency'));
  expectAdvice(await chat.shows(/Show:/));
  expectLeft(await chat.stop(), false);
  await entriesIn(data);
}

/** A disk of 1 MB, gone again when the test ends; null where this account may not have one. */
function smallDisk(): string | null {
  const folder = ownFolder('disk');
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return null;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return folder;
}

/** Writes until nothing more fits. */
function fill(file: string): void {
  for (const size of [65_536, 4096, 1]) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(size), { flag: 'a' });
    } catch {
      // Full for pieces of this size.
    }
  }
}
