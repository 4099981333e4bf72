import type { InputError } from '../check/read-answers.ts';
import { LONGEST_LINE } from './lines-of.ts';

/** One object handed in, with the id that is given back. */
export type ReadObject =
  | { readonly id: string | number | null; readonly object: object }
  | { readonly id: string | number | null; readonly error: InputError };

/**
 * Reads one JSON object that was handed in on a line; null stands for a line that was too long. `example` is shown where it
 * cannot be read. Never throws, and repeats nothing of the line.
 */
export function readObject(text: string | null, example: string): ReadObject {
  if (text === null) {
    const most = LONGEST_LINE.toLocaleString('en-GB');
    const message = `A line can have ${most} characters at most.`;
    return { id: null, error: { code: 'too-long', message, path: '' } };
  }
  const raw = parsed(text);
  if (raw === undefined) {
    const message = `This is not JSON. Write one object on one line, such as ${example}.`;
    return { id: null, error: { code: 'not-json', message, path: '' } };
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    const message = `Write an object such as ${example}.`;
    return { id: null, error: { code: 'not-an-object', message, path: '' } };
  }
  const id = 'id' in raw ? raw.id : null;
  if (id !== null && typeof id !== 'string' && !comesBackTheSame(id)) {
    const message = '"id" is a text, or a number of at most 15 digits, or left out.';
    return { id: null, error: { code: 'unknown-id', message, path: 'id' } };
  }
  return { id, object: raw };
}

/** Longer numbers lose their last digits when they are read, or become none at all. */
function comesBackTheSame(id: unknown): id is number {
  return typeof id === 'number' && Math.abs(id) < 1e15;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
