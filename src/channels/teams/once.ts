import type { HttpAnswer } from './http-answer.ts';

/** An activity that has been answered is known for so long: Teams may send it again meanwhile. */
const KNOWN_FOR_MS = 10 * 60 * 1000;
const MOST_KNOWN = 5000;
/** Answers that hold a card are large: only the latest are kept for a repeat. */
const MOST_WITH_BODY = 100;

/**
 * Does what an activity asks once: one that comes again while it is being answered, or soon after, gets the same answer and does
 * nothing anew. What ended in a rejection may be tried again.
 */
export function createOnce(
  now: () => number = Date.now,
): (id: string, work: () => Promise<HttpAnswer>) => Promise<HttpAnswer> {
  const known = new Map<string, { readonly answer: Promise<HttpAnswer>; readonly at: number }>();
  const withBody = new Set<string>();
  const forget = (id: string): void => {
    known.delete(id);
    withBody.delete(id);
  };
  return (id, work) => {
    const at = now();
    for (const [oldest, { at: since }] of known) {
      if (at - since < KNOWN_FOR_MS) break;
      forget(oldest);
    }
    const before = known.get(id);
    if (before !== undefined) return before.answer;
    const answer = work();
    known.set(id, { answer, at });
    const [longestKnown] = known.keys();
    if (known.size > MOST_KNOWN && longestKnown !== undefined) forget(longestKnown);
    answer.then(
      ({ body }) => {
        if (body === undefined) return;
        withBody.add(id);
        const [oldest] = withBody;
        if (withBody.size > MOST_WITH_BODY && oldest !== undefined) forget(oldest);
      },
      () => forget(id),
    );
    return answer;
  };
}
