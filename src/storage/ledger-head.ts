import type { Kysely } from 'kysely';
import { CHAIN_START } from '../records/chain.ts';
import { knownIn, run } from './run.ts';
import { openJson, type Seal, sealJson } from './seal.ts';
import type { Tables } from './tables.ts';

/**
 * How far the record has come, sealed: a chain shows what was changed within it, and this what was cut off at its end, a
 * whole chain included. It cannot tell an older copy of the whole file from the newest.
 */
type Head = { readonly count: number; readonly hash: string };
type Owner = { readonly organisation: string; readonly seal: Seal };

/** The head of a store without entries. */
export const NOTHING_WRITTEN: Head = { count: 0, hash: CHAIN_START };

export function sealedHead({ seal, organisation }: Owner, head: Head): Buffer {
  return sealJson(seal, head, `head:${organisation}`);
}

/** Counts an entry in. Call it within the transaction that writes the entry. */
export async function moveHead(
  trx: Kysely<Tables>,
  owner: Owner,
  { hash }: { readonly hash: string },
): Promise<void> {
  const { count } = (knownIn(trx).get(HEAD) as Head | undefined) ?? (await readHead(trx, owner));
  const head = { count: count + 1, hash };
  await run(trx, 'update meta set head = ?', [sealedHead(owner, head)]);
  knownIn(trx).set(HEAD, head);
}

const HEAD = 'head';

/** Whether as many entries are there as were written, the newest last. Call it within a transaction. */
export async function isWhole(trx: Kysely<Tables>, owner: Owner): Promise<boolean> {
  const head = await readHead(trx, owner);
  const { count } = await trx
    .selectFrom('entries')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const newest = await trx
    .selectFrom('entries')
    .select('hash')
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
  return count === head.count && (newest?.hash ?? CHAIN_START) === head.hash;
}

async function readHead(trx: Kysely<Tables>, { seal, organisation }: Owner): Promise<Head> {
  const { head } = await trx.selectFrom('meta').select('head').executeTakeFirstOrThrow();
  return openJson(seal, head, `head:${organisation}`) as Head;
}
