import type { Citation } from '../check/cite.ts';
import type { Decision } from '../check/decision.ts';
import type { Explanation } from './explain-decision.ts';

/** Text whose characters are the bytes of its UTF-8 form: to be written as `latin1`. */
export type ByteText = string;

/** `text` as bytes: see `ByteText`. */
export function bytesOf(text: string): ByteText {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/**
 * Makes a writer of decisions as one line of JSON, with the keys and the order that scripts rely on. The same few ids and
 * passages come up in every decision, so each is turned into JSON, and that into bytes, once: encoding 2 KB a line again
 * and again took longer than deciding.
 */
export function decisionWriter(): (
  id: string | number | null,
  decision: Decision,
  more?: Explanation,
) => ByteText {
  const words = new Map<string, ByteText>();
  const passages = new Map<Citation, ByteText>();
  const word = (value: string): ByteText => known(words, value);
  const list = (values: readonly string[]): ByteText => {
    let text = '';
    for (const value of values) text += text === '' ? word(value) : `,${word(value)}`;
    return `[${text}]`;
  };
  const cited = (citations: readonly Citation[]): ByteText => {
    let text = '';
    for (const citation of citations) {
      text += text === '' ? known(passages, citation) : `,${known(passages, citation)}`;
    }
    return `[${text}]`;
  };
  return (id, decision, more) =>
    `{"id":${typeof id === 'string' ? json(id) : id},"outcome":${word(decision.outcome)},"rule":${word(decision.rule)}` +
    `,"fixes":${list(decision.fixes)},"obligations":${list(decision.obligations)},"tell":${word(decision.tell)}` +
    `,"lawfulBasis":${list(decision.lawfulBasis)},"next":${decision.next === null ? 'null' : word(decision.next)}` +
    `,"settled":${decision.settled},"stillPossible":${list(decision.stillPossible)}` +
    `,"citations":${cited(decision.citations)}${more ? `,"ledger":${json(more.ledger)},"changes":${json(more.changes)}` : ''}}`;
}

function known<T>(memo: Map<T, ByteText>, value: T): ByteText {
  let text = memo.get(value);
  if (text === undefined) {
    text = json(value);
    memo.set(value, text);
  }
  return text;
}

function json(value: unknown): ByteText {
  return bytesOf(JSON.stringify(value));
}
