import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { brokenCopy } from '../support/broken-copy.ts';
import { type Ended, expectPlain, ownFolder, runEntry, spaced } from '../support/run-entry.ts';
import { entriesIn, makeStore, REFERENCE } from '../support/store-of.ts';

const TEAMS = { MicrosoftAppId: '11111111-2222-3333-4444-555555555555', MicrosoftAppPassword: 'hunter2' };
const OTHER_KEY = Buffer.alloc(32, 9).toString('base64');

/** Nothing but a message with its remedy, no stack and no key. */
function expectTold({ status, out, err }: Ended, expected: number, message: RegExp, remedy: string): void {
  expect({ status, out }).toEqual({ status: expected, out: '' });
  expectPlain(err);
  expect(spaced(err)).toMatch(message);
  expect(spaced(err)).toContain(remedy);
  expect(err).not.toContain('hunter2');
  expect(err).not.toContain(OTHER_KEY);
}

async function expectUnharmed(data: string, key?: string): Promise<void> {
  expect((await entriesIn(data, key)).map(({ entry }) => entry.reference)).toEqual([REFERENCE]);
}

describe('a store of real use', { timeout: 90_000 }, () => {
  test('with the wrong key, or with none of its settings, is not opened and not harmed', async () => {
    const data = ownFolder();
    const key = await makeStore(data, 'configured');
    const wrong = { ...TEAMS, SHARE_CHECK_KEY: OTHER_KEY };
    const [verify, check, local] = await Promise.all([
      runEntry(['records', 'verify'], { data, env: wrong, input: '' }),
      runEntry(['serve', '--check'], { data, env: wrong, input: '' }),
      runEntry(['chat'], { data, env: { SHARE_CHECK_KEY: key }, input: 'share check\n1\n' }),
    ]);
    const wrongKey =
      /The key does not open this store\. Set SHARE_CHECK_KEY to the key this store was made with/;
    expectTold(verify, 2, wrongKey, 'Without it nothing in the store can be read');
    expectTold(check, 2, wrongKey, 'Without it nothing in the store can be read');
    expect(check.err).not.toContain('in order');
    const configured = /A configured deployment has used this store/;
    expectTold(local, 2, configured, 'Set what it was started with (MicrosoftAppId, SHARE_CHECK_KEY');
    expect(local.err).not.toContain(key);
    await expectUnharmed(data, key);
  });
});

describe('the local store', { timeout: 90_000 }, () => {
  test('without its key, with a piece of it, or for another school is not opened and not harmed', async () => {
    const data = ownFolder();
    const key = await makeStore(data, 'local');
    const file = join(data, 'local.key');
    rmSync(file);
    const gone = await runEntry(['chat'], { data, input: 'share check\n1\n' });
    expectTold(gone, 2, /holds a store, but not the key that opens it/, 'Put local.key back.');
    expect(gone.err).toMatch(/If a child is in danger now, ring 999, and .+ on 01632 96\d{4}/);

    writeFileSync(file, key.slice(0, 20));
    const short = await runEntry(['serve', '--check'], { data, input: '' });
    expectTold(
      short,
      2,
      /local\.key does not hold a key: 32 bytes in base64/,
      'Check that it was copied whole.',
    );
    expect(short.err).not.toContain(key.slice(0, 20));

    writeFileSync(file, key);
    const school = brokenCopy('manifest/example-school');
    school.edit('organisation.yaml', /^id: .*$/m, 'id: other-school');
    const env = { SHARE_CHECK_LOCAL: school.dir };
    const other = await runEntry(['records', 'list'], { data, env, input: '' });
    expectTold(
      other,
      2,
      /belongs to the organisation "larkfield-school".*"other-school"/,
      'Set SHARE_CHECK_LOCAL',
    );
    await expectUnharmed(data);
  });

  test('that is garbage is kept as it is, and whoever is worried gets the numbers', async () => {
    const data = ownFolder();
    const file = join(data, 'share-check.db');
    const garbage = Buffer.alloc(20_000, 'not a store ');
    writeFileSync(file, garbage);
    const chat = await runEntry(['chat'], { data, input: 'share check\n1\n' });
    const damaged = /not a Share Check store, or it is damaged: .*share-check\.db/;
    expectTold(chat, 2, damaged, 'Keep a copy of the file');
    expect(chat.err).toMatch(/If a child is in danger now, ring 999, and .+ on 01632 96\d{4}/);
    expect(readFileSync(file).equals(garbage)).toBe(true);
  });

  test('doctor finds what would stop the service: damaged rehearsals, a file in the place of the folder', async () => {
    const data = ownFolder();
    await makeStore(data, 'local');
    writeFileSync(join(data, 'rehearsal.db'), Buffer.alloc(20_000, 'not a store '));
    const file = join(ownFolder(), 'data');
    writeFileSync(file, '');
    const [rehearsals, noFolder] = await Promise.all(
      [data, join(file, 'deeper')].map((folder) => runEntry(['doctor'], { data: folder, input: '' })),
    );
    if (!rehearsals || !noFolder) throw new Error('two runs were started');
    expectTold(
      rehearsals,
      0,
      /warning Rehearsals cannot be kept: .*rehearsal\.db/,
      'It holds rehearsals alone: move it aside',
    );
    expectTold(
      noFolder,
      1,
      /fault Store: The store cannot be written/,
      'Check that SHARE_CHECK_DATA names a folder',
    );
    await expectUnharmed(data);
  });
});
