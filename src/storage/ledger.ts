import type { Kysely } from 'kysely';
import { Fault } from '../fault.ts';
import { CHAIN_START, chainEntry } from '../records/chain.ts';
import { BODY_SCHEMAS, type Entry, type EntryDraft } from '../records/entry.ts';
import { referenceKey } from '../records/reference.ts';
import { moveHead } from './ledger-head.ts';
import { knownIn, run } from './run.ts';
import { asBuffer, openJson, type Seal, sealJson } from './seal.ts';
import type { StoredEntry } from './store.ts';
import type { Tables } from './tables.ts';

/** What writing and reading the record needs: whose it is, and the seal. */
export type Ledger = { readonly organisation: string; readonly seal: Seal };

const PAGE = 200;

/** Throws when a body does not fit its kind: a fault of the programme, so only paths are named, no values. */
export function checkDraft(draft: EntryDraft): void {
  const checked = BODY_SCHEMAS[draft.kind].safeParse(draft.body);
  if (checked.success) return;
  const paths = checked.error.issues.map((issue) => `${issue.path.join('.') || 'body'} (${issue.code})`);
  throw new Error(`The body of a ${draft.kind} entry does not fit its schema: ${paths.join(', ')}`);
}

const HELD = 'select own_chain, look_at, closed from cases where reference = ?';
const LOOK_NOW = 'update cases set look_at = null, closed = 0 where reference = ?';
type Held = { readonly own_chain: 0 | 1; readonly look_at: string | null; readonly closed: 0 | 1 };
const LAST = 'select sequence, hash from entries where chain = ? order by sequence desc limit 1';
const ADD = `insert into entries (chain, sequence, id, schema, organisation, reference, kind, created_at,
  previous_hash, body_hash, hash, body) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Adds an entry at the end of its chain. Call it within a transaction, with a checked draft. */
export async function writeEntry(trx: Kysely<Tables>, ledger: Ledger, draft: EntryDraft): Promise<Entry> {
  const [held] = (await run<Held>(trx, HELD, [draft.reference])).rows;
  if (held === undefined) throw new Error('An entry was drafted under a reference that no case has');
  const chain = held.own_chain === 1 ? draft.reference : ledger.organisation;
  const last = await lastOf(trx, chain);
  const { entry, bodyBytes } = chainEntry(draft, {
    organisation: ledger.organisation,
    sequence: (last?.sequence ?? 0) + 1,
    previousHash: last?.hash ?? CHAIN_START,
  });
  await run(trx, ADD, [
    chain,
    entry.sequence,
    entry.id,
    entry.schema,
    entry.organisation,
    entry.reference,
    entry.kind,
    entry.createdAt,
    entry.previousHash,
    entry.bodyHash,
    entry.hash,
    asBuffer(ledger.seal.seal(bodyBytes, bodyContext(entry))),
  ]);
  await moveHead(trx, ledger, entry);
  if (!isSent(draft) && (held.look_at !== null || held.closed === 1))
    await run(trx, LOOK_NOW, [draft.reference]);
  remember(trx, chain, entry);
  return entry;
}

type Last = Pick<Entry, 'sequence' | 'hash'>;

/** Chains of their own, one for each case that somebody is kept out of, are not all kept in mind for good. */
const MOST_KNOWN = 500;

function remember(trx: Kysely<Tables>, chain: string, last: Last): void {
  const known = knownIn(trx);
  if (known.size > MOST_KNOWN) known.clear();
  known.set(`last of ${chain}`, last);
}

/** The end of a chain. The next entry goes there, so it is looked for only where somebody else may have written. */
async function lastOf(trx: Kysely<Tables>, chain: string): Promise<Last | undefined> {
  const known = knownIn(trx).get(`last of ${chain}`);
  if (known !== undefined) return known as Last;
  return (await run<Last>(trx, LAST, [chain])).rows[0];
}

/** That a message has left changes nothing about what has to be done. */
const isSent = ({ kind, body }: EntryDraft): boolean =>
  kind === 'delivery-event' && (body.event === 'posted' || body.event === 'repeated');

/** The entries of one case in order of writing; none when there is no such case. */
export async function readCase(
  db: Kysely<Tables>,
  ledger: Ledger,
  reference: string,
): Promise<readonly StoredEntry[]> {
  const rows = await entryRows(db)
    .where('cases.reference_key', '=', referenceKey(reference))
    .orderBy('entries.position')
    .execute();
  return rows.map((row) => storedEntry(ledger, row));
}

/**
 * All entries: the organisation's chain, then each chain of its own. Read in pages, so that others may read and write
 * while somebody goes through them.
 */
export async function* readAll(
  db: Kysely<Tables>,
  ledger: Ledger,
  guarded: <T>(work: () => Promise<T>) => Promise<T>,
): AsyncGenerator<StoredEntry> {
  const chains = await guarded(() =>
    db
      .selectFrom('entries')
      .select('chain')
      .groupBy('chain')
      .orderBy((eb) => eb('chain', '=', ledger.organisation), 'desc')
      .orderBy((eb) => eb.fn.min('position'))
      .execute(),
  );
  for (const { chain } of chains) {
    for (let after = 0; ; ) {
      const rows = await guarded(() =>
        entryRows(db)
          .where('chain', '=', chain)
          .where('sequence', '>', after)
          .orderBy('sequence')
          .limit(PAGE)
          .execute(),
      );
      for (const row of rows) yield storedEntry(ledger, row);
      if (rows.length < PAGE) break;
      after = rows.at(-1)?.sequence ?? after;
    }
  }
}

/** Who is kept out, sealed for the `cases` table. Nobody is sealed too, so that a list taken away is noticed. */
export function sealKeptOut(ledger: Ledger, reference: string, people: readonly string[]): Buffer {
  return sealJson(ledger.seal, people, `kept-out:${reference}`);
}

/** Who is kept out. Throws when the list was taken away or changed: then nobody may be told anything of the case. */
export function openKeptOut(ledger: Ledger, reference: string, sealed: Buffer | null): readonly string[] {
  return openJson(ledger.seal, sealed ?? new Uint8Array(), `kept-out:${reference}`) as string[];
}

/** Bound to the entry's hash, and so to its place: without the key nobody can write the chain anew around a body. */
const bodyContext = ({ id, hash }: Entry) => `entry:${id}:${hash}`;

function entryRows(db: Kysely<Tables>) {
  return db
    .selectFrom('entries')
    .innerJoin('cases', 'cases.reference', 'entries.reference')
    .selectAll('entries')
    .select('cases.kept_out');
}

type EntryRow = Awaited<ReturnType<ReturnType<typeof entryRows>['execute']>>[number];

function storedEntry(ledger: Ledger, row: EntryRow): StoredEntry {
  const entry: Entry = {
    schema: row.schema,
    id: row.id,
    organisation: row.organisation,
    reference: row.reference,
    kind: row.kind,
    createdAt: row.created_at,
    sequence: row.sequence,
    previousHash: row.previous_hash,
    bodyHash: row.body_hash,
    hash: row.hash,
  };
  return {
    entry,
    body: row.body === null ? undefined : openBody(ledger, entry, row.body),
    keptOut: openKeptOut(ledger, row.reference, row.kept_out),
  };
}

function openBody(ledger: Ledger, entry: Entry, sealed: Buffer): unknown {
  try {
    return openJson(ledger.seal, sealed, bodyContext(entry));
  } catch {
    throw new Fault(
      'entry-unreadable',
      `The content of entry ${entry.sequence} (${entry.id}) cannot be opened: it was changed after it was written.`,
      'Stop the service, keep a copy of the data folder, and put the last backup back. `records verify` says whether that one fits.',
    );
  }
}
