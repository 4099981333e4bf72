import type { Citation } from '../check/cite.ts';
import type { Decision, LedgerLine } from '../check/decision.ts';

/**
 * Makes a writer of decisions as one line of JSON, with the keys and the order that scripts rely on. The same few ids and
 * passages come up in every decision, so each is turned into JSON once.
 */
export function decisionWriter(): (
  id: string | number | null,
  decision: Decision,
  ledger?: readonly LedgerLine[],
) => string {
  const words = new Map<string, string>();
  const passages = new Map<Citation, string>();
  const word = (value: string): string => known(words, value);
  const list = (values: readonly string[]): string => {
    let text = '';
    for (const value of values) text += text === '' ? word(value) : `,${word(value)}`;
    return `[${text}]`;
  };
  const cited = (citations: readonly Citation[]): string => {
    let text = '';
    for (const citation of citations) {
      text += text === '' ? known(passages, citation) : `,${known(passages, citation)}`;
    }
    return `[${text}]`;
  };
  return (id, decision, ledger) =>
    `{"id":${JSON.stringify(id)},"outcome":${word(decision.outcome)},"rule":${word(decision.rule)}` +
    `,"fixes":${list(decision.fixes)},"obligations":${list(decision.obligations)},"tell":${word(decision.tell)}` +
    `,"lawfulBasis":${list(decision.lawfulBasis)},"next":${decision.next === null ? 'null' : word(decision.next)}` +
    `,"settled":${decision.settled},"stillPossible":${list(decision.stillPossible)}` +
    `,"citations":${cited(decision.citations)}${ledger ? `,"ledger":${JSON.stringify(ledger)}` : ''}}`;
}

function known<T>(memo: Map<T, string>, value: T): string {
  let text = memo.get(value);
  if (text === undefined) {
    text = JSON.stringify(value);
    memo.set(value, text);
  }
  return text;
}
