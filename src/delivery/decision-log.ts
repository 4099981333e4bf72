import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { canonicalBytes } from '../records/canonical.ts';
import type { Entry } from '../records/entry.ts';
import { DeliveryError } from './messenger.ts';

/** How far back a repeated line is looked for, and how a line cut off by a crash is noticed. */
const TAIL_BYTES = 64 * 1024;

/** The part of the seal the log needs. */
type Seal = { seal(plain: Uint8Array, context: string): Uint8Array };

export type DecisionLog = {
  /** Adds one line for the entry and waits until it is on the disk. An entry already among the last lines is not repeated. */
  append(stored: { readonly entry: Entry; readonly body: unknown }): Promise<void>;
};

/**
 * The append-only JSON Lines log (`decisions.jsonl`): the fields of the entry, a summary without anything typed, and the
 * sealed body in base64 (context `entry:<id>`; null once erased). Failures are DeliveryErrors to try again after.
 */
export function openDecisionLog(file: string, seal: Seal): DecisionLog {
  let last: Promise<unknown> = Promise.resolve();
  return {
    append(stored) {
      // One at a time: two lines must not be written into each other.
      const turn = last.then(() => appendLine(file, stored.entry.id, () => lineOf(stored, seal)));
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

function lineOf({ entry, body }: { entry: Entry; body: unknown }, seal: Seal): string {
  const sealed =
    body === undefined
      ? null
      : Buffer.from(seal.seal(canonicalBytes(body), `entry:${entry.id}`)).toString('base64');
  return JSON.stringify({ ...entry, summary: summaryOf(body), body: sealed });
}

/** What came out and what was decided: ids only. */
function summaryOf(body: unknown): { outcome?: string; choice?: string } {
  const outcome = textAt(body, 'advice', 'outcome');
  const choice = textAt(body, 'decision', 'choice');
  return { ...(outcome === null ? {} : { outcome }), ...(choice === null ? {} : { choice }) };
}

function textAt(body: unknown, part: string, field: string): string | null {
  const held = property(property(body, part), field);
  return typeof held === 'string' ? held : null;
}

function property(value: unknown, key: string): unknown {
  return value !== null && typeof value === 'object' ? Reflect.get(value, key) : undefined;
}

async function appendLine(file: string, id: string, line: () => string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const handle = await open(file, 'a+', 0o600);
    try {
      const { size } = await handle.stat();
      const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
      await handle.read(tail, 0, tail.length, size - tail.length);
      const lines = tail.toString('utf8').split('\n');
      const cut = lines.pop() ?? '';
      if (lines.some((earlier) => earlier.includes(`"id":"${id}"`))) return;
      await handle.appendFile(`${cut === '' ? '' : '\n'}${line()}\n`);
      await handle.datasync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw logFault(error, file);
  }
}

function logFault(error: unknown, file: string): DeliveryError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  return new DeliveryError({
    code: full ? 'log-disk-full' : 'log-not-writable',
    message: `The log of decisions cannot be written (${code}): ${file}.`,
    remedy: full
      ? 'Make room on the disk. The line is written when there is room; the record itself is in the store.'
      : 'Check that the user the service runs as may write this file. The line is written then; the record itself is in the store.',
  });
}
