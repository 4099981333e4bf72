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
let lines: string[];
const report = {
  write(text: string) {
    told += text;
  },
};
const json = { ...report, json: (line: string) => void lines.push(line) };
const check = (folder: string, to = report) => knowledgeCheck(folder, to, SHIPPED.knowledge);

beforeEach(async () => {
  told = '';
  lines = [];
  dir = await mkdtemp(join(tmpdir(), 'knowledge-'));
  await cp(join(import.meta.dirname, '../../knowledge'), dir, { recursive: true });
});
afterEach(async () => {
  await rm(dir, { recursive: true });
});

it('says what it read, and ends with 0, when nothing is wrong', async () => {
  expect(await check(dir)).toBe(0);
  expect(told).toMatch(
    /^dfe-2023-draft: 51 sections \(Draft, June 2023, since superseded\), \d{4} phrasings, the current document\. No faults\.\n$/,
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

  expect(await check(dir)).toBe(1);
  expect(told.trimEnd().split('\n')).toEqual([
    expect.stringContaining(`${file}:${first + 1}: Section "about-this-advice" has no pages.`),
    expect.stringContaining(
      `${file}:${second + 1}: The id "golden-rule-1" stands at dfe-2023-draft/02-golden-rules.md:3`,
    ),
    `2 faults in ${dir}. Put them right and check again.`,
  ]);
});

it('looks at the law notes too', async () => {
  const file = join(dir, 'law-notes.yaml');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('- useful-resources', '- useful-resorces'));
  const line = text.slice(0, text.indexOf('- useful-resources')).split('\n').length;
  expect(await check(dir)).toBe(1);
  expect(told).toContain(
    `${file}:${line}: There is no section "useful-resorces" in dfe-2023-draft. Did you mean`,
  );
});

it('says so, and ends with 1, for a folder that is not there', async () => {
  expect(await check(join(dir, 'nowhere'))).toBe(1);
  expect(told).toContain(`${join(dir, 'nowhere')}:1: There is nothing at this path.`);
});

it('without a folder checks dialog and deployment folder too', async () => {
  expect(await contentCheck(SHIPPED, [], report)).toBe(0);
  expect(told).toMatch(
    /^dfe-2023-draft: .*\npassing-on-a-concern: .*\n.+ questions\. No faults\.\n.+ people, in .*example-school\. No faults\.\n$/,
  );
});

it('lists the faults of all folders together, and ends with 1', async () => {
  const dialog = brokenCopy(SHIPPED.dialog);
  dialog.edit('policy.yaml', 'outcome: talk-first', 'outcome: talk');
  const deployment = brokenCopy(SHIPPED.deployment);
  deployment.edit('people.yaml', 'roles: [dsl]', 'roles: [lead]');
  const folders = { ...SHIPPED, dialog: dialog.dir, deployment: deployment.dir };
  expect(await contentCheck(folders, [], report)).toBe(1);
  expect(told).toContain(
    `${join(dialog.dir, 'policy.yaml')}:${dialog.lineOf('policy.yaml', 'outcome: talk\n')}: `,
  );
  expect(told).toContain(
    `${join(deployment.dir, 'people.yaml')}:${deployment.lineOf('people.yaml', 'roles: [lead]')}: `,
  );
  expect(told).toMatch(/\d faults in the content\. Put them right and check again\.\n$/);
});

it('lists what could be better as warnings, and ends with 0', async () => {
  const file = join(dir, 'not-covered.yaml');
  await writeFile(
    file,
    '- id: parking\n  about: parking\n  contact: head\n  help: Ask.\n  phrasings: |\n    where do I leave my car\n',
  );
  expect(await check(dir)).toBe(0);
  expect(told).toContain(`${file}:5: warning: "parking" has 1 phrasing. With 5 or more`);
  expect(told).toContain('the current document. No faults.');
});

it('with --json gives each fault and warning as one object a line, and nothing else there', async () => {
  const phrasings = join(dir, 'dfe-2023-draft/phrasings/more.yaml');
  await writeFile(phrasings, 'golden-rule-9: |\n  is there a ninth\n');
  const thesaurus = join(dir, 'thesaurus.yaml');
  await writeFile(thesaurus, '- says: grass up\n  means: xylophone\n');
  expect(await check(dir, json)).toBe(1);
  expect(lines.every((line) => line.endsWith('\n'))).toBe(true);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      severity: 'fault',
      file: phrasings,
      line: 1,
      message: '"golden-rule-9" is not a section of dfe-2023-draft. Did you mean "golden-rule-1"?',
    },
    { severity: 'warning', file: thesaurus, line: 2, message: expect.stringContaining('"xylophone"') },
  ]);
  expect(told).toBe(`1 fault in ${dir}. Put it right and check again.\n`);
});

it("reads the folder of a deployment's own procedures as such", async () => {
  const school = brokenCopy(SHIPPED.deployment);
  const folder = join(school.dir, 'knowledge');
  expect(await check(folder)).toBe(0);
  expect(told).toMatch(
    /^passing-on-a-concern: 4 sections \(Local procedure of Larkfield School, .*\), \d phrasings\. No faults\.\n$/,
  );
  told = '';
  await writeFile(join(folder, 'dfe-2023-draft.md'), 'Our own words.');
  expect(await check(folder)).toBe(1);
  expect(told).toContain(`${join(folder, 'dfe-2023-draft.md')}:1: The id "dfe-2023-draft" is that of`);
});

it('lists what is wrong in local procedures with the rest of the deployment folder', async () => {
  const school = brokenCopy(SHIPPED.deployment);
  await writeFile(join(school.dir, 'knowledge/visits.phrasings.yaml'), 'visits: |\n  alone to a home\n');
  expect(await contentCheck({ ...SHIPPED, deployment: school.dir }, [], report)).toBe(1);
  expect(told).toContain(
    `${join(school.dir, 'knowledge/visits.phrasings.yaml')}:1: There is no document "visits".`,
  );
});
