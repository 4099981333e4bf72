import { type Answers, FACT_IDS, FACTS, type Fact, isValueOf } from './facts.ts';

/** What is wrong with some input: a code for scripts, words for people, and where. Never repeats a value. */
export type InputError = { readonly code: string; readonly message: string; readonly path: string };

export type AnswersResult =
  | { readonly ok: true; readonly answers: Answers }
  | { readonly ok: false; readonly error: InputError };

/**
 * Reads answers handed in from outside: an object of facts with their values, which may be empty. The first fault is given,
 * with what would fit; `at` is where the answers stand in the input. Never throws.
 */
export function readAnswers(raw: unknown, at = 'answers'): AnswersResult {
  const error = faultIn(raw, at);
  // Every key and value has just been checked.
  return error === null ? { ok: true, answers: raw as Answers } : { ok: false, error };
}

function faultIn(raw: unknown, at: string): InputError | null {
  if (raw === undefined) {
    const message = `"${at}" is missing. With no answers yet, write: {"${at}": {}}.`;
    return { code: 'answers-missing', message, path: at };
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    const message = `"${at}" is an object such as {"urgency": "not-urgent"}.`;
    return { code: 'answers-not-an-object', message, path: at };
  }
  for (const [key, value] of Object.entries(raw)) {
    if (!isFact(key)) {
      // A short plain name helps to find a slip; anything else might be somebody's words.
      const path = /^[a-z-]{1,30}$/.test(key) ? `${at}.${key}` : at;
      const message = `There is no such fact. The facts are: ${FACT_IDS.join(', ')}.`;
      return { code: 'unknown-fact', message, path };
    }
    if (typeof value !== 'string' || !isValueOf(key, value)) {
      const message = `"${key}" can be: ${FACTS[key].join(', ')}.`;
      return { code: 'unknown-value', message, path: `${at}.${key}` };
    }
  }
  return null;
}

function isFact(key: string): key is Fact {
  return Object.hasOwn(FACTS, key);
}
