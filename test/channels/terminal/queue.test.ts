import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeliveryEventBody } from '../../../src/records/entry.ts';
import { type RealHouse, startHouse } from '../../support/house.ts';
import type { Driver, Fields } from '../../support/transcript/driver.ts';
import { eachAlone, severalPeople } from '../../support/transcript/several-people.ts';
import { terminalDriver } from '../../support/transcript/terminal-driver.ts';

/** The list of open concerns through the terminal's real input and output, as three people use it one after the other. */

let house: RealHouse;
let at: Driver;
beforeEach(async () => {
  house = await startHouse();
  at = await severalPeople(house, 'sam-okafor', eachAlone(terminalDriver));
});
afterEach(() => at.end());

/** What is on the screen, without the breaks between lines. */
const flat = (shown: string) => shown.replace(/\s+/g, ' ');
const say = async (text: string) => flat(await at.say(text));
const tap = async (label: string, fields: Partial<Fields> = {}) =>
  flat(await at.tap(label, { filled: new Map(), chosen: new Map(), ...fields }));
const speaks = async (person: string) => at.speaks?.(person);
const reference = async () => (await house.entries()).at(-1)?.entry.reference ?? '';
const deeds = async () =>
  (await house.entries()).flatMap(({ entry, body }) => {
    const { event, detail, to, outcome } = body as DeliveryEventBody;
    const byHand = ['acknowledged', 'taken', 'handed-over', 'replied', 'done'].includes(event);
    return entry.kind === 'delivery-event' && byHand
      ? [[event, detail, to ?? outcome].filter(Boolean).join(' ')]
      : [];
  });
/** What somebody has received last, a minute later. */
const hears = async (person: string): Promise<string> => {
  await house.wait(60);
  return flat((await house.received()).findLast(({ to }) => to === person)?.text ?? '');
};
/** The concern, looked at from the list. */
const look = async (): Promise<string> => {
  await say('queue');
  return tap(`Look at ${await reference()}`);
};

test('take, reply, hand over, close: each from the list, and whoever raised it hears of each', async () => {
  await say('share check');
  await tap('Yes, in danger now');

  await speaks('priya-nair');
  await house.wait(120);
  expect(await say('open concerns')).toContain(
    `Look at ${await reference()} Emergency, act now, 2 min old. Sent. Nobody has acknowledged it yet.`,
  );
  expect(await look()).toContain('Raised by: Sam Okafor, class teacher');
  expect(await tap('I’ll take this')).toContain('Priya Nair has taken it on, 23 November 2026, 10.17am.');
  expect(await hears('sam-okafor')).toContain('Priya Nair has taken on your concern');

  // What can be done next stands below what was done.
  expect(await tap('Reply')).toContain('Answer whoever raised it');
  const first = await tap('Send the reply', {
    chosen: new Map([['Choose an answer, or write your own', ['I will ring you today.']]]),
    filled: new Map([['Your own words', 'He is outside with a knife.']]),
  });
  // What may mean danger brings up the numbers; what was filled in is still there.
  expect(first).toContain('999');
  expect(await deeds()).toEqual(['taken priya-nair']);
  await tap('Send the reply');
  expect(await hears('sam-okafor')).toContain('I will ring you today. He is outside with a knife.');

  await look();
  await tap('Hand over');
  const handed = await tap('Hand it over', { chosen: new Map([['To whom?', ['Tom Ellis, head teacher']]]) });
  expect(handed).toContain('Handed to Tom Ellis');
  expect(await hears('tom-ellis')).toContain('Priya Nair handed this to you');
  expect(await hears('sam-okafor')).toContain('Your concern was handed to Tom Ellis');

  await speaks('tom-ellis');
  expect(await say('queue')).toContain('They have not taken it on yet.');
  await look();
  await tap('I’ll take this');
  await tap('Say what came of it');
  // It asks what came of it; without an answer nothing is closed.
  expect(await tap('Close the concern')).toContain('What came of it?');
  expect(await deeds()).not.toContain('done tom-ellis');
  await look();
  await tap('Say what came of it');
  const closed = await tap('Close the concern', {
    chosen: new Map([['What came of it?', ['Referred to children’s social care']]]),
    filled: new Map([['Anything to add', 'Rang them at once.']]),
  });
  expect(closed).toContain('Tom Ellis closed it');
  expect(await hears('sam-okafor')).toContain('Referred to children’s social care');
  expect(await say('queue')).toContain('Nothing is open.');
  expect(await deeds()).toEqual([
    'taken priya-nair',
    'replied priya-nair',
    'handed-over priya-nair tom-ellis',
    'taken tom-ellis',
    'done tom-ellis referred',
  ]);
});

test('whoever is not of the safeguarding team sees no list, and nobody acts on their own concern', async () => {
  await say('share check');
  await tap('Yes, in danger now');
  expect(await say('queue')).toContain('Only the safeguarding team sees this list.');
  await speaks('tom-ellis');
  await say('share check');
  await tap('Yes, in danger now');
  const own = await look();
  expect(own).toContain('You raised this one. Somebody else acts on it.');
  expect(own).not.toContain('I’ll take this');
  expect(await deeds()).toEqual([]);
});
