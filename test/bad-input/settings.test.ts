import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { brokenCopy } from '../support/broken-copy.ts';
import { type Ended, expectPlain, ownFolder, runEntry, spaced } from '../support/run-entry.ts';
import { makeStore } from '../support/store-of.ts';

const SECRETS = ['hunter2-password', 'too-short-a-key'];
const SCHOOL = 'manifest/example-school';
const DANGER = 'If a child is in danger now, ring 999';

/** It did nothing but say what is wrong, in words for a person, without a secret. */
function expectRefused({ status, out, err }: Ended, expected = 2): void {
  expect({ status, out }).toEqual({ status: expected, out: '' });
  expectPlain(err);
  for (const secret of SECRETS) expect(err).not.toContain(secret);
}

describe('settings', { timeout: 90_000 }, () => {
  test('every fault is named at once, and nothing is made', async () => {
    const env = {
      PORT: 'many',
      HOST: '0.0.0.0',
      NODE_ENV: 'production',
      SHARE_CHECK_KEY: SECRETS[1] ?? '',
      MicrosoftAppPassword: SECRETS[0] ?? '',
    };
    const data = join(ownFolder(), 'data');
    const [chat, doctor] = await Promise.all(
      [['chat'], ['doctor']].map((args) => runEntry(args, { data, env, input: '' })),
    );
    if (!chat || !doctor) throw new Error('two runs were started');
    expectRefused(chat);
    expectRefused(doctor, 1);
    for (const { err } of [chat, doctor]) {
      for (const [name, remedy] of [
        ['PORT', 'a number from 1 to 65535'],
        ['SHARE_CHECK_KEY', 'openssl rand -base64 32'],
        ['NODE_ENV', 'leave NODE_ENV out'],
        ['HOST', 'Leave HOST out'],
        ['MicrosoftAppPassword', 'Set both, or neither'],
      ] as const) {
        expect(err).toMatch(new RegExp(`^(?:fault {4})?${name} .*${remedy}`, 'm'));
      }
    }
    expect(chat.err).toContain('.env.example');
    expect(chat.err).toContain(DANGER);
    expect(doctor.err.match(/^fault {4}/gm)).toHaveLength(5);
    expect(() => readdirSync(data)).toThrow();
  });

  test('the local mode is not for production, and a configured one needs its key and password', async () => {
    const data = ownFolder();
    const [local, teams] = await Promise.all(
      [
        { NODE_ENV: 'production' },
        { MicrosoftAppId: '11111111-2222-3333-4444-555555555555', SHARE_CHECK_KEY: SECRETS[1] ?? '' },
      ].map((env) => runEntry(['serve'], { data, env, input: '' })),
    );
    if (!local || !teams) throw new Error('two runs were started');
    expectRefused(local);
    expectRefused(teams);
    expect(local.err).toMatch(/local mode has no sign-in.*set SHARE_CHECK_KEY with Teams \(MicrosoftAppId/);
    expect(teams.err).toMatch(/SHARE_CHECK_KEY is not 32 bytes[\s\S]*MicrosoftAppPassword is not set/);
    expect(readdirSync(data)).toEqual([]);
  });
});

describe('the deployment folder', { timeout: 90_000 }, () => {
  test('that is not there, or is a file, is one fault that names the setting', async () => {
    const data = ownFolder();
    const nowhere = join(data, 'nowhere');
    const file = join(data, 'a-file');
    writeFileSync(file, 'x');
    const [chat, serve] = await Promise.all([
      runEntry(['chat'], { data, env: { SHARE_CHECK_LOCAL: nowhere }, input: 'share check\n' }),
      runEntry(['serve', '--check'], { data, env: { SHARE_CHECK_LOCAL: file }, input: '' }),
    ]);
    expectRefused(chat);
    expect(spaced(chat.err)).toContain(`${nowhere}:1: There is no such folder. SHARE_CHECK_LOCAL names`);
    expect(chat.err).toContain(DANGER);
    expectRefused(serve);
    expect(serve.err).toContain(`${file}:1: This is a file; a folder is wanted here. SHARE_CHECK_LOCAL`);
    expect(serve.err.match(/^\S+:\d+: /gm)).toHaveLength(1);
  });

  test('with slips in every file: all of them, with line and what would do; a mark at the start is no slip', async () => {
    const school = brokenCopy(SCHOOL);
    school.edit('organisation.yaml', /^sector: .*$/m, 'sector: school');
    school.edit('people.yaml', 'roles: [dsl]', 'roles: [lead]');
    school.edit('people.yaml', /^/, '\uFEFF');
    school.edit('notifications.yaml', /^(\s*)lead: .*$/m, '$1lead: nobody-here\r');
    writeFileSync(join(school.dir, 'contacts.yaml'), '\tsocial-care:\n  name: "Larkshire\n');
    const env = { SHARE_CHECK_LOCAL: school.dir };
    const ran = await runEntry(['serve'], { data: ownFolder(), env, input: '' });
    expectRefused(ran);
    for (const [file, text, says] of [
      ['organisation.yaml', 'sector: school', /"sector" is "school"\. It can be: public, nhs/],
      ['people.yaml', 'roles: [lead]', /It can be: practitioner, dsl/],
      ['contacts.yaml', '\tsocial-care', /Indent with spaces/],
    ] as const) {
      const place = `${join(school.dir, file)}:${school.lineOf(file, text)}: `;
      expect(ran.err.split('\n').find((line) => line.startsWith(place))).toMatch(says);
    }
    expect(ran.err).toMatch(/notifications\.yaml:\d+: /);
  });
});

describe('dialog and knowledge', { timeout: 90_000 }, () => {
  test('an edited dialog with slips names them with paths that open; one that breaks a safety rule shows answers', async () => {
    const dialog = brokenCopy('dialogs/share-check');
    dialog.edit('policy.yaml', 'outcome: talk-first', 'outcome: talk');
    dialog.edit('questions.yaml', 'id: urgency', 'id: urgencey');
    const unsafe = brokenCopy('dialogs/share-check');
    unsafe.edit('policy.yaml', 'outcome: share-now', 'outcome: do-not-share-yet');
    const [slips, broken, nowhere] = await Promise.all(
      [dialog.dir, unsafe.dir, join(dialog.dir, 'nowhere')].map((folder) =>
        runEntry(['prove', '--dialog', folder], { data: ownFolder(), input: '' }),
      ),
    );
    if (!slips || !broken || !nowhere) throw new Error('three runs were started');
    expectRefused(slips);
    const line = dialog.lineOf('policy.yaml', 'outcome: talk\n');
    expect(slips.err).toContain(`${join(dialog.dir, 'policy.yaml')}:${line}: `);
    expect(slips.err).toMatch(/"talk"\. It can be: share-now, share, /);
    expect(slips.err).toMatch(/questions\.yaml:\d+: .*"urgencey".*Did you mean "urgency"/);
    expect(broken).toMatchObject({ status: 1, err: '' });
    expect(broken.out).toMatch(
      /^FAILS {2}I1[\s\S]*When “Danger” is “Yes, in danger now”[\s\S]*Look first at \S+policy\.yaml:\d+$/m,
    );
    expectRefused(nowhere);
    expect(nowhere.err).toContain(`${join(dialog.dir, 'nowhere')}:1: There is no such folder.`);
  });

  test('a knowledge folder with slips names them with paths that open', async () => {
    const knowledge = brokenCopy('knowledge');
    const card = 'dfe-2023-draft/source.yaml';
    knowledge.edit(card, /^edition:.*$/m, 'editoin: Draft');
    writeFileSync(
      join(knowledge.dir, 'dfe-2023-draft/02-golden-rules.md'),
      Uint8Array.of(0xff, 0xfe, 0x41, 0),
    );
    const ran = await runEntry(['knowledge', 'check', knowledge.dir], { data: ownFolder(), input: '' });
    expectRefused(ran, 1);
    const line = knowledge.lineOf(card, 'editoin');
    expect(ran.err).toContain(`${join(knowledge.dir, card)}:${line}: `);
    expect(ran.err).toMatch(/02-golden-rules\.md:1: .*Save the file as UTF-8/);
    expect(ran.err).toMatch(/\d+ faults in .*Put them right and check again/);
  });
});

describe('words after a command', { timeout: 90_000 }, () => {
  test('that it cannot use are not repeated, and it says what it takes', async () => {
    const data = ownFolder();
    await makeStore(data, 'local');
    const [reference, format] = await Promise.all(
      [
        ['records', 'show', 'Mum hit him'],
        ['records', 'export', '--format', 'Mum hit him'],
      ].map((args) => runEntry(args, { data, input: '' })),
    );
    if (!reference || !format) throw new Error('two runs were started');
    expectRefused(reference, 1);
    expectRefused(format);
    expect(reference.err + format.err).not.toMatch(/Mum|hit him/);
    expect(reference.err).toMatch(/not a reference.*SC-[\s\S]*`records list`/);
    expect(format.err).toMatch(/json, csv or html\.\nFor example:/);
  });
});
