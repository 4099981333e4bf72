import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { may } from '../../src/access/may.ts';
import { type DrillDeps, drill } from '../../src/commands/drill.ts';
import { personById } from '../../src/deployment/people.ts';
import { drawFor, REAL_MARK } from '../../src/draw-for.ts';
import { type RealHouse, startHouse } from '../support/house.ts';
import { captured } from './command-io.ts';

const ROTA = ['priya-nair', 'tom-ellis', 'rosa-lind'];

let house: RealHouse;
let unreachable: Set<string>;
/** Who answers while the command waits. */
let answering: readonly string[];
beforeEach(async () => {
  unreachable = new Set();
  answering = [];
  house = await startHouse({ unreachable });
});
afterEach(() => house.end());

function answer(person: string) {
  const card = house.cards.findLast(({ to }) => to === person)?.card;
  const speaker = { channel: 'teams', userId: house.userId(person, 'teams') } as const;
  const token = card?.buttons[0]?.token ?? '';
  return house.handle({ id: `${person}-${token}`, kind: 'press', speaker, token, inputs: {} });
}

const deps = (id: string | null): DrillDeps => {
  const { deployment, dialog } = house.content;
  const { store, now } = house.app();
  return {
    store,
    may,
    person: id === null ? null : personById(deployment, id),
    people: deployment.people,
    deployment,
    dialog,
    routes: { text: false, email: false, webhook: false },
    draw: drawFor(REAL_MARK, now),
    now,
    // While it waits the service delivers, and people answer.
    async pause(milliseconds) {
      await house.wait(milliseconds / 1000);
      for (const person of answering) await answer(person);
    },
  };
};
async function run(options: Record<string, string | true> = {}, id: string | null = 'jo-hart') {
  const { io, texts } = captured();
  const status = await drill({ words: [], options }, io, deps(id));
  return { status, ...texts };
}

describe('drill', () => {
  test('says who was written to, and leaves the sending to the service', async () => {
    const { status, out, err } = await run();
    expect(status).toBe(0);
    expect(out).toMatch(/^Person +Way +What became of it\nPriya Nair +chat +not sent yet\n/);
    expect(err).toBe(
      '3 test messages to 3 people. The running service sends them.\nTo see whom they reach: share-check drill --last\n',
    );
    expect(house.cards).toEqual([]);
    await house.wait(60);
    expect(house.cards.map(({ to }) => to)).toEqual(ROTA);
    expect(await house.entries()).toEqual([]);
  });

  test('with --wait: as soon as everybody has answered, everybody was reached', async () => {
    answering = ROTA;
    const { status, out, err } = await run({ wait: '600' });
    expect(status).toBe(0);
    expect(out).toMatch(/^Priya Nair +chat +answered, 10\.15am$/m);
    expect(err).toContain('Everybody on the rota was reached.');
    expect(house.app().now().toISOString() < '2026-11-23T10:16:00Z').toBe(true);
  });

  test('with --wait: when time is up, names who did not answer and whom nothing reached', async () => {
    answering = ['priya-nair'];
    unreachable.add('rosa-lind');
    const { status, out, err } = await run({ wait: '3' });
    expect(status).toBe(1);
    expect(out).toMatch(/^Priya Nair +chat +answered, /m);
    expect(out).toMatch(/^Tom Ellis +chat +arrived, 10\.15am; not answered yet$/m);
    expect(out).toMatch(/^Rosa Lind +chat +not arrived so far, tried again\. Nobody answers\.$/m);
    expect(err).toContain(
      'Not reached so far: Tom Ellis, Rosa Lind. To look again: share-check drill --last',
    );
  });

  test('with --last: sends nothing, and says what became of the last one', async () => {
    expect(await run({ last: true })).toMatchObject({
      status: 1,
      err: 'No test message was sent yet. To send some: share-check drill\n',
    });
    await run();
    await house.wait(60);
    for (const person of ROTA) await answer(person);
    const { status, out } = await run({ last: true, json: true });
    expect(status).toBe(0);
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(
      lines.map(({ person, state, acknowledgedAt, fault }) => [person, state, acknowledgedAt, fault]),
    ).toEqual(ROTA.map((person) => [person, 'sent', '2026-11-23T10:16:00.000Z', null]));
    expect(house.cards).toHaveLength(3);
  });

  test('is refused to those whose role does not allow it, and to nobody in particular', async () => {
    for (const id of ['sam-okafor', null])
      await expect(run({}, id)).rejects.toMatchObject({ code: 'not-allowed' });
    expect(await house.app().store.tests('2026-01-01T00:00:00Z')).toEqual([]);
  });

  test.each(['0', '3601', 'soon', '1.5'])('--wait %s is refused, with what it takes', async (wait) => {
    await expect(run({ wait })).rejects.toMatchObject({
      code: 'wrong-usage',
      message: '--wait takes a number of seconds from 1 to 3600.',
    });
    expect(await house.app().store.tests('2026-01-01T00:00:00Z')).toEqual([]);
  });
});

test('somebody on the rota whom nothing can reach is named, and it does not end well', async () => {
  await house.end();
  house = await startHouse({
    deployment: (one) => ({
      ...one,
      people: one.people.map((person) =>
        person.id === 'rosa-lind'
          ? { id: person.id, name: person.name, roles: person.roles, terminal: 'rosa' }
          : person,
      ),
    }),
  });
  const { status, err } = await run();
  expect(status).toBe(1);
  expect(err).toContain('Rosa Lind has no way to be reached. Give them a teams or slack id in people.yaml.');
});
