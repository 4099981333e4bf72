import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Pieces of work in one transaction. */
const MOST = 64;
const PATIENCE_MS = 2;

type Work<T> = (trx: Kysely<Tables>) => Promise<T>;
type InTransaction = <T>(work: Work<T>) => Promise<T>;
/** `patient`: nobody waits for it, so it waits a little for more of its kind. */
export type Together = <T>(work: Work<T>, patient?: boolean) => Promise<T>;
type Piece = {
  readonly work: Work<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Does small pieces of work that come up at the same time in one transaction, as each commit waits for the disk. Each promise
 * resolves once its piece is on the disk. A piece that fails fails alone: the others are done anew without it, so a piece must not
 * do anything but what the transaction undoes.
 */
export function together(inTransaction: InTransaction): Together {
  let waiting: Piece[] = [];
  let state: 'idle' | 'patient' | 'running' = 'idle';
  let timer: NodeJS.Timeout | undefined;

  async function runAll(): Promise<void> {
    while (waiting.length > 0) {
      const pieces = waiting.slice(0, MOST);
      waiting = waiting.slice(MOST);
      await runPieces(inTransaction, pieces);
    }
    state = 'idle';
  }

  /** What the same moment brings goes along. */
  function soon(): void {
    clearTimeout(timer);
    state = 'running';
    setImmediate(() => void runAll());
  }

  return <T>(work: Work<T>, patient = false) =>
    new Promise<T>((resolve, reject) => {
      waiting.push({ work, resolve: (value) => resolve(value as T), reject });
      if (state === 'running') return;
      if (!patient || waiting.length >= MOST) soon();
      else if (state === 'idle') {
        state = 'patient';
        timer = setTimeout(soon, PATIENCE_MS);
      }
    });
}

async function runPieces(inTransaction: InTransaction, pieces: readonly Piece[]): Promise<void> {
  let inPiece = false;
  try {
    const results = await inTransaction(async (trx) => {
      inPiece = true;
      const done: unknown[] = [];
      for (const piece of pieces) done.push(await piece.work(trx));
      inPiece = false;
      return done;
    });
    for (const [n, piece] of pieces.entries()) piece.resolve(results[n]);
  } catch (error) {
    if (inPiece && pieces.length > 1) {
      // All is undone. One after the other each finds what is there without those that fail.
      for (const piece of pieces) await runPieces(inTransaction, [piece]);
      return;
    }
    // Not begun, or not committed: that concerns all of them.
    for (const piece of pieces) piece.reject(error);
  }
}
