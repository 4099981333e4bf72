import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { FindDanger } from '../ask/danger.ts';
import type { Answer, AskGuidance, FoundSection, Reply } from '../ask/reply.ts';
import type { NoteInWords } from '../conversation/law-notes.ts';
import { Fault } from '../fault.ts';
import type { Given, Io } from './command.ts';
import { linesOf } from './lines-of.ts';
import { readObject } from './read-object.ts';

/** The paragraphs of `ask --help`. */
export const ASK_HELP: readonly string[] = [
  'Answers a question from the guidance, in its own words, with section, page and edition; or says that it does not cover it. Put the question between double quotes.',
  'With --batch: one JSON object a line on standard input, {"id": "1", "q": "who do I tell"}, one line out for each, in the same order. A line that cannot be read gives {"id", "error": {"code", "message", "path"}} and the run goes on.',
  'Gives with --json and --batch: id, answer (guidance, section, heading, page, edition, quote; also, a second passage where the guidance disagrees with itself) or null, results (sections with their scores, best first), danger (true: in chat, the emergency question would come first).',
  'Exit status: 0 done, answered or not; 1 some input was refused; 2 could not run.',
];

/** The options of `ask`. */
export const ASK_OPTIONS = {
  batch: { what: 'Read JSON Lines from standard input.' },
  json: { what: 'One JSON object instead of words.' },
} as const;

/** What answers, and the telephone numbers that go with every answer. */
export type Asker = {
  readonly ask: AskGuidance;
  readonly findDanger: FindDanger;
  /** Share Check's own notes on the law beside these sections. */
  readonly notesBeside: (sections: readonly FoundSection[]) => readonly NoteInWords[];
  /** Such as `999` and the number of children's social care for this hour, each with its name. */
  readonly numbers: readonly string[];
};

/**
 * `ask`: a question answered from the guidance, without a conversation. `load` gives what answers.
 * Streams with --batch: memory does not grow with the input. Rejects with a Fault when the options do not fit together.
 */
export async function ask(
  given: Given,
  io: Pick<Io, 'stdin' | 'stdout'>,
  load: () => Promise<Asker>,
): Promise<number> {
  const [question] = given.words;
  if (given.options.batch === true) {
    if (question !== undefined) {
      throw new Fault(
        'wrong-usage',
        '--batch reads its lines from standard input and takes nothing after it.',
        'Give the lines on standard input, or leave out --batch.',
      );
    }
    return batch(io, await load());
  }
  if (question === undefined || question.trim() === '') {
    throw new Fault(
      'wrong-usage',
      'ask needs a question after it.',
      'Put it between double quotes: share-check ask "Do I need consent?"',
    );
  }
  const asker = await load();
  const reply = asker.ask(question);
  const danger = asker.findDanger(question).length > 0;
  const text =
    given.options.json === true
      ? `${JSON.stringify(line(null, reply, danger))}\n`
      : inWords(reply, danger, asker);
  await send(io.stdout, text.replace(UNSEEN, ''));
  return 0;
}

async function batch(io: Pick<Io, 'stdin' | 'stdout'>, asker: Asker): Promise<number> {
  let status = 0;
  for await (const lines of linesOf(io.stdin)) {
    let out = '';
    for (const text of lines) {
      if (text !== null && text.trim() === '') continue;
      const read = readQuestion(text);
      if ('error' in read) status = 1;
      const said =
        'error' in read ? read : line(read.id, asker.ask(read.q), asker.findDanger(read.q).length > 0);
      out += `${JSON.stringify(said)}\n`;
    }
    if (out !== '') await send(io.stdout, out);
  }
  return status;
}

/** Control characters and marks of direction, which a local procedure might hold and a terminal would obey. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

const EXAMPLE = '{"id": "1", "q": "Do I need consent?"}';

function readQuestion(text: string | null) {
  const read = readObject(text, EXAMPLE);
  if ('error' in read) return { id: read.id, error: read.error };
  const { id, object } = read;
  if ('q' in object && typeof object.q === 'string') return { id, q: object.q };
  return {
    id,
    error: { code: 'question-missing', message: `"q" is the question, a text: ${EXAMPLE}.`, path: 'q' },
  };
}

/** One reply as interfaces give it. */
function line(id: string | number | null, { answer, also, results }: Reply, danger: boolean) {
  return {
    id,
    answer: answer === null ? null : { ...quoted(answer), ...(also === null ? {} : { also: quoted(also) }) },
    results: results.map(({ section, score }) => ({ section, score })),
    danger,
  };
}

function quoted({ guidance, section, heading, page, edition, quote }: Answer) {
  return { guidance, section, heading, page, edition, quote };
}

function inWords({ answer, also, results, topic }: Reply, danger: boolean, asker: Asker): string {
  const { numbers, notesBeside } = asker;
  const lines: string[] = [];
  if (danger) lines.push('Is a child in danger right now? Ring first.', ...numbers, '');
  if (answer === null) {
    lines.push('This guidance does not cover that.');
    if (topic !== null) lines.push(`Share Check adds: ${topic.help}`);
    if (results.length > 0) lines.push('', 'The nearest sections:', ...results.slice(0, 3).map(place));
  } else {
    lines.push(...passage(answer));
    if (also !== null) lines.push('', 'The guidance says something else here:', '', ...passage(also));
    lines.push(...notesBeside(also === null ? [answer] : [answer, also]).flatMap(note));
    const others = results.filter(({ section }) => section !== answer.section && section !== also?.section);
    if (others.length > 0) lines.push('', 'See also:', ...others.slice(0, 2).map(place));
  }
  if (!danger) lines.push('', ...numbers);
  return `${lines.join('\n')}\n`;
}

const passage = (answer: Answer): string[] => [answer.quote, '', `${place(answer)} (${answer.edition})`];

const note = ({ heading, title, text, foot }: NoteInWords): string[] => [
  '',
  ...(heading === null ? [] : [`${heading}:`]),
  ...[title, text, foot].filter((line) => line !== '').map((line) => `  ${line}`),
];

const place = ({ heading, page }: { readonly heading: string; readonly page: string }): string =>
  `– ${heading}${page === '' ? '' : `, page ${page}`}`;

async function send(stream: Writable, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}
