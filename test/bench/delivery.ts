import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { NOTIFICATION_CLASSES } from '../../src/check/facts.ts';
import { NO_RATES, type RouteBudget } from '../../src/delivery/budgets.ts';
import type { DeliveryDraft } from '../../src/delivery/delivery.ts';
import { createDestinations } from '../../src/delivery/destinations.ts';
import type { Messenger } from '../../src/delivery/messenger.ts';
import { createRoutes } from '../../src/delivery/routes.ts';
import { createWorker, TAKEN_AT_ONCE } from '../../src/delivery/worker.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { createSeal } from '../../src/storage/seal.ts';
import type { Store } from '../../src/storage/store.ts';
import { openedDraft } from '../records/samples.ts';
import { turnOf } from '../storage/temporary-store.ts';
import type { Bar, Benchmark } from './benchmark.ts';
import { commitRates } from './commit-rate.ts';
import { recordedTurn } from './recorded-turn.ts';
import { said, spreadOf } from './spread.ts';

const A_SECOND_AT_LEAST = 1_000;
const DUE = 10_000;
const PICKED_UP_WITHIN_MS = 2_000;
const OF_RAW_AT_LEAST = 0.7;
const PEOPLE = 50;
/** As many as write at the same moment in the measure of the commit. */
const WRITERS = 10;

/** Messages that leave, messages that are picked up, and records that are committed with their messages. */
export const delivery: Benchmark = {
  name: 'delivery',
  async run({ runs, quick }, say) {
    return [
      await leaving(Math.min(runs, 5), quick ? 1_500 : 4_000, say),
      await pickingUp(Math.min(runs, 5), say),
      ...(await committing(runs, quick ? 100 : 200, say)),
    ];
  },
};

/** A real store, the worker, and a receiver behind HTTP in another process; each message settled with its entry in the record. */
async function leaving(runs: number, many: number, say: (line: string) => void): Promise<Bar> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'delivery-receiver.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [port] = (await once(child.stdout, 'data')) as [Buffer];
    const url = `http://127.0.0.1:${port.toString().trim()}/`;
    const rates: number[] = [];
    for (let n = 0; n < runs; n += 1) rates.push(await withStore((store) => rateOfLeaving(store, many, url)));
    const rate = spreadOf(rates);
    say(`delivered and settled                    ${said(rate, 0)} messages a second`);
    return {
      what: `at least ${A_SECOND_AT_LEAST.toLocaleString('en-GB')} deliveries a second to a local receiver`,
      measured: `${said(rate, 0)} a second`,
      met: rate.median >= A_SECOND_AT_LEAST,
    };
  } finally {
    child.kill();
    await once(child, 'exit');
  }
}

const WIDE: RouteBudget = {
  underWay: { all: 256, kept: 64 },
  rates: [],
  place: { underWay: { all: 16, kept: 4 }, rates: [] },
};

async function rateOfLeaving(store: Store, many: number, url: string): Promise<number> {
  await fill(store, many, () => 'today');
  const messengers = { teams: receiverAt(url) };
  const people = Array.from({ length: PEOPLE }, (_, n) => ({ id: `person-${n}`, teams: `t-${n}` }));
  let left = many;
  let done: () => void = () => undefined;
  const all = new Promise<void>((resolve) => {
    done = resolve;
  });
  const worker = createWorker({
    store,
    send: createDestinations({ messengers, people, store, log: { append: async () => undefined } }),
    routeOf: createRoutes({ messengers, people }),
    budgets: { ...NO_RATES, teams: WIDE },
    now: () => new Date(),
    makeId: () => uuidv7(),
    nonce: () => randomBytes(32).toString('hex'),
    random: Math.random,
    log: (event) => {
      if (event !== 'delivered') throw new Error(event);
      left -= 1;
      if (left === 0) done();
    },
  });
  const began = performance.now();
  worker.start();
  await all;
  const rate = (many * 1000) / (performance.now() - began);
  await worker.stop();
  const { sent } = await store.countDeliveries();
  if (sent !== many) throw new Error(`${sent} of ${many} messages were settled.`);
  return rate;
}

function receiverAt(url: string): Messenger {
  const take = async (what: object): Promise<string> => {
    const body = JSON.stringify(what);
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    return ((await answer.json()) as { message: string }).message;
  };
  return {
    post: (to, card) => take({ to, card }),
    direct: (to, card) => take({ to, card }),
    update: async (to, message, card) => void (await take({ to, message, card })),
  };
}

/** Everything that is due is taken up, as the worker does it, the most urgent first. */
async function pickingUp(runs: number, say: (line: string) => void): Promise<Bar> {
  const times: number[] = [];
  for (let n = 0; n < runs; n += 1) {
    await withStore(async (store) => {
      await fill(store, DUE, (each) => NOTIFICATION_CLASSES[(each * 7) % 3] ?? 'routine');
      const order: number[] = [];
      const began = performance.now();
      for (;;) {
        const leased = await store.lease(new Date().toISOString(), 600, TAKEN_AT_ONCE);
        if (leased.length === 0) break;
        order.push(...leased.map((one) => NOTIFICATION_CLASSES.indexOf(one.class)));
      }
      times.push(performance.now() - began);
      const sorted = order.every((urgency, at) => at === 0 || urgency >= (order[at - 1] ?? 0));
      if (order.length !== DUE || !sorted) throw new Error('Not all was picked up in order of urgency.');
    });
  }
  const time = spreadOf(times);
  say(`${DUE.toLocaleString('en-GB')} picked up in order of urgency     ${said(time, 0)} ms`);
  return {
    what: `${DUE.toLocaleString('en-GB')} due messages picked up in order of urgency within ${PICKED_UP_WITHIN_MS} ms`,
    measured: `${said(time, 0)} ms`,
    met: time.median <= PICKED_UP_WITHIN_MS,
  };
}

async function committing(
  runs: number,
  commits: number,
  say: (line: string) => void,
): Promise<readonly Bar[]> {
  const rates = await commitRates(runs, commits, WRITERS);
  const spread = (of: (rate: (typeof rates)[number]) => number) => spreadOf(rates.map(of));
  say(
    `a record with five messages, in turn     ${said(
      spread((r) => r.inTurn),
      0,
    )} a second`,
  );
  say(
    `the same, ${WRITERS} people at once              ${said(
      spread((r) => r.atOnce),
      0,
    )} a second`,
  );
  say(
    `the same rows by SQLite alone            ${said(
      spread((r) => r.raw),
      0,
    )} a second`,
  );
  const ratio = (of: 'inTurn' | 'atOnce') => spread((rate) => rate[of] / rate.raw);
  // One alone waits for the disk with every record; people who write at the same moment share the wait.
  const bar = (how: string, of: 'inTurn' | 'atOnce'): Bar => {
    const found = ratio(of);
    return {
      what: `commit of a record with five deliveries, ${how}, at least ${OF_RAW_AT_LEAST} of the rate of the same rows in SQLite`,
      measured: `${said(found, 2)} times`,
      met: found.median >= OF_RAW_AT_LEAST,
    };
  };
  return [bar('one after another', 'inTurn'), bar(`${WRITERS} people at once`, 'atOnce')];
}

/** A new store on the disk, gone afterwards. */
async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'share-check-bench-'));
  const seal = createSeal(new Uint8Array(32).fill(7));
  const store = await openStore({ folder, organisation: 'school', mode: 'local', rehearsal: false, seal });
  try {
    return await work(store);
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** So many messages of a recorded decision, five to a case, to the people in turn. */
async function fill(store: Store, many: number, among: (n: number) => DeliveryDraft['class']): Promise<void> {
  const card = (await recordedOnce()).deliveries.find((one) => one.card !== undefined)?.card;
  if (card === undefined) throw new Error('The recorded turn sends no card.');
  for (let from = 0; from < many; from += 500) {
    const cases = Array.from({ length: 100 }, (_, n) => `SC-${String(from / 5 + n).padStart(8, '0')}`);
    await store.commit(
      turnOf(`fill-${from}`, {
        newReferences: cases,
        entries: cases.map((reference, n) => openedDraft(from + n, reference)),
        deliveries: Array.from({ length: 500 }, (_, n) => ({
          id: uuidv7(),
          reference: cases[Math.floor(n / 5)] ?? '',
          destination: { kind: 'direct-message', person: `person-${(from + n) % PEOPLE}` } as const,
          class: among(from + n),
          dueAt: new Date().toISOString(),
          card,
        })),
      }),
    );
  }
}

let recorded: ReturnType<typeof recordedTurn> | undefined;
function recordedOnce(): ReturnType<typeof recordedTurn> {
  recorded ??= recordedTurn(5);
  return recorded;
}
