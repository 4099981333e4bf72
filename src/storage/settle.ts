import type { Kysely } from 'kysely';
import type { DeliveryDraft } from '../delivery/delivery.ts';
import type { EntryDraft } from '../records/entry.ts';
import { type Ledger, writeEntry } from './ledger.ts';
import { addDeliveries, instant, notMentionedYet } from './outbox.ts';
import { run } from './run.ts';
import type { Outcome } from './store.ts';
import type { Tables } from './tables.ts';

const SENT = `update deliveries set state = 'sent', sent_at = ?, leased_until = null, unclear = 0,
  message = coalesce(?, message) where id = ?`;
const BACK = `update deliveries set state = ?, due_at = ?, leased_until = null, unclear = ?,
  fault_code = ?, fault_message = ?, fault_remedy = ? where id = ? and state = 'leased'`;

/** See `Store.settle`. Call it within a transaction, with a checked event. */
export async function settle(
  trx: Kysely<Tables>,
  ledger: Ledger,
  id: string,
  sentAt: string,
  event: EntryDraft | null,
  message: string | undefined,
): Promise<void> {
  // Whatever became of the row meanwhile (cancelled, leased again): it did go out, and the record says so.
  await run(trx, SENT, [instant(sentAt), message ?? null, id]);
  if (event !== null) await writeEntry(trx, ledger, event);
}

/** See `Store.giveBack`. Call it within a transaction, with a checked event. */
export async function giveBack(
  trx: Kysely<Tables>,
  ledger: Ledger,
  id: string,
  { state, dueAt, unclear, fault }: Outcome,
  event: EntryDraft | null,
  further: readonly DeliveryDraft[],
): Promise<void> {
  const { numAffectedRows } = await run(trx, BACK, [
    state,
    instant(dueAt),
    unclear ? 1 : 0,
    fault.code,
    fault.message,
    fault.remedy,
    id,
  ]);
  // Withdrawn meanwhile: nothing that anybody waits for has failed.
  if (numAffectedRows === 0n) return;
  if (event !== null) await writeEntry(trx, ledger, event);
  await addDeliveries(trx, ledger, await notMentionedYet(trx, further, dueAt), dueAt);
}
