import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCaseWebhook } from '../../src/delivery/case-webhook.ts';
import type { DeliveryDraft, Destination } from '../../src/delivery/delivery.ts';
import { createDestinations } from '../../src/delivery/destinations.ts';
import { openNotify } from '../../src/delivery/notify.ts';
import type { Senders } from '../../src/delivery/sender.ts';
import { openSmtp } from '../../src/delivery/smtp.ts';
import { createWorker, type WorkerParts } from '../../src/delivery/worker.ts';
import type { Store } from '../../src/storage/store.ts';
import { AT, decisionDraft, deliveryEventBody, idOf, NONCE, openedDraft } from '../records/samples.ts';
import { all, messageTo, openAt, temporaryFolder, turnOf } from '../storage/temporary-store.ts';
import { readMail, startMailServer } from '../support/routes/mail-server.ts';
import { NOTIFY_KEY, startNotify, TEXT_TEMPLATE } from '../support/routes/stub-notify.ts';
import { startReceiver, status } from '../support/routes/stub-receiver.ts';

const A = 'SC-AAAA-AAAA';
const B = 'SC-BBBB-BBBB';
const PEOPLE = [
  { id: 'lead', teams: 't-lead', mobile: '07700 900110', email: 'lead@school.example' },
  { id: 'deputy', teams: 't-deputy' },
];

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let clock: number;
let logged: string[];
let notify: Awaited<ReturnType<typeof startNotify>>;
let mail: Awaited<ReturnType<typeof startMailServer>>;
let cases: Awaited<ReturnType<typeof startReceiver>>;

beforeEach(async () => {
  folder = temporaryFolder();
  [store, notify, mail, cases] = await Promise.all([
    openAt(folder.path),
    startNotify(),
    startMailServer(),
    startReceiver(),
  ]);
  clock = Date.parse(AT);
  logged = [];
  await store.commit(
    turnOf('start', {
      newReferences: [A, B],
      entries: [openedDraft(1, A), decisionDraft(2, A), openedDraft(3, B)],
    }),
  );
});
afterEach(async () => {
  await Promise.all([store.close(), notify.close(), mail.close(), cases.close()]);
  folder.remove();
});

const senders = (): Senders => ({
  text: openNotify({ apiKey: NOTIFY_KEY, baseUrl: notify.url }).text(TEXT_TEMPLATE),
  email: openSmtp({
    host: '127.0.0.1',
    port: mail.port,
    secure: false,
    onThisMachine: true,
    signIn: null,
    from: { name: '', address: 'share-check@school.example' },
  }).send,
  webhook: openCaseWebhook({ url: cases.url, secret: Buffer.alloc(32, 9) }),
});

let ids = 5000;
function worker(ways: Senders = senders(), changes: Partial<WorkerParts> = {}) {
  return createWorker({
    store,
    send: createDestinations({
      messengers: {},
      people: PEOPLE,
      senders: ways,
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

let turns = 0;
async function add(...deliveries: readonly DeliveryDraft[]): Promise<void> {
  turns += 1;
  await store.commit(turnOf(`add-${turns}`, { deliveries }));
}
const CARD = {
  title: 'Emergency SC-AAAA-AAAA',
  summary: 'Emergency SC-AAAA-AAAA: open Share Check now.',
  blocks: [
    { kind: 'text', text: 'A colleague raised it.' },
    { kind: 'rows', rows: [{ label: 'Class', value: 'emergency' }] },
  ],
  buttons: [],
} as const;
const to = (
  destination: Destination,
  number: number,
  changes: Partial<DeliveryDraft> = {},
): DeliveryDraft => ({
  ...messageTo('lead', number, A, { destination, card: CARD, class: 'emergency' }),
  ...changes,
});
const about = (entry: number, number: number, reference = A): DeliveryDraft => {
  const { card: _, ...draft } = to({ kind: 'webhook', entry: idOf(entry) }, number, { reference });
  return draft;
};
const events = async () =>
  (await all(store)).filter(({ entry }) => entry.kind === 'delivery-event').map(({ body }) => body);

describe('besides the chat', () => {
  test('a case reaches a phone, a mailbox and the case management system, and the record says so', async () => {
    await add(
      to({ kind: 'text-message', person: 'lead' }, 10),
      to({ kind: 'email', person: 'lead' }, 11),
      about(2, 12),
    );
    await worker().runOnce();
    expect(notify.taken).toMatchObject([
      {
        to: '+447700900110',
        reference: idOf(10),
        personalisation: { text: `${CARD.summary}\nA colleague raised it.` },
      },
    ]);
    expect(mail.got.map(({ to: whom }) => whom)).toEqual([['lead@school.example']]);
    const [letter] = mail.got.map(readMail);
    expect(letter?.headers.get('subject')).toBe(CARD.title);
    expect(letter?.text).toBe(`${CARD.title}\n\nA colleague raised it.\n\nClass: emergency\n`);
    expect(cases.got.map(({ headers }) => headers['webhook-id'])).toEqual([idOf(12)]);
    expect(JSON.parse(cases.got[0]?.body ?? '')).toEqual({
      type: 'share-check.decision',
      timestamp: AT,
      data: {
        schema: 'share-check/decision-record@1',
        organisation: 'example-school',
        reference: A,
        kind: 'decision',
        createdAt: AT,
        class: 'emergency',
        outcome: 'share-now',
      },
    });
    const said = (await events()).map((body) => JSON.stringify(body));
    expect(said).toHaveLength(3);
    for (const destination of ['text-message:lead', 'email:lead', 'webhook']) {
      expect(said.join()).toContain(`"destination":"${destination}"`);
    }
    expect(said.every((one) => one.includes('"event":"posted"'))).toBe(true);
    expect((await store.deliveries()).map(({ state, message }) => [state, message])).toEqual(
      Array(3).fill(['sent', null]),
    );
  });

  test('what became of a case is told by its name, and not who is meant', async () => {
    await store.append({
      id: idOf(50),
      reference: A,
      createdAt: AT,
      kind: 'delivery-event',
      body: deliveryEventBody({ event: 'acknowledged', detail: 'canary' }),
    });
    await add(about(50, 10));
    await worker().runOnce();
    expect(JSON.parse(cases.got[0]?.body ?? '').data).toMatchObject({
      kind: 'delivery-event',
      event: 'acknowledged',
    });
    expect(cases.got[0]?.body).not.toMatch(/canary|lead/);
  });

  test('nothing of what was answered or written goes to the case management system', async () => {
    await add(about(1, 10), about(2, 11));
    await worker().runOnce();
    expect(cases.got).toHaveLength(2);
    for (const { body } of cases.got) {
      expect(body).not.toMatch(
        /child|answers|rationale|nonce|author|keptOut|localReference|sequence|[Hh]ash/,
      );
    }
  });

  test('a text message that may have arrived is looked up: found, it is neither sent again nor called a repeat', async () => {
    notify.trouble({ when: 'after', happens: (response) => response.destroy() });
    await add(to({ kind: 'text-message', person: 'lead' }, 10));
    await worker().runOnce();
    expect(await store.delivery(idOf(10))).toMatchObject({ state: 'waiting', unclear: true });
    notify.trouble(null);
    clock += 60_000;
    await worker().runOnce();
    expect(notify.taken).toHaveLength(1);
    expect(await store.delivery(idOf(10))).toMatchObject({ state: 'sent' });
    expect(await events()).toMatchObject([
      { event: 'failed', destination: 'text-message:lead' },
      { event: 'posted', destination: 'text-message:lead' },
    ]);
  });

  test('where it cannot be looked up, the repeat says that it is one', async () => {
    await mail.close();
    let hangsUp = true;
    mail = await startMailServer({
      onData: (stream, _session, done) => {
        stream.resume().on('end', () => (hangsUp ? mail.hangUp() : done()));
      },
    });
    await add(to({ kind: 'email', person: 'lead' }, 10));
    await worker().runOnce();
    expect(await store.delivery(idOf(10))).toMatchObject({ state: 'waiting', unclear: true });
    hangsUp = false;
    await mail.close();
    mail = await startMailServer();
    clock += 60_000;
    await worker().runOnce();
    const [repeat] = mail.got.map(readMail);
    expect(repeat?.text).toMatch(/^This message may have reached you before\./);
    expect(await events()).toMatchObject([
      { event: 'failed', destination: 'email:lead' },
      { event: 'repeated', destination: 'email:lead' },
    ]);
  });

  test('a refused secret kills no message: it goes once the secret is put right', async () => {
    cases.answer(status(401));
    await add(about(2, 10));
    for (let tries = 0; tries < 60; tries += 1) {
      await worker().runOnce();
      clock += 60 * 60_000;
    }
    expect(await store.delivery(idOf(10))).toMatchObject({
      state: 'waiting',
      lastFault: { code: 'case-webhook-secret-refused' },
    });
    expect(logged.join()).toContain('case-webhook-secret-refused');
    cases.answer(status(204));
    await worker().runOnce();
    expect(await store.delivery(idOf(10))).toMatchObject({ state: 'sent' });
  });

  test('nothing goes to a case management system of a case that somebody is kept out of', async () => {
    await add(about(2, 10), about(3, 11, B));
    await store.commit(
      turnOf('restrict', { ownChains: [A], keptOut: [{ reference: A, people: ['deputy'] }] }),
    );
    await add(about(1, 12), about(1, 13));
    await worker().runOnce();
    expect(cases.got.map(({ body }) => JSON.parse(body).data.reference)).toEqual([B]);
    expect(JSON.stringify(await events())).not.toContain(idOf(10));
    expect((await store.deliveries({ states: ['waiting', 'leased', 'dead'] })).length).toBe(0);
  });

  test('nor to the phone or mailbox of whoever is kept out, though it was on its way', async () => {
    const send = createDestinations({
      messengers: {},
      people: PEOPLE,
      senders: senders(),
      store,
      log: { append: async () => undefined },
    });
    await add(
      to({ kind: 'text-message', person: 'lead' }, 10),
      to({ kind: 'email', person: 'lead' }, 11),
      about(2, 12),
    );
    const onTheirWay = await store.deliveries();
    await store.commit(turnOf('restrict', { ownChains: [A], keptOut: [{ reference: A, people: ['lead'] }] }));
    for (const delivery of onTheirWay) {
      expect(await send(delivery)).toEqual({ notSent: 'withheld' });
    }
    expect((await store.deliveries()).map(({ state }) => state)).toEqual(Array(3).fill('cancelled'));
    expect([notify.taken, mail.got, cases.got]).toEqual([[], [], []]);
  });

  test('what is withheld at the last moment is over, and the record does not say that it was posted', async () => {
    await add(about(2, 10));
    await worker(senders(), { send: async () => ({ notSent: 'withheld' }) }).runOnce();
    expect(await store.delivery(idOf(10))).toMatchObject({ state: 'sent', message: null });
    expect(await events()).toEqual([]);
  });

  test.each([
    [{ kind: 'text-message', person: 'deputy' }, 'no-mobile'],
    [{ kind: 'email', person: 'deputy' }, 'no-email'],
    [{ kind: 'email', person: 'nobody' }, 'no-email'],
  ] as const)('%j without a way is given up, with what to do', async (destination, code) => {
    await add(to(destination, 10));
    await worker().runOnce();
    expect(await store.delivery(idOf(10))).toMatchObject({
      state: 'dead',
      lastFault: { code, remedy: expect.stringContaining('people.yaml') },
    });
  });

  test('a way that is not set up is named', async () => {
    await add(to({ kind: 'text-message', person: 'lead' }, 10));
    await worker({}).runOnce();
    expect(await store.delivery(idOf(10))).toMatchObject({
      state: 'dead',
      lastFault: { code: 'route-not-set-up', remedy: expect.stringContaining('docs/notifications.md') },
    });
  });

  test('the log holds ids and codes, and neither words nor numbers', async () => {
    notify.trouble({ when: 'before', happens: (response) => response.writeHead(500).end('canary') });
    cases.answer(status(500));
    await add(
      to({ kind: 'text-message', person: 'lead' }, 10),
      to({ kind: 'email', person: 'lead' }, 11),
      about(2, 12),
    );
    await worker().runOnce();
    expect(logged).toHaveLength(3);
    expect(logged.join()).not.toMatch(/canary|7700|school\.example|colleague|SC-/);
    expect(JSON.stringify((await store.deliveries()).map(({ lastFault }) => lastFault))).not.toMatch(
      /canary|7700|@/,
    );
  });
});
