import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tokenOf as buttonToken } from '../../src/conversation/message-token.ts';
import { filledIn, tokenOf } from '../support/hazards/checks-made.ts';
import { type QuietHouse, quietHouse, WEBHOOK } from '../support/hazards/quiet-house.ts';
import { cardText } from '../support/transcript/card-text.ts';

/** What somebody types in the forms about a concern is in the record and with whom it is for, and nowhere in clear. */

const PLACES = ['reply-text', 'case-note', 'taken-by', 'their-reference'] as const;
const canary = (place: string) => `Kestrel${place.replace('-', '')}Ivory`;
const CANARY = /Kestrel|Ivory/i;
const AUTHOR = 'sam-okafor';
const LEAD = 'priya-nair';
const CHANNEL = '19:safeguarding-decisions@thread.tacv2';

let house: QuietHouse;
let reference: string;
beforeAll(async () => {
  house = await quietHouse('2026-11-23T10:00:00Z');
  await house.say(AUTHOR, 'emergency');
  await house.until('2026-11-23T10:40:00Z');
  reference = (await house.app.store.openCases())[0] ?? '';
  const page = (await house.app.store.deliveriesAbout(reference)).find(
    ({ destination: to, page: asks }) => asks && to.kind === 'direct-message' && to.person === LEAD,
  );
  const press = (button: Parameters<typeof buttonToken>[0]['button']) =>
    house.press(LEAD, buttonToken({ button, message: page?.id ?? '' }));
  await press('take');
  const typed = Object.fromEntries(PLACES.map((place) => [place, canary(place)]));
  const words = house.content.dialog.words;
  const day = { 'answered-on': '2026-11-23' };
  // First with something missing where that can be, so that the form comes back; then whole.
  for (const [form, label] of [
    ['reply-form', 'button-send-reply'],
    ['received-form', 'button-received'],
    ['close-form', 'button-close-now'],
  ] as const) {
    const drawn = await press(form);
    const send = tokenOf(drawn, words[label] ?? '');
    if (form !== 'reply-form') await house.press(LEAD, send, { ...typed, ...day });
    await house.press(LEAD, send, { ...filledIn(drawn), ...typed, ...day });
  }
  await house.until('2026-11-23T12:00:00Z');
}, 30_000);
afterAll(() => house.end());

test('it is in the record, and the answer is with whoever raised it', async () => {
  const bodies = JSON.stringify((await house.app.store.entries(reference)).map(({ body }) => body));
  for (const place of PLACES) expect(bodies, place).toContain(canary(place));
  expect(house.reached(AUTHOR).join('\n')).toContain(canary('reply-text'));
  for (const place of PLACES.slice(1))
    expect(house.reached(AUTHOR).join('\n'), place).not.toContain(canary(place));
});

test('it is in no log, event, list or export of anything but the record, no channel, and no other system', async () => {
  expect(house.log.join('\n')).not.toMatch(CANARY);
  expect(house.log.length).toBeGreaterThan(0);
  const entries = await house.app.store.entries(reference);
  expect(JSON.stringify(entries.map(({ entry }) => entry))).not.toMatch(CANARY);
  for (const { destination, lastFault } of await house.app.store.deliveries())
    expect(JSON.stringify([destination, lastFault])).not.toMatch(CANARY);
  for (const whom of [CHANNEL, WEBHOOK, LEAD, 'tom-ellis', 'rosa-lind'])
    expect(house.reached(whom).join('\n'), whom).not.toMatch(CANARY);
  const [list = '', verify = '', table = '', lines = ''] = await house.commands('jo-hart');
  for (const printed of [list, verify, table, lines]) expect(printed).not.toMatch(CANARY);
  expect(lines).toContain(reference);
  for (const person of [LEAD, 'tom-ellis']) expect(cardText(await house.home(person))).not.toMatch(CANARY);
});

test('it is in no file in clear', () => {
  const names = readdirSync(house.folder);
  expect(names).toEqual(expect.arrayContaining(['share-check.db', 'decisions.jsonl']));
  for (const name of names) {
    const bytes = readFileSync(join(house.folder, name));
    for (const encoding of ['latin1', 'utf16le'] as const)
      expect(CANARY.test(bytes.toString(encoding)), `${name} (${encoding})`).toBe(false);
    expect(CANARY.test(Buffer.from(bytes.toString('latin1'), 'base64').toString('latin1')), name).toBe(false);
  }
});
