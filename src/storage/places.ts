import type { Kysely } from 'kysely';
import type { ChosenPlace, PlaceChange } from '../delivery/delivery.ts';
import type { Ledger } from './ledger.ts';
import { openJson, sealJson } from './seal.ts';
import type { Tables } from './tables.ts';
import { cancelPostsTo } from './withhold.ts';

/** Writes down which places are chosen for summaries. Call it within a transaction. */
export async function changePlaces(
  trx: Kysely<Tables>,
  ledger: Ledger,
  changes: readonly PlaceChange[],
): Promise<void> {
  for (const { kind, place } of changes) {
    const { channel, target } = place;
    if (kind === 'remove') {
      await trx
        .deleteFrom('posting_places')
        .where('channel', '=', channel)
        .where('target', '=', target)
        .execute();
      await cancelPostsTo(trx, (to) => to.channel === channel && to.target === target);
      continue;
    }
    const { name, by, at } = place;
    const sealed = sealJson(ledger.seal, { name, by, at }, contextOf(channel, target));
    await trx
      .insertInto('posting_places')
      .values({ channel, target, place: sealed })
      .onConflict((conflict) => conflict.columns(['channel', 'target']).doUpdateSet({ place: sealed }))
      .execute();
  }
}

/**
 * The places that are chosen, the first chosen first. One that cannot be opened any more is left out: no turn may fail because of
 * it, and choosing it anew puts it right.
 */
export async function chosenPlaces(db: Kysely<Tables>, ledger: Ledger): Promise<readonly ChosenPlace[]> {
  const rows = await db.selectFrom('posting_places').selectAll().orderBy('position').execute();
  return rows.flatMap(({ channel, target, place }) => {
    const held = opened(ledger, place, contextOf(channel, target));
    return held === null ? [] : [{ channel, target, ...held }];
  });
}

function opened({ seal }: Ledger, place: Uint8Array, context: string): Held | null {
  try {
    return openJson(seal, place, context) as Held;
  } catch {
    return null;
  }
}

type Held = Pick<ChosenPlace, 'name' | 'by' | 'at'>;

const contextOf = (channel: string, target: string) => `place:${channel}:${target}`;
