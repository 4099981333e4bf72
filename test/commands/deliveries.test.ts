import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { may } from '../../src/access/may.ts';
import { type DeliveryDeps, deliveriesList, deliveriesRetry } from '../../src/commands/deliveries.ts';
import type { Person, Role } from '../../src/deployment/deployment.ts';
import type { Store } from '../../src/storage/store.ts';
import { AT, deliveryDraft, idOf, openedDraft } from '../records/samples.ts';
import { messageTo, openAt, temporaryFolder, turnOf } from '../storage/temporary-store.ts';
import { captured } from './command-io.ts';

const A = 'SC-AAAA-AAAA';
const C = 'SC-CCCC-CCCC';
const FAULT = { code: 'no-way-to-person', message: '"deputy" has no id.', remedy: 'Give "deputy" one.' };

const person = (id: string, role: Role): Person => ({ id, name: id, roles: [role] });
const PEOPLE = [person('lead', 'dsl'), person('technician', 'operator'), person('teacher', 'practitioner')];

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;

beforeEach(async () => {
  folder = temporaryFolder();
  store = await openAt(folder.path);
  await store.commit(
    turnOf('a', {
      newReferences: [A, C],
      keptOut: [{ reference: C, people: ['technician'] }],
      entries: [openedDraft(1, A), openedDraft(2, C)],
      deliveries: [messageTo('lead', 10, A), messageTo('deputy', 11, A), messageTo('lead', 12, C)],
    }),
  );
  await store.lease(AT, 60, 10);
  await store.settle(idOf(10), AT, deliveryDraft(50, A));
  await store.giveBack(idOf(11), { state: 'dead', dueAt: AT, fault: FAULT, unclear: true });
  await store.giveBack(idOf(12), { state: 'dead', dueAt: AT, fault: FAULT, unclear: false });
  await store.commit(turnOf('b', { deliveries: [messageTo('lead', 13, A)] }));
});
afterEach(async () => {
  await store.close();
  folder.remove();
});

type Command = typeof deliveriesList;
async function run(
  command: Command,
  id: string | null,
  words: string[] = [],
  options: Record<string, true> = {},
) {
  const { io, texts } = captured();
  const deps: DeliveryDeps = {
    store,
    may,
    people: PEOPLE,
    person: PEOPLE.find((one) => one.id === id) ?? null,
    now: () => new Date(AT),
  };
  const status = await command({ words, options }, io, deps);
  return { status, ...texts };
}
const listedIds = (out: string) =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).id);

describe('deliveries list', () => {
  test('shows what has not arrived, given up first, with what to do', async () => {
    const { status, out } = await run(deliveriesList, 'lead');
    expect(status).toBe(0);
    expect(
      out.startsWith(`GIVEN UP: ${A}, today, to direct-message:deputy (1 try)\n  id ${idOf(11)}\n`),
    ).toBe(true);
    expect(out).toContain('  "deputy" has no id. (no-way-to-person)\n  Give "deputy" one.');
    expect(out).toContain(`waiting, due ${AT}: ${A}`);
    expect(out).not.toContain(idOf(10));
  });

  test('names what is overdue, and that it is tried again', async () => {
    for (let n = 0; n < 40; n += 1) {
      await store.lease(AT, 60, 10);
      await store.giveBack(idOf(13), { state: 'waiting', dueAt: AT, fault: FAULT, unclear: false });
    }
    const { out } = await run(deliveriesList, 'lead');
    expect(out).toContain(`OVERDUE, tried again, due ${AT}: ${A}, today, to direct-message:lead (40 tries)`);
  });

  test('as JSON lines, with what was sent when asked for', async () => {
    const { out } = await run(deliveriesList, 'lead', [], { json: true, all: true });
    expect(listedIds(out)).toEqual([idOf(11), idOf(12), idOf(10), idOf(13)]);
    expect(JSON.parse(out.split('\n')[0] ?? '')).toEqual({
      id: idOf(11),
      reference: A,
      class: 'today',
      destination: 'direct-message:deputy',
      state: 'dead',
      attempts: 1,
      dueAt: AT,
      sentAt: null,
      mayBeRepeat: true,
      fault: FAULT,
    });
  });

  test('shows nothing of a case to somebody kept out of it', async () => {
    const { out } = await run(deliveriesList, 'technician', [], { json: true });
    expect(listedIds(out)).toEqual([idOf(11), idOf(13)]);
  });

  test('is refused to practitioners and to nobody in particular', async () => {
    for (const id of ['teacher', null]) {
      await expect(run(deliveriesList, id)).rejects.toMatchObject({ code: 'not-allowed' });
      await expect(run(deliveriesRetry, id)).rejects.toMatchObject({ code: 'not-allowed' });
    }
  });

  test('says so when everything has arrived', async () => {
    const empty = { ...store, deliveries: async () => [] };
    const { io, texts } = captured();
    const deps = { store: empty, may, people: PEOPLE, person: PEOPLE[0] ?? null, now: () => new Date(AT) };
    expect(await deliveriesList({ words: [], options: {} }, io, deps)).toBe(0);
    expect(texts.err).toBe('Every message has arrived.\n');
  });
});

describe('deliveries retry', () => {
  const dead = async () => (await store.deliveries({ states: ['dead'] })).map(({ id }) => id);

  test('tries one again', async () => {
    const { status, out } = await run(deliveriesRetry, 'lead', [idOf(11)]);
    expect({ status, out }).toEqual({
      status: 0,
      out: '1 message is tried again now, or as soon as the service runs.\n',
    });
    expect(await dead()).toEqual([idOf(12)]);
  });

  test('tries all again, but not those of a case the person is kept out of', async () => {
    expect((await run(deliveriesRetry, 'technician')).out).toContain('1 message is');
    expect(await dead()).toEqual([idOf(12)]);
    expect(await run(deliveriesRetry, 'technician', [idOf(12)])).toMatchObject({ status: 1, out: '' });
    expect((await run(deliveriesRetry, 'lead')).out).toContain('1 message is');
    expect(await dead()).toEqual([]);
    expect((await run(deliveriesRetry, 'lead')).out).toContain('nothing to try again');
  });

  test('of a message that was not given up says where to look, without repeating what was typed', async () => {
    const { status, err } = await run(deliveriesRetry, 'lead', ['Kestrel']);
    expect(status).toBe(1);
    expect(err).toContain('`deliveries list`');
    expect(err).not.toContain('Kestrel');
  });
});
