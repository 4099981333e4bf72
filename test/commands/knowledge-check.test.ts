import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { contentCheck, knowledgeCheck } from '../../src/commands/knowledge-check.ts';
import { brokenCopy } from '../support/broken-copy.ts';

const ROOT = join(import.meta.dirname, '../..');
const SHIPPED = {
  knowledge: join(ROOT, 'knowledge'),
  dialog: join(ROOT, 'dialogs/share-check'),
  deployment: join(ROOT, 'manifest/example-school'),
};

let dir: string;
let told: string;
const write = (text: string) => {
  told += text;
};

beforeEach(async () => {
  told = '';
  dir = await mkdtemp(join(tmpdir(), 'knowledge-'));
  await cp(join(import.meta.dirname, '../../knowledge'), dir, { recursive: true });
});
afterEach(async () => {
  await rm(dir, { recursive: true });
});

it('says what it read, and ends with 0, when nothing is wrong', async () => {
  expect(await knowledgeCheck(dir, write)).toBe(0);
  expect(told).toBe(
    'dfe-2023-draft: 51 sections (Draft, June 2023, since superseded), the current document. No faults.\n',
  );
});

it('lists every fault of a broken copy with its file and line, and ends with 1', async () => {
  const file = join(dir, 'dfe-2023-draft/03-introduction.md');
  const lines = (await readFile(file, 'utf8')).split('\n');
  const anchors = lines.flatMap((line, index) => (line.startsWith('<!-- id:') ? [index] : []));
  const [first = 0, second = 0] = anchors;
  lines[first] = '<!-- id: about-this-advice -->';
  lines[second] = '<!-- id: golden-rule-1 | pages: 5–6 -->';
  await writeFile(file, lines.join('\n'));

  expect(await knowledgeCheck(dir, write)).toBe(1);
  expect(told.trimEnd().split('\n')).toEqual([
    expect.stringContaining(`${file}:${first + 1}: Section "about-this-advice" has no pages.`),
    expect.stringContaining(
      `${file}:${second + 1}: The id "golden-rule-1" stands at dfe-2023-draft/02-golden-rules.md:3`,
    ),
    `2 faults in ${dir}. Put them right and check again.`,
  ]);
});

it('says so, and ends with 1, for a folder that is not there', async () => {
  expect(await knowledgeCheck(join(dir, 'nowhere'), write)).toBe(1);
  expect(told).toContain(`${join(dir, 'nowhere')}:1: There is nothing at this path.`);
});

it('without a folder checks dialog and deployment folder too', async () => {
  expect(await contentCheck(SHIPPED, [], write)).toBe(0);
  expect(told).toMatch(
    /^dfe-2023-draft: .*\n.+ questions\. No faults\.\n.+ people, in .*example-school\. No faults\.\n$/,
  );
});

it('lists the faults of all folders together, and ends with 1', async () => {
  const dialog = brokenCopy(SHIPPED.dialog);
  dialog.edit('policy.yaml', 'outcome: talk-first', 'outcome: talk');
  const deployment = brokenCopy(SHIPPED.deployment);
  deployment.edit('people.yaml', 'roles: [dsl]', 'roles: [lead]');
  const folders = { ...SHIPPED, dialog: dialog.dir, deployment: deployment.dir };
  expect(await contentCheck(folders, [], write)).toBe(1);
  expect(told).toContain(
    `${join(dialog.dir, 'policy.yaml')}:${dialog.lineOf('policy.yaml', 'outcome: talk\n')}: `,
  );
  expect(told).toContain(
    `${join(deployment.dir, 'people.yaml')}:${deployment.lineOf('people.yaml', 'roles: [lead]')}: `,
  );
  expect(told).toMatch(/\d faults in the content\. Put them right and check again\.\n$/);
});
