import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Draw } from './conversation/context.ts';
import { makeReference, REFERENCE_BYTES } from './records/reference.ts';

/** The first character of every token that is no rehearsal's. */
export const REAL_MARK = 't';

/** Ids, tokens and references, drawn from the system. `mark`: the first character of every token; `now`: the clock in the ids. */
export function drawFor(mark: string, now: () => Date): Draw {
  return {
    id: () => idAt(now),
    token: () => mark + tokenBytes(12).toString('base64url'),
    nonce: () => randomBytes(32).toString('hex'),
    reference: () => makeReference(randomBytes(REFERENCE_BYTES)),
  };
}

/** A UUIDv7 of this moment. */
export const idAt = (now: () => Date): string => uuidv7({ msecs: now().getTime() });

/** Random bytes, asked of the system for many tokens at a time: a card has a dozen. Each byte is given out once. */
function createRandomBytes(): (count: number) => Buffer {
  let pool = Buffer.alloc(0);
  let at = 0;
  return (count) => {
    if (at + count > pool.length) {
      pool = randomBytes(Math.max(POOL_BYTES, count));
      at = 0;
    }
    const drawn = pool.subarray(at, at + count);
    at += count;
    return drawn;
  };
}
const POOL_BYTES = 1536;
const tokenBytes = createRandomBytes();
