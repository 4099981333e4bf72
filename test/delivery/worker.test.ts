import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NO_RATES } from '../../src/delivery/budgets.ts';
import type { DeliveryDraft } from '../../src/delivery/delivery.ts';
import { createDestinations } from '../../src/delivery/destinations.ts';
import { DeliveryError } from '../../src/delivery/messenger.ts';
import { createWorker, type WorkerParts } from '../../src/delivery/worker.ts';
import { verifyChains } from '../../src/records/chain.ts';
import type { DeliveryEventBody } from '../../src/records/entry.ts';
import type { Store } from '../../src/storage/store.ts';
import { AT, idOf, NONCE, openedDraft } from '../records/samples.ts';
import { all, messageTo, openAt, temporaryFolder, turnOf } from '../storage/temporary-store.ts';
import { fakeMessenger } from './fake-destinations.ts';

const A = 'SC-AAAA-AAAA';
const B = 'SC-BBBB-BBBB';
const PEOPLE = ['lead', 'deputy', 'head', 'slow'].map((id) => ({ id, teams: `t-${id}` }));

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let clock: number;
let logged: string[];
let ids: number;

beforeEach(async () => {
  folder = temporaryFolder();
  store = await openAt(folder.path);
  clock = Date.parse(AT);
  logged = [];
  ids = 5000;
  await store.commit(
    turnOf('start', { newReferences: [A, B], entries: [openedDraft(1, A), openedDraft(2, B)] }),
  );
});
afterEach(async () => {
  await store.close();
  folder.remove();
});

const pass = (seconds: number) => {
  clock += seconds * 1000;
};

let turns = 0;
async function add(...deliveries: readonly DeliveryDraft[]): Promise<void> {
  turns += 1;
  await store.commit(turnOf(`add-${turns}`, { deliveries }));
}

function workerTo(channel: ReturnType<typeof fakeMessenger>, changes: Partial<WorkerParts> = {}) {
  return createWorker({
    store,
    send: createDestinations({
      messengers: { teams: channel.messenger },
      people: PEOPLE,
      store,
      log: { append: async () => undefined },
    }),
    now: () => new Date(clock),
    makeId: () => {
      ids += 1;
      return idOf(ids);
    },
    nonce: () => NONCE,
    random: () => 1,
    log: (event, fields) => logged.push(JSON.stringify({ event, ...fields })),
    ...changes,
  });
}

const only = async () => {
  const [delivery] = await store.deliveries();
  if (delivery === undefined) throw new Error('no delivery');
  return delivery;
};
const events = async () =>
  (await all(store)).filter(({ entry }) => entry.kind === 'delivery-event').map(({ body }) => body);

function failing(fault: ConstructorParameters<typeof DeliveryError>[0], times = 1) {
  return fakeMessenger((_, count) => {
    if (count <= times) throw new DeliveryError(fault);
  });
}
const DOWN = { code: 'teams-down', message: 'Teams does not answer.', remedy: 'Wait; it is tried again.' };

describe('the worker', () => {
  test('delivers what is due, the most urgent first, and writes each into the record', async () => {
    const teams = fakeMessenger();
    await add(messageTo('lead', 10, A), messageTo('deputy', 11, A, { class: 'emergency' }));
    await add(messageTo('head', 12, A, { dueAt: '2026-11-24T09:30:00Z' }));
    expect(await workerTo(teams).runOnce()).toBe(2);
    expect(teams.sent.map(({ to }) => to)).toEqual(['t-deputy', 't-lead']);
    expect(await events()).toMatchObject([
      { event: 'posted', destination: 'direct-message:deputy', delivery: idOf(11), at: AT },
      { event: 'posted', destination: 'direct-message:lead', delivery: idOf(10), at: AT },
    ]);
    expect((await store.deliveries()).map(({ state }) => state)).toEqual(['sent', 'sent', 'waiting']);
    expect(verifyChains(await all(store))).toMatchObject({ ok: true });
    expect(await workerTo(teams).runOnce()).toBe(0);
  });

  test('keeps what the channel calls a message, and changes the message without a further word in the record', async () => {
    const teams = failing({ ...DOWN, unclear: true }, 0);
    const worker = workerTo(teams);
    await add(messageTo('lead', 10, A));
    await worker.runOnce();
    expect(await store.delivery(idOf(10))).toMatchObject({ state: 'sent', message: 'message-1' });
    const changed = { title: 'Changed', summary: '', blocks: [], buttons: [] };
    await add(messageTo('', 11, A, { destination: { kind: 'update', delivery: idOf(10) }, card: changed }));
    await worker.runOnce();
    expect(teams.sent.at(-1)).toEqual({ how: 'update', to: 't-lead', message: 'message-1', card: changed });
    expect(await store.delivery(idOf(11))).toMatchObject({ state: 'sent', message: null });
    expect(await events()).toMatchObject([{ event: 'posted', delivery: idOf(10) }]);
  });

  test('a change that may have arrived is made again, and is no repeated message', async () => {
    const teams = fakeMessenger((_, count) => {
      if (count === 2) throw new DeliveryError({ ...DOWN, unclear: true });
    });
    const worker = workerTo(teams);
    await add(messageTo('lead', 10, A));
    await worker.runOnce();
    await add(messageTo('', 11, A, { destination: { kind: 'update', delivery: idOf(10) } }));
    await worker.runOnce();
    expect(await store.delivery(idOf(11))).toMatchObject({ state: 'waiting', unclear: true });
    pass(60);
    await worker.runOnce();
    expect(teams.sent.at(-1)).toMatchObject({ how: 'update', message: 'message-1' });
    expect(teams.sent.at(-1)?.card.banner).toBeUndefined();
    expect(await events()).toMatchObject([{ event: 'posted' }]);
  });

  test('changes nothing where no message was sent, and is done with it', async () => {
    const teams = fakeMessenger();
    await add(
      messageTo('lead', 10, A, { dueAt: '2026-11-24T09:30:00Z' }),
      messageTo('', 11, A, { destination: { kind: 'update', delivery: idOf(10) } }),
      messageTo('', 12, A, { destination: { kind: 'update', delivery: idOf(99) } }),
    );
    await workerTo(teams).runOnce();
    expect(teams.tried()).toBe(0);
    expect((await store.deliveries()).map(({ state }) => state)).toEqual(['waiting', 'sent', 'sent']);
    expect(await events()).toEqual([]);
  });

  test('delivers the messages of one case to one person in their order', async () => {
    const teams = fakeMessenger();
    const titled = (n: number) =>
      messageTo('lead', n, A, { card: { title: `${n}`, summary: '', blocks: [], buttons: [] } });
    await add(titled(10), titled(11), titled(12));
    expect(await workerTo(teams).runOnce()).toBe(3);
    expect(teams.sent.map(({ card }) => card.title)).toEqual(['10', '11', '12']);
  });

  test('tries again after a failure, later each time, and it arrives once', async () => {
    const teams = failing(DOWN, 2);
    const worker = workerTo(teams);
    await add(messageTo('lead', 10, A));
    await worker.runOnce();
    expect(await only()).toMatchObject({
      state: 'waiting',
      dueAt: '2026-11-23T09:30:05.000Z',
      lastFault: DOWN,
      unclear: false,
    });
    pass(4);
    expect(await worker.runOnce()).toBe(0);
    pass(1);
    expect(await worker.runOnce()).toBe(1);
    expect((await only()).dueAt).toBe('2026-11-23T09:30:15.000Z');
    pass(10);
    await worker.runOnce();
    expect(teams.sent).toHaveLength(1);
    expect(teams.sent[0]?.card.banner).toBeUndefined();
    expect(await only()).toMatchObject({ state: 'sent', attempts: 3 });
    // The record has every try.
    const failed = { event: 'failed', detail: 'teams-down' };
    expect(await events()).toMatchObject([failed, failed, { event: 'posted' }]);
  });

  test('waits as long as the service asks', async () => {
    const teams = failing({ ...DOWN, retryAfterSeconds: 120 });
    const worker = workerTo(teams);
    await add(messageTo('lead', 10, A, { class: 'emergency' }));
    await worker.runOnce();
    pass(119);
    expect(await worker.runOnce()).toBe(0);
    pass(1);
    expect(await worker.runOnce()).toBe(1);
  });

  test('gives up at once what cannot work, lists why, and writes it into the record', async () => {
    const teams = failing({ ...DOWN, code: 'blocked', permanent: true }, 99);
    await add(messageTo('lead', 10, A));
    const worker = workerTo(teams);
    await worker.runOnce();
    pass(99_999);
    expect(await worker.runOnce()).toBe(0);
    expect(await only()).toMatchObject({ state: 'dead', lastFault: { code: 'blocked' } });
    expect(await events()).toMatchObject([{ event: 'failed', detail: 'blocked' }]);
    await store.retry(new Date(clock).toISOString());
    expect(await worker.runOnce()).toBe(1);
  });

  test('never gives up an emergency while the outage lasts; says once, in the record too, that it is overdue', async () => {
    const teams = failing(DOWN, 99);
    const worker = workerTo(teams);
    await add(messageTo('lead', 10, A, { class: 'emergency' }));
    for (let n = 0; n < 99; n += 1) {
      expect(await worker.runOnce()).toBe(1);
      expect((await only()).state).toBe('waiting');
      pass(60);
    }
    const tries = (await events()).map((body) => (body as DeliveryEventBody).detail);
    expect(tries).toHaveLength(99);
    expect(tries.filter((detail) => detail === 'overdue:teams-down')).toHaveLength(1);
    expect(logged.map((line) => JSON.parse(line)).filter(({ event }) => event !== 'delivery-failed')).toEqual(
      [
        expect.objectContaining({
          event: 'delivery-overdue',
          delivery: idOf(10),
          attempt: 40,
          againInSeconds: 60,
        }),
      ],
    );
    await worker.runOnce();
    expect(await only()).toMatchObject({ state: 'sent', attempts: 100 });
    expect((await events()).at(-1)).toMatchObject({ event: 'posted' });
  });

  test('what is overdue holds up nothing behind it', async () => {
    const teams = fakeMessenger(({ card }) => {
      if (card.title === 'stuck') throw new DeliveryError(DOWN);
    });
    const worker = workerTo(teams);
    const titled = (title: string, n: number) =>
      messageTo('lead', n, A, { card: { title, summary: '', blocks: [], buttons: [] } });
    await add(titled('stuck', 10), titled('next', 11));
    for (let n = 0; n < 39; n += 1) {
      await worker.runOnce();
      pass(900);
    }
    expect(teams.sent).toEqual([]);
    await worker.runOnce();
    expect(teams.sent.map(({ card }) => card.title)).toEqual(['next']);
  });

  test('puts a failure and its event into the store together, or neither', async () => {
    const teams = failing({ ...DOWN, permanent: true }, 99);
    await add(messageTo('lead', 10, A));
    // An id that is taken: the event cannot be written.
    await workerTo(teams, { makeId: () => idOf(1) }).runOnce();
    expect((await only()).state).toBe('leased');
    expect(await events()).toEqual([]);
    pass(60);
    await workerTo(teams).runOnce();
    expect((await only()).state).toBe('dead');
    expect(await events()).toMatchObject([{ event: 'failed' }]);
  });

  test('does not send what was withdrawn after it was taken up', async () => {
    const teams = fakeMessenger();
    await add(messageTo('lead', 10, A));
    const meanwhile: WorkerParts['store'] = {
      ...store,
      lease: async (...wanted) => {
        const leased = await store.lease(...wanted);
        if (leased.length > 0) {
          await store.commit(turnOf('keep-out', { keptOut: [{ reference: A, people: ['lead'] }] }));
        }
        return leased;
      },
    };
    await workerTo(teams, { store: meanwhile }).runOnce();
    expect(teams.tried()).toBe(0);
    expect((await only()).state).toBe('cancelled');
    expect(await events()).toEqual([]);
  });

  test('sends nothing it cannot ask the store about first', async () => {
    const teams = fakeMessenger();
    await add(messageTo('lead', 10, A));
    const blind: WorkerParts['store'] = {
      ...store,
      isLeased: async () => {
        throw new Error('SECRET');
      },
    };
    await workerTo(teams, { store: blind }).runOnce();
    expect(teams.tried()).toBe(0);
    expect(logged).toEqual(['{"event":"outbox-not-read","code":"unexpected"}']);
    pass(60);
    await workerTo(teams).runOnce();
    expect(teams.sent).toHaveLength(1);
  });

  test('marks a message whose earlier copy may have arrived', async () => {
    const teams = failing({ ...DOWN, unclear: true });
    const worker = workerTo(teams);
    await add(
      messageTo('lead', 10, A, {
        card: { title: 'A', summary: 's', banner: 'Rehearsal.', blocks: [], buttons: [] },
      }),
    );
    await worker.runOnce();
    pass(60);
    await worker.runOnce();
    expect(teams.sent[0]?.card.banner).toBe('Rehearsal. This message may have reached you before.');
    expect(await events()).toMatchObject([{ event: 'failed' }, { event: 'repeated' }]);
  });

  test('says over a message that leaves late when it was written, and not over a change to one', async () => {
    const teams = failing(DOWN, 1);
    const worker = workerTo(teams);
    await add(messageTo('lead', 10, A, { class: 'emergency' }));
    await worker.runOnce();
    pass(11 * 60);
    await worker.runOnce();
    expect(teams.sent[0]?.card.banner).toBe('Sent late: this was written at 9.30am on Monday 23 November.');
    await add(
      messageTo('', 11, A, { destination: { kind: 'update', delivery: idOf(10) }, class: 'emergency' }),
    );
    await worker.runOnce();
    expect(teams.sent[1]).toMatchObject({ how: 'update' });
    expect(teams.sent[1]?.card.banner).toBeUndefined();
  });

  test('says nothing over what waited for its hour, or was let go before it', async () => {
    const teams = fakeMessenger();
    const worker = workerTo(teams);
    await add(
      messageTo('lead', 10, A, { dueAt: '2026-11-24T08:00:00Z' }),
      messageTo('deputy', 11, B, { dueAt: '2026-11-23T08:00:00Z' }),
    );
    await worker.runOnce();
    await store.commit(
      turnOf('now', { at: '2026-11-23T20:00:00Z', deliveryChanges: [{ reference: A, kind: 'release' }] }),
    );
    pass(11 * 3600);
    await worker.runOnce();
    expect(teams.sent.map(({ to, card }) => [to, card.banner])).toEqual([
      ['t-deputy', undefined],
      ['t-lead', undefined],
    ]);
  });

  test('is told by a sender that asked that the try before had arrived: that is no repeat', async () => {
    await add(messageTo('lead', 10, A));
    let tries = 0;
    const worker = workerTo(fakeMessenger(), {
      async send({ unclear }) {
        tries += 1;
        if (!unclear) throw new DeliveryError({ ...DOWN, unclear: true });
        return { notSent: 'found' };
      },
    });
    await worker.runOnce();
    pass(60);
    await worker.runOnce();
    expect(tries).toBe(2);
    expect(await only()).toMatchObject({ state: 'sent', unclear: false });
    expect(await events()).toMatchObject([{ event: 'failed' }, { event: 'posted' }]);
  });

  test('tries on where a setting is wrong, and says each time in the record which', async () => {
    let code = 'not-connected';
    const teams = fakeMessenger(() => {
      if (code !== '') throw new DeliveryError({ ...DOWN, code, permanent: true, setting: true });
    });
    const worker = workerTo(teams);
    await add(messageTo('lead', 10, A, { class: 'emergency' }));
    for (const next of ['not-connected', 'secret-refused', 'secret-refused', '']) {
      await worker.runOnce();
      expect((await only()).state).toBe('waiting');
      code = next;
      pass(60);
    }
    await worker.runOnce();
    expect(await only()).toMatchObject({ state: 'sent', attempts: 5 });
    expect(await events()).toMatchObject([
      { event: 'failed', detail: 'not-connected' },
      { event: 'failed', detail: 'not-connected' },
      { event: 'failed', detail: 'secret-refused' },
      { event: 'failed', detail: 'secret-refused' },
      { event: 'posted' },
    ]);
  });

  test('gives back the room of what it could not take up', async () => {
    const teams = fakeMessenger();
    let broken = true;
    const worker = workerTo(teams, {
      budgets: { ...NO_RATES, teams: { ...NO_RATES.teams, underWay: { all: 1, kept: 0 } } },
      routeOf: () => 'teams',
      store: {
        ...store,
        lease: async (now, seconds, limit, room) => {
          const leased = await store.lease(now, seconds, limit, room);
          if (broken) throw new Error('the answer was lost');
          return leased;
        },
      },
    });
    await add(messageTo('lead', 10, A));
    await expect(worker.runOnce()).rejects.toThrow('the answer was lost');
    broken = false;
    pass(60);
    expect(await worker.runOnce()).toBe(1);
    expect(teams.sent).toHaveLength(1);
  });

  test('stays in doubt until it arrives, whatever fails in between', async () => {
    const teams = fakeMessenger((_, count) => {
      if (count === 1) throw new Error('socket hang up: Mum hit him');
      if (count === 2) throw new DeliveryError(DOWN);
    });
    const worker = workerTo(teams);
    await add(messageTo('lead', 10, A));
    for (let n = 0; n < 3; n += 1) {
      await worker.runOnce();
      pass(60);
    }
    expect(teams.sent[0]?.card.banner).toBe('This message may have reached you before.');
    expect(JSON.stringify([await store.deliveries(), logged])).not.toContain('Mum');
  });

  test('that dies after sending leaves the delivery to another, which says that it may be a repeat', async () => {
    const teams = fakeMessenger();
    await add(messageTo('lead', 10, A));
    const dying = workerTo(teams, {
      store: {
        ...store,
        settle: async () => {
          throw new Error('killed');
        },
      },
    });
    await dying.runOnce();
    const other = workerTo(teams);
    pass(59);
    expect(await other.runOnce()).toBe(0);
    pass(1);
    expect(await other.runOnce()).toBe(1);
    expect(teams.sent.map(({ card }) => card.banner)).toEqual([
      undefined,
      'This message may have reached you before.',
    ]);
    expect(await events()).toMatchObject([{ event: 'repeated' }]);
  });

  test('does not wait longer than its time for a destination that hangs', async () => {
    const teams = fakeMessenger(({ to }) => (to === 't-slow' ? new Promise(() => undefined) : undefined));
    await add(messageTo('slow', 10, A), messageTo('lead', 11, B));
    expect(await workerTo(teams, { timeoutSeconds: 0.02 }).runOnce()).toBe(2);
    expect((await store.deliveries()).map(({ state, unclear }) => [state, unclear])).toEqual([
      ['waiting', true],
      ['sent', false],
    ]);
  });

  test('lets a hanging destination hold up nobody else, nor an emergency to itself', async () => {
    let release: () => void = () => undefined;
    const hang = new Promise<void>((resolve) => {
      release = resolve;
    });
    let arrived: () => void = () => undefined;
    const both = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const reached = new Set<string>();
    const teams = fakeMessenger(({ to, card }) => {
      if (to === 't-slow' && card.title !== 'Emergency') return hang;
      reached.add(`${to} ${card.title}`);
      if (reached.size === 2) arrived();
    });
    const cases = Array.from({ length: 12 }, (_, n) => `SC-${String(n).padStart(8, '0')}`);
    await store.commit(
      turnOf('many', {
        newReferences: cases,
        deliveries: cases.map((reference, n) => messageTo('slow', 100 + n, reference)),
      }),
    );
    const worker = workerTo(teams, {
      budgets: {
        ...NO_RATES,
        teams: {
          underWay: { all: 8, kept: 4 },
          rates: [],
          place: { underWay: { all: 4, kept: 2 }, rates: [] },
        },
      },
      routeOf: () => 'teams',
    });
    worker.start();
    await add(
      messageTo('lead', 10, A),
      messageTo('slow', 11, B, {
        class: 'emergency',
        card: { title: 'Emergency', summary: '', blocks: [], buttons: [] },
      }),
    );
    worker.wake();
    await both;
    expect(reached).toEqual(new Set(['t-lead A case', 't-slow Emergency']));
    expect(teams.tried()).toBeLessThan(10);
    release();
    await worker.stop();
  });

  test('once started looks again when woken, and stops when what is under way is written down', async () => {
    let begun: () => void = () => undefined;
    const sending = new Promise<void>((resolve) => {
      begun = resolve;
    });
    let arrive: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const teams = fakeMessenger(async () => {
      begun();
      await arrived;
    });
    const worker = workerTo(teams, { pollMilliseconds: 60_000 });
    worker.start();
    await add(messageTo('lead', 10, A, { class: 'emergency' }));
    worker.wake();
    await sending;
    const stopped = worker.stop();
    expect(await only()).toMatchObject({ state: 'leased' });
    arrive();
    await stopped;
    expect(await only()).toMatchObject({ state: 'sent' });
    await add(messageTo('lead', 11, A));
    worker.wake();
    expect(teams.tried()).toBe(1);
  });

  test('finds what is due without being woken', async () => {
    let begun: () => void = () => undefined;
    const sending = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const teams = fakeMessenger(() => begun());
    const worker = workerTo(teams, { pollMilliseconds: 5 });
    worker.start();
    await add(messageTo('lead', 10, A));
    await sending;
    await worker.stop();
    expect(teams.sent).toHaveLength(1);
  });

  test('goes on when the store fails, and says so by code', async () => {
    const teams = fakeMessenger();
    let broken = true;
    let seen: () => void = () => undefined;
    const noticed = new Promise<void>((resolve) => {
      seen = resolve;
    });
    const flaky: WorkerParts['store'] = {
      ...store,
      lease: async (...wanted) => {
        if (!broken) return store.lease(...wanted);
        seen();
        throw new Error('SECRET');
      },
    };
    const worker = workerTo(teams, { store: flaky, pollMilliseconds: 5 });
    await add(messageTo('lead', 10, A));
    worker.start();
    await noticed;
    broken = false;
    while (teams.sent.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await worker.stop();
    expect(logged.join()).toContain('"outbox-not-read","code":"unexpected"');
    expect(logged.join()).not.toContain('SECRET');
  });

  test('is looking while it runs and reads the outbox, and not otherwise', async () => {
    let failures = 0;
    let broken = false;
    const worker = workerTo(fakeMessenger(), {
      pollMilliseconds: 5,
      store: {
        ...store,
        lease: async (...wanted) => {
          if (!broken) return store.lease(...wanted);
          failures += 1;
          throw new Error('gone');
        },
      },
    });
    const until = async (holds: () => boolean) => {
      while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    expect(worker.isLooking()).toBe(false);
    worker.start();
    await until(worker.isLooking);
    broken = true;
    await until(() => failures > 1);
    pass(10);
    expect(worker.isLooking()).toBe(true);
    pass(1);
    await until(() => failures > 3);
    expect(worker.isLooking()).toBe(false);
    broken = false;
    await until(worker.isLooking);
    await worker.stop();
    expect(worker.isLooking()).toBe(false);
  });

  test('logs ids, codes and counts, and never a word of a message', async () => {
    const words = 'Kestrel';
    const teams = failing({ ...DOWN, message: 'm' });
    await add(
      messageTo('lead', 10, A, {
        card: { title: words, summary: words, blocks: [{ kind: 'text', text: words }], buttons: [] },
      }),
    );
    const worker = workerTo(teams);
    await worker.runOnce();
    pass(60);
    await worker.runOnce();
    expect(logged.map((line) => JSON.parse(line))).toMatchObject([
      {
        event: 'delivery-failed',
        delivery: idOf(10),
        class: 'today',
        attempt: 1,
        code: 'teams-down',
        againInSeconds: 5,
      },
      { event: 'delivered', delivery: idOf(10), attempt: 2 },
    ]);
    expect(logged.join()).not.toContain(words);
  });
});
