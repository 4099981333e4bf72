import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Dialog } from '../check/dialog.ts';
import type { Answers } from '../check/facts.ts';
import type { Policy } from '../check/policy.ts';
import { type InputError, readAnswers } from '../check/read-answers.ts';
import { Fault } from '../fault.ts';
import type { Given, Io } from './command.ts';
import { explainDecision } from './explain-decision.ts';
import { LONGEST_LINE, linesOf } from './lines-of.ts';
import { readObject } from './read-object.ts';
import { type ByteText, bytesOf, decisionWriter } from './write-decision.ts';

/** The paragraphs of `decide --help`. */
export const DECIDE_HELP: readonly string[] = [
  'Takes one JSON object, after the command or on standard input: {"id": "1", "answers": {"urgency": "not-urgent", "risk": "clear"}}. "answers" has to be there and may be empty; an unanswered question counts as "unsure". "id" is a text or a number, is given back, and may be left out.',
  'With --batch: one such object a line on standard input, one line out for each, in the same order. A line that cannot be read gives {"id", "error": {"code", "message", "path"}} and the run goes on.',
  'Gives on standard output: id, outcome, rule, fixes, obligations, tell, lawfulBasis, next (the question the check would ask now, or null), settled, stillPossible, citations.',
  'Exit status: 0 done; 1 some input was refused; 2 could not run.',
];

/** The options of `decide`. */
export const DECIDE_OPTIONS = {
  batch: { what: 'Read JSON Lines from standard input.' },
  explain: {
    what: 'Add the ledger of lawful bases (each one, suggested or not, why, and its passages), and the fewest changed answers that lead to each other outcome.',
  },
} as const;

/** What decides, and the dialog it is explained in. */
export type Decider = {
  readonly policy: Policy;
  readonly dialog: Pick<Dialog, 'advice' | 'questions' | 'words'>;
};

/**
 * `decide`: the advice on answers handed in, without a conversation. Every answer handed in counts. `load` gives the policy and the words to
 * explain it in.
 * Streams: memory does not grow with the input. Rejects with a Fault when the options do not fit together.
 */
export async function decide(
  given: Given,
  io: Pick<Io, 'stdin' | 'stdout' | 'stderr'>,
  load: () => Promise<Decider>,
): Promise<number> {
  const [argument] = given.words;
  if (given.options.batch === true) {
    if (argument !== undefined) {
      throw new Fault(
        'wrong-usage',
        '--batch reads its lines from standard input and takes nothing after it.',
        'Give the lines on standard input, or leave out --batch.',
      );
    }
    return batch(io, answering(await load(), given.options.explain === true));
  }
  if (argument === undefined && io.stdin.isTTY) {
    io.stderr.write('Write one JSON object such as {"answers": {}}, then press Ctrl-D.\n');
  }
  const text = argument ?? (await whole(io.stdin));
  const { line, refused } = answering(await load(), given.options.explain === true)(text);
  await send(io.stdout, `${line}\n`);
  return refused ? 1 : 0;
}

async function batch(io: Pick<Io, 'stdin' | 'stdout'>, answer: Answering): Promise<number> {
  let status = 0;
  for await (const lines of linesOf(io.stdin)) {
    // What came in together goes out together, so that a slow writer is answered line by line.
    let out = '';
    for (const text of lines) {
      if (text !== null && text.trim() === '') continue;
      const { line, refused } = answer(text);
      if (refused) status = 1;
      out += `${line}\n`;
    }
    if (out !== '') await send(io.stdout, out);
  }
  return status;
}

/** One line out for one object in; null stands for a line that was too long. */
type Answering = (text: string | null) => { readonly line: ByteText; readonly refused: boolean };

function answering(decider: Decider, explain: boolean): Answering {
  const { policy } = decider;
  const write = decisionWriter();
  return (text) => {
    const read = readInput(text);
    if ('error' in read)
      return { line: bytesOf(JSON.stringify({ id: read.id, error: read.error })), refused: true };
    const more = explain ? explainDecision(decider, read.answers) : undefined;
    return { line: write(read.id, policy.decide(read.answers), more), refused: false };
  };
}

const EXAMPLE = '{"id": "1", "answers": {"urgency": "unsure"}}';

type Input = { readonly id: string | number | null } & (
  | { readonly answers: Answers }
  | { readonly error: InputError }
);

function readInput(text: string | null): Input {
  const read = readObject(text, EXAMPLE);
  if ('error' in read) return read;
  const { id, object } = read;
  const answers = readAnswers('answers' in object ? object.answers : undefined);
  return answers.ok ? { id, answers: answers.answers } : { id, error: answers.error };
}

async function whole(stream: AsyncIterable<string | Uint8Array>): Promise<string | null> {
  const lines: string[] = [];
  let size = 0;
  for await (const some of linesOf(stream)) {
    for (const line of some) {
      if (line === null) return null;
      size += line.length;
      if (size > LONGEST_LINE) return null;
      lines.push(line);
    }
  }
  return lines.join('\n');
}

async function send(stream: Writable, text: ByteText): Promise<void> {
  if (!stream.write(text, 'latin1')) await once(stream, 'drain');
}
