import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { nearCopies, type Placed } from './near-copies.ts';

// npm run check:leak FILE [FOLDER …]: whether a question of a JSON Lines file (its "q") stands in what answers are found by,
// as it is or nearly. Folders are those of the shipped knowledge and of the example deployment, unless others are named.
// The words that the guidance has for what people say ("means" in a thesaurus) are no questions, and ids are none either.
// Says where, never what: a list of questions may be one that nobody is to see. Exit status 1: there are copies.
const PROJECT = join(import.meta.dirname, '../..');
const SHIPPED = ['knowledge', 'manifest/example-school/knowledge'].map((folder) => join(PROJECT, folder));
const NEAREST_SHOWN = 10;

const [file, ...named] = process.argv.slice(2);
if (file === undefined) {
  say('Name a JSON Lines file: each line an object with "q", a question.');
  process.exit(2);
}
const questions = await questionsIn(file);
const ours = (await Promise.all((named.length > 0 ? named : SHIPPED).map(textsUnder))).flat();
const { copies, nearest } = nearCopies(questions, ours);
for (const { question, ours, alike } of copies) {
  say(`${question.file}:${question.line} and ${ours.file}:${ours.line} are alike: ${alike.toFixed(2)}`);
}
const near = nearest.map(({ alike }) => alike).sort((a, b) => b - a);
const middle = near[near.length >> 1] ?? 0;
say(`${questions.length} questions, ${ours.length} texts of ours: ${copies.length} pairs too alike.`);
say(
  `Nearest of all: ${near
    .slice(0, NEAREST_SHOWN)
    .map((alike) => alike.toFixed(2))
    .join(', ')}. Half of the questions have nothing nearer than ${middle.toFixed(2)}.`,
);
if (copies.length > 0) process.exitCode = 1;

async function questionsIn(path: string): Promise<Placed[]> {
  const placed: Placed[] = [];
  for (const [i, line] of (await readFile(path, 'utf8')).split('\n').entries()) {
    if (line.trim() === '') continue;
    const text = questionOf(line);
    if (text === null) {
      say(`${path}:${i + 1} is no object with "q", a question.`);
      process.exit(2);
    }
    placed.push({ text, file: path, line: i + 1 });
  }
  return placed;
}

function questionOf(line: string): string | null {
  try {
    const read: unknown = JSON.parse(line);
    const q = typeof read === 'object' && read !== null && 'q' in read ? read.q : null;
    return typeof q === 'string' ? q : null;
  } catch {
    return null;
  }
}

/** Every text in every YAML file of a folder and those in it; none where there is no such folder. */
async function textsUnder(folder: string): Promise<Placed[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const files = names.filter((name) => /\.ya?ml$/.test(name)).sort();
  const texts = await Promise.all(files.map((name) => textsIn(join(folder, name))));
  return texts.flat();
}

/** Line by line, whatever the file is made of: with questions one a line, or as a list, or a few between commas. */
async function textsIn(path: string): Promise<Placed[]> {
  const shown = relative(process.cwd(), path);
  const lines = (await readFile(path, 'utf8')).split('\n');
  return lines.flatMap((line, i) => {
    const [, key, rest = ''] = /^\s*(?:- )?(?:([a-z][a-z0-9-]*):(?: |$))?(.*)$/.exec(line) ?? [];
    const text = rest.trim().replace(/^(["'])(.*)\1$/, '$2');
    if (key === 'means' || line.trimStart().startsWith('#') || isId(text)) return [];
    const texts = key === 'says' ? text.split(',') : [text];
    return texts.flatMap((text) => (/\w/.test(text) ? [{ text, file: shown, line: i + 1 }] : []));
  });
}

function isId(text: string): boolean {
  return /^[a-z0-9]+(-[a-z0-9]+)+$/.test(text);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
