import type { Destination } from '../../src/delivery/delivery.ts';
import { REPEAT_BANNER } from '../../src/delivery/marks.ts';
import { DeliveryError } from '../../src/delivery/messenger.ts';
import { createWorker, type Worker } from '../../src/delivery/worker.ts';
import type { Store } from '../../src/storage/store.ts';
import { AT, idOf, NONCE, openedDraft } from '../records/samples.ts';
import { messageTo, openAt, turnOf } from '../storage/temporary-store.ts';

/** A few deliveries that go every way a delivery can go, for processes that die on the way. */

const A = 'SC-AAAA-AAAA';

/** What somebody has received. `marked`: it says that it may have been there before. */
export type Received = { readonly delivery: string; readonly marked: boolean };

/** Where the child keeps what was received, in its folder. */
export const received = 'received.jsonl';

/** A minute after the lease of the killed worker has run out. */
export const LATER = Date.parse(AT) + 600_000;

/** The deliveries, and how each ends. */
export const PLAN = [
  { id: idOf(10), ends: 'sent' },
  { id: idOf(11), ends: 'sent' },
  /** Fails once, and arrives then. */
  { id: idOf(12), ends: 'sent' },
  /** Shut out: somebody has to be named in a channel instead. */
  { id: idOf(13), ends: 'dead' },
  { id: idOf(14), ends: 'sent' },
] as const;

export async function startAt(folder: string): Promise<void> {
  const store = await openAt(folder);
  const destination: Destination = { kind: 'log', entry: idOf(1) };
  const { card: _, ...line } = messageTo('', 14, A, { destination });
  await store.commit(
    turnOf('start', {
      newReferences: [A],
      entries: [openedDraft(1, A)],
      deliveries: [
        messageTo('lead', 10, A, { class: 'emergency' }),
        messageTo('deputy', 11, A),
        messageTo('fails-once', 12, A),
        messageTo('shut-out', 13, A),
        line,
      ],
    }),
  );
  await store.close();
}

/** A worker to whom the services answer according to the plan. Ids of what it writes are told apart by when it began. */
export function workerOn(
  store: Store,
  receive: (one: Received) => void,
  begins = Date.parse(AT),
  at: (step: string) => void = () => undefined,
): Worker & { readonly pass: (seconds: number) => void } {
  let clock = begins;
  let ids = begins % 1_000_000_000;
  const worker = createWorker({
    store,
    async send({ id, destination, card, attempts, unclear }) {
      at('before a send');
      if (id === idOf(12) && attempts === 1)
        throw new DeliveryError({ code: 'down', message: 'It is down.', remedy: 'Wait.' });
      if (id === idOf(13))
        throw new DeliveryError({
          ...{ code: 'blocked', message: 'Blocked.', remedy: 'Ring them.' },
          ...{ permanent: true, shutOut: true },
        });
      // A mention has no card: whoever sends it says that it is a repeat.
      const marked =
        destination.kind === 'mention' ? unclear : (card?.banner?.includes(REPEAT_BANNER) ?? false);
      receive({ delivery: id, marked });
      at('after a send');
      return destination.kind === 'log' ? null : `message-${id}`;
    },
    mentionsFor: async () => [
      messageTo('', 20, A, {
        destination: { kind: 'mention', person: 'shut-out', channel: 'teams', target: '19:a', name: 'Room' },
      }),
    ],
    now: () => new Date(clock),
    makeId: () => {
      ids += 1;
      return idOf(ids);
    },
    nonce: () => NONCE,
    random: () => 1,
    log: () => undefined,
  });
  return {
    ...worker,
    pass: (seconds) => {
      clock += seconds * 1000;
    },
  };
}
