import type { Kysely } from 'kysely';
import { referenceKey } from '../records/reference.ts';
import { type Ledger, sealKeptOut, writeEntry } from './ledger.ts';
import { addDeliveries, instant } from './outbox.ts';
import { changePlaces } from './places.ts';
import { noteReached } from './reach.ts';
import { run } from './run.ts';
import { openJson, sealJson } from './seal.ts';
import type { CommitResult, TurnCommit } from './store.ts';
import type { Tables } from './tables.ts';
import { changeDeliveries, withholdFromKeptOut } from './withhold.ts';

/** How long the reply to an event is kept for a repeat of it. */
const KEEP_REPLIES_MS = 7 * 24 * 60 * 60 * 1000;
/** The replies kept too long are dropped at every so many turns of a conversation, the first among them. */
const DROP_EVERY = 16;
const DROP_AT_MOST = 200;

/** What every turn writes, as it is: putting the words together anew took as long as running them. */
const GO_ON = 'update conversations set state = ?, revision = ?, look_at = ? where key = ? and revision = ?';
const ANSWERED = 'insert into events (id, at, reply) values (?, ?, ?) on conflict (id) do nothing';
/** In the order of writing: the oldest stand first. */
const DROP = `delete from events where rowid in (select rowid from
  (select rowid, at from events order by rowid limit ?) where at < ?)`;
const OPENED =
  'insert into cases (reference, reference_key, kept_out) values (?, ?, ?) on conflict do nothing';

/** A turn that is not to be committed, and why: its transaction is undone. */
export class NotCommitted extends Error {
  override name = 'NotCommitted';
  readonly result: Exclude<CommitResult, { kind: 'committed' }>;
  constructor(result: NotCommitted['result']) {
    super(result.kind);
    this.result = result;
  }
}

/** Writes all of a turn, within one transaction. Rejects with `NotCommitted` when that has to be undone. */
export async function commitTurn(
  trx: Kysely<Tables>,
  ledger: Ledger,
  turn: TurnCommit,
): Promise<CommitResult> {
  if (!(await writeState(trx, ledger, turn)) || !(await writeReply(trx, ledger, turn))) {
    const before = turn.eventId === null ? null : await replyTo(trx, ledger, turn.eventId);
    throw new NotCommitted(before === null ? { kind: 'conflict' } : { kind: 'repeat', reply: before.reply });
  }
  if (await hasGrown(trx, turn.unlessGrown)) throw new NotCommitted({ kind: 'conflict' });

  if (!(await openCases(trx, ledger, turn))) throw new NotCommitted({ kind: 'reference-taken' });
  for (const draft of turn.entries) await writeEntry(trx, ledger, draft);
  for (const change of turn.deliveryChanges) await changeDeliveries(trx, ledger, change, turn.at);
  await addDeliveries(trx, ledger, turn.deliveries, turn.at);
  await changePlaces(trx, ledger, turn.placeChanges);
  for (const reached of turn.reached ?? []) await noteReached(trx, reached);
  await withholdFromKeptOut(trx, ledger, mayWithhold(turn));
  return { kind: 'committed' };
}

/** The reply to an event that was committed before, or null. */
export async function replyTo(
  db: Kysely<Tables>,
  ledger: Ledger,
  eventId: string,
): Promise<{ readonly reply: unknown } | null> {
  const row = await db.selectFrom('events').select('reply').where('id', '=', eventId).executeTakeFirst();
  return row === undefined ? null : { reply: openJson(ledger.seal, row.reply, `reply:${eventId}`) };
}

async function hasGrown(trx: Kysely<Tables>, read: TurnCommit['unlessGrown']): Promise<boolean> {
  if (read === undefined) return false;
  const { count } = await trx
    .selectFrom('entries')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('reference', '=', read.reference)
    .executeTakeFirstOrThrow();
  return count !== read.entries;
}

/** False when the conversation is not at the revision that was read. */
async function writeState(trx: Kysely<Tables>, ledger: Ledger, turn: TurnCommit): Promise<boolean> {
  const { conversation: key, revision } = turn;
  const look_at = turn.lookAgainAt == null ? null : instant(turn.lookAgainAt);
  const state = sealJson(ledger.seal, turn.state, `conversation:${key}`);
  if (revision === null) {
    const inserted = await trx
      .insertInto('conversations')
      .values({ key, state, revision: 1, look_at })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .executeTakeFirst();
    return inserted.numInsertedOrUpdatedRows === 1n;
  }
  const updated = await run(trx, GO_ON, [state, revision + 1, look_at, key, revision]);
  return updated.numAffectedRows === 1n;
}

/** False when the event was answered before. */
async function writeReply(trx: Kysely<Tables>, ledger: Ledger, turn: TurnCommit): Promise<boolean> {
  if (turn.eventId === null) return true;
  const at = instant(turn.at);
  const reply = sealJson(ledger.seal, turn.reply, `reply:${turn.eventId}`);
  const written = await run(trx, ANSWERED, [turn.eventId, at, reply]);
  // Now and then is enough.
  if ((turn.revision ?? 0) % DROP_EVERY === 0) {
    const before = new Date(Date.parse(at) - KEEP_REPLIES_MS).toISOString();
    await run(trx, DROP, [DROP_AT_MOST, before]);
  }
  return written.numAffectedRows === 1n;
}

/** False when a new reference is in use. */
async function openCases(trx: Kysely<Tables>, ledger: Ledger, turn: TurnCommit): Promise<boolean> {
  const keptOut = new Map(turn.keptOut.map(({ reference, people }) => [reference, people]));
  for (const reference of turn.newReferences) {
    const kept = sealKeptOut(ledger, reference, keptOut.get(reference) ?? []);
    const { numAffectedRows } = await run(trx, OPENED, [reference, referenceKey(reference), kept]);
    if (numAffectedRows === 0n) return false;
  }
  for (const { reference, people } of turn.keptOut) {
    if (turn.newReferences.includes(reference)) continue;
    await trx
      .updateTable('cases')
      // Whoever was told so far may be among them: it is looked at again.
      .set({ kept_out: sealKeptOut(ledger, reference, people), look_at: null, closed: 0 })
      .where('reference', '=', reference)
      .execute();
  }
  // A case somebody is kept out of always has a chain of its own: the others' chain must not show them a gap.
  const own = [...turn.ownChains, ...turn.keptOut.filter((k) => k.people.length > 0).map((k) => k.reference)];
  if (own.length > 0)
    await trx.updateTable('cases').set({ own_chain: 1 }).where('reference', 'in', own).execute();
  return true;
}

/** Whose deliveries may have to be dropped. Of a case that was opened just now, with nobody kept out, there are none. */
function mayWithhold(turn: TurnCommit): readonly string[] {
  const keptOut = turn.keptOut.map(({ reference }) => reference);
  return [
    ...keptOut,
    ...turn.deliveries.flatMap((draft) => draft.reference ?? []),
    ...turn.deliveryChanges.map((change) => change.reference),
  ].filter((reference) => keptOut.includes(reference) || !turn.newReferences.includes(reference));
}
