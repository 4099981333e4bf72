import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, expect, test } from 'vitest';
import type { Destination } from '../src/delivery/delivery.ts';
import type { DeliveryEventBody } from '../src/records/entry.ts';
import { type RealHouse, startHouse } from './support/house.ts';
import { tappable } from './support/transcript/card-text.ts';

let house: RealHouse;
afterEach(() => house.end());

let events = 0;
const said = (person: string, what: object) => {
  events += 1;
  const speaker = { channel: 'teams', userId: house.userId(person, 'teams') };
  return house.handle({ id: `event-${events}`, speaker, ...what } as Parameters<typeof house.handle>[0]);
};
async function walks(person: string, ...labels: readonly string[]): Promise<void> {
  let reply = await said(person, { kind: 'message', text: 'share check' });
  for (const label of labels) {
    const token = reply.cards.flatMap(tappable).find((one) => one.label === label)?.token;
    reply = await said(person, { kind: 'press', token, inputs: {} });
  }
}
const emergency = (person: string) => walks(person, 'Yes, in danger now');
async function leftUnfinished(person: string): Promise<void> {
  await walks(person, 'No, it is not urgent', 'A child may be at risk', 'Just tell me what to do');
  const sure = await said(person, { kind: 'message', text: 'stop' });
  const leave = sure.cards.flatMap(tappable).find(({ label }) => label === 'Leave it');
  await said(person, { kind: 'press', token: leave?.token, inputs: {} });
}
/** Time in which the service does not run. */
async function stopped(hours: number): Promise<void> {
  await house.storage(false);
  await house.wait(hours * 60 * 60);
  await house.storage(true);
  await house.restart();
}
const steps = async () =>
  (await house.entries()).flatMap(({ entry, body }) => {
    const { event, destination } = body as DeliveryEventBody;
    return entry.kind === 'delivery-event' && ['escalated', 'author-told'].includes(event)
      ? [{ reference: entry.reference, step: `${event} ${destination}`, at: entry.createdAt }]
      : [];
  });
/** Messages to people, in order of writing. */
function messages() {
  const raw = new SqliteDatabase(join(house.folder, 'share-check.db'), { readonly: true });
  const rows = raw.prepare('select reference, destination from deliveries order by position').all();
  raw.close();
  return (rows as { reference: string; destination: string }[]).flatMap(({ reference, destination }) => {
    const to = JSON.parse(destination) as Destination;
    return to.kind === 'direct-message' ? [{ reference, to: to.person }] : [];
  });
}

test('an hour that was missed leads to one page, not to one for every minute of it', async () => {
  house = await startHouse();
  await emergency('sam-okafor');
  await stopped(1);
  await house.wait(60);
  const after = await steps();
  expect(after.map(({ step }) => step)).toEqual([
    'author-told direct-message:sam-okafor',
    'escalated direct-message:tom-ellis',
  ]);
  // And from then on as always: the next person after four minutes.
  await house.wait(3 * 60);
  expect(await steps()).toHaveLength(2);
  await house.wait(60);
  expect((await steps()).at(-1)?.step).toBe('escalated direct-message:rosa-lind');
});

test('after hours without the service emergencies come first, each once, and nothing is forgotten', async () => {
  house = await startHouse();
  await leftUnfinished('lena-fox');
  await leftUnfinished('sam-okafor');
  await emergency('sam-okafor');
  await emergency('lena-fox');
  const urgent = (await house.entries()).filter(({ entry }) => entry.kind === 'opened');
  expect(urgent).toHaveLength(2);
  const known = messages().length;
  await stopped(3);
  await house.wait(60);
  const after = messages().slice(known);
  const emergencies = urgent.map(({ entry }) => entry.reference);
  expect(after.map(({ reference, to }) => [emergencies.indexOf(reference), to])).toEqual([
    [0, 'sam-okafor'],
    [0, 'tom-ellis'],
    [1, 'lena-fox'],
    [1, 'tom-ellis'],
    [-1, 'tom-ellis'],
    [-1, 'tom-ellis'],
    // Then the reminders to finish a record.
    [1, 'lena-fox'],
    [0, 'sam-okafor'],
  ]);
});
