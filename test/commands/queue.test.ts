import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { queueDeps } from '../../src/commands/open-queue.ts';
import { type QueueDeps, queueList } from '../../src/commands/queue.ts';
import { queueAct } from '../../src/commands/queue-act.ts';
import type { QueueAct } from '../../src/commands/queue-objection.ts';
import { personById } from '../../src/deployment/people.ts';
import type { DeliveryEventBody } from '../../src/records/entry.ts';
import { type RealHouse, startHouse } from '../support/house.ts';
import { cardText, tappable } from '../support/transcript/card-text.ts';
import { captured } from './command-io.ts';

/** What is typed in these tests; nothing else in the product contains it. */
const CANARY = 'Zzyzx has the form.';

let house: RealHouse;
beforeEach(async () => {
  house = await startHouse();
});
afterEach(() => house.end());

let events = 0;
const said = (person: string, what: object) => {
  events += 1;
  const speaker = { channel: 'teams', userId: house.userId(person, 'teams') };
  return house.handle({ id: `event-${events}`, speaker, ...what } as Parameters<typeof house.handle>[0]);
};
async function walks(person: string, ...labels: readonly string[]) {
  let reply = await said(person, { kind: 'message', text: 'share check' });
  for (const label of labels) {
    const button = reply.cards.flatMap(tappable).find((one) => one.label === label);
    if (button === undefined) throw new Error(`no "${label}" on:\n${reply.cards.map(cardText).join('\n')}`);
    reply = await said(person, { kind: 'press', token: button.token, inputs: {} });
  }
  return reply;
}
const newest = async () => (await house.entries()).at(-1)?.entry.reference ?? '';
/** Somebody's emergency, told to Priya. Gives its reference. */
async function emergency(person = 'sam-okafor'): Promise<string> {
  await walks(person, 'Yes, in danger now');
  return newest();
}
/** A worry that somebody left after the advice. */
async function leftUnfinished(person: string): Promise<string> {
  await walks(person, 'No, it is not urgent', 'A child may be at risk', 'Just tell me what to do');
  const sure = await said(person, { kind: 'message', text: 'stop' });
  const leave = sure.cards.flatMap(tappable).find(({ label }) => label === 'Leave it');
  await said(person, { kind: 'press', token: leave?.token, inputs: {} });
  return newest();
}

const depsFor = (id: string | null): QueueDeps => {
  const { content } = house;
  const person = { queue: id === null ? null : personById(content.deployment, id) };
  const config = { routes: { text: null, email: null, webhook: null } };
  return queueDeps({ config, content, store: house.app().store, person }, house.app().now);
};
type Options = Record<string, string | true>;
async function list(id: string | null, options: Options = {}) {
  const { io, texts } = captured();
  const status = await queueList({ words: [], options }, io, depsFor(id));
  return { status, ...texts };
}
async function act(what: QueueAct, id: string, reference: string, options: Options = {}, input = '') {
  const { io, texts } = captured();
  const given = { words: [reference], options };
  const status = await queueAct(what, given, { ...io, stdin: Readable.from([input]) }, depsFor(id));
  return { status, ...texts };
}
const references = (out: string) => [...out.matchAll(/^SC-\w{4}-\w{4}/gm)].map(([found]) => found);
const deeds = async () =>
  (await house.entries()).flatMap(({ entry, body }) => {
    if (entry.kind !== 'delivery-event') return [];
    const { event, detail, destination } = body as DeliveryEventBody;
    const byHand = ['acknowledged', 'taken', 'handed-over', 'replied', 'done'].includes(event);
    return byHand ? [`${event} ${detail} ${destination}`] : [];
  });
const lastTo = (person: string) => {
  const card = house.cards.findLast(({ to }) => to === person)?.card;
  return card === undefined ? '' : cardText(card);
};
const lastChangeFor = (person: string) => {
  const card = house.changed.findLast(({ to }) => to === person)?.card;
  return card === undefined ? '' : cardText(card);
};

describe('queue', () => {
  test('lists the most urgent first, then the oldest, with how old, how far and who', async () => {
    const today = await leftUnfinished('lena-fox');
    const early = await emergency();
    await house.wait(3 * 60);
    const late = await emergency('lena-fox');
    const { status, out } = await list('priya-nair');
    expect(status).toBe(0);
    expect(references(out)).toEqual([early, late, today]);
    expect(out).toMatch(new RegExp(`^${today} +Today +3 min old +Lena Fox`, 'm'));
    expect(out.split('\n')[0]).toMatch(/^Reference +How urgent +Age +Raised by +How far it has come$/);
    expect(out).toMatch(
      new RegExp(
        `^${early} +Emergency, act now +3 min old +Sam Okafor, class teacher +Sent\\. Nobody has ack`,
        'm',
      ),
    );
  });

  test('one JSON object a line, people by their ids', async () => {
    const reference = await emergency();
    await house.wait(60);
    await act('take', 'priya-nair', reference);
    const { out } = await list('tom-ellis', { json: true });
    expect(JSON.parse(out)).toEqual({
      reference,
      class: 'emergency',
      raisedAt: '2026-11-23T10:15:00.000Z',
      ageSeconds: 60,
      state: 'taken',
      inWords: 'Priya Nair has taken it on, 23 November 2026, 10.16am.',
      raisedBy: 'sam-okafor',
      acknowledgedBy: null,
      takenBy: 'priya-nair',
      handedTo: null,
      outcome: null,
    });
  });

  test('is for the safeguarding team: others, and nobody in particular, are told so plainly', async () => {
    await emergency();
    for (const id of ['jo-hart', 'alex-reid', 'sam-okafor', null]) {
      const refused = {
        code: 'not-allowed',
        message: expect.stringMatching(/role does not|Nobody is named/),
      };
      await expect(list(id)).rejects.toMatchObject(refused);
      if (id !== null) await expect(act('take', id, 'SC-7K3F-9QX3')).rejects.toMatchObject(refused);
    }
    expect(await deeds()).toEqual([]);
  });

  test('says so when nothing is open', async () => {
    expect(await list('priya-nair')).toEqual({ status: 0, out: '', err: 'Nothing is open.\n' });
  });
});

describe('whoever is kept out of a concern', () => {
  test('does not see it, and learns no more of it than of one that is not there', async () => {
    const open = await walks('sam-okafor', 'Waiting could make it worse', 'A child may be at risk');
    const reference = await newest();
    const keep = open.cards.flatMap(tappable).find(({ label }) => label.includes('kept out'));
    const form = await said('sam-okafor', { kind: 'press', token: keep?.token, inputs: {} });
    const priya = form.cards
      .flatMap(({ blocks }) => blocks.flatMap((b) => (b.kind === 'select' ? b.options : [])))
      .find(({ label }) => label.startsWith('Priya'));
    const these = form.cards.flatMap(({ buttons }) => buttons).find(({ submits }) => submits === true);
    await said('sam-okafor', {
      kind: 'press',
      token: these?.token,
      inputs: { 'kept-out': [priya?.token ?? ''] },
    });

    expect((await list('priya-nair')).err).toBe('Nothing is open.\n');
    expect(references((await list('rosa-lind')).out)).toEqual([reference]);
    const words = async (of: string) => {
      const { status, out, err } = await act('take', 'priya-nair', of);
      return { status, out, err: err.replaceAll(of, 'REF') };
    };
    expect(await words(reference)).toEqual(await words('SC-7K3F-9QX3'));
    expect(await deeds()).toEqual([]);
    // Nor can it be handed to them.
    await act('take', 'rosa-lind', reference);
    const to = await act('hand-over', 'rosa-lind', reference, { to: 'priya-nair' });
    expect(to).toMatchObject({ status: 1, err: expect.not.stringContaining('Priya') });
  });
});

describe('queue take', () => {
  test('changes the messages of others, tells the author, and stands in the record', async () => {
    const reference = await emergency();
    await house.wait(5 * 60);
    const { status, out } = await act('take', 'tom-ellis', reference.toLowerCase().replaceAll('-', ''));
    expect({ status, out }).toEqual({
      status: 0,
      out: `${reference}: Tom Ellis has taken it on, 23 November 2026, 10.20am.\n`,
    });
    expect(await deeds()).toEqual(['taken tom-ellis queue']);
    await house.wait(60);
    expect(lastChangeFor('priya-nair')).toContain('Tom Ellis');
    expect(lastTo('sam-okafor')).toContain('Tom Ellis');
  });

  test('takes it from nobody, unless that is said', async () => {
    const reference = await emergency();
    await act('take', 'priya-nair', reference);
    const refused = await act('take', 'tom-ellis', reference);
    expect(refused.status).toBe(1);
    expect(refused.err).toContain(`Priya Nair has taken it on`);
    expect(refused.err).toContain(`share-check queue take ${reference} --over`);
    expect(await deeds()).toHaveLength(1);
    expect((await act('take', 'priya-nair', reference)).status).toBe(0);
    expect(await deeds()).toHaveLength(1);
    expect((await act('take', 'tom-ellis', reference, { over: true })).out).toContain('Tom Ellis has taken');
    expect(await deeds()).toEqual(['taken priya-nair queue', 'taken tom-ellis queue']);
  });

  test('of two who come at once one has it, and the other is told who', async () => {
    const reference = await emergency();
    const both = await Promise.all(['priya-nair', 'tom-ellis'].map((id) => act('take', id, reference)));
    expect(both.map(({ status }) => status).sort()).toEqual([0, 1]);
    expect(both.find(({ status }) => status === 1)?.err).toMatch(/(Priya Nair|Tom Ellis) has taken it on/);
    expect(await deeds()).toHaveLength(1);
  });

  test('of one’s own concern is for somebody else', async () => {
    const reference = await emergency('priya-nair');
    for (const what of ['acknowledge', 'take', 'reply', 'close'] as const) {
      const options: Options =
        what === 'close' ? { outcome: 'referred' } : what === 'reply' ? { text: 'a' } : {};
      const { status, err } = await act(what, 'priya-nair', reference, options);
      expect({ status, err }).toEqual({
        status: 1,
        err: `${reference}: You raised this one. Somebody else acts on it.\n`,
      });
    }
    expect(await deeds()).toEqual([]);
  });

  test('of what is no reference does not repeat it', async () => {
    const { status, err } = await act('take', 'priya-nair', 'Kestrel Ivory');
    expect(status).toBe(1);
    expect(err).toContain('such as SC-');
    expect(err).not.toContain('Kestrel');
  });
});

test('queue acknowledge is written once, whoever comes second', async () => {
  const reference = await emergency();
  for (const id of ['priya-nair', 'priya-nair', 'tom-ellis']) {
    const { status, out } = await act('acknowledge', id, reference);
    expect(status).toBe(0);
    expect(out).toContain('Priya Nair has seen it');
  }
  expect(await deeds()).toEqual(['acknowledged priya-nair queue']);
});

describe('queue reply', () => {
  test('brings the answer to whoever raised it, from the command line or from standard input', async () => {
    const reference = await emergency();
    const { status, out, err } = await act('reply', 'priya-nair', reference, { text: CANARY });
    expect(status).toBe(0);
    expect(out).toBe(`${reference}: your answer goes to Sam Okafor.\n`);
    await house.wait(60);
    expect(lastTo('sam-okafor')).toContain(CANARY);
    expect(out + err).not.toContain('Zzyzx');
    await act('reply', 'priya-nair', reference, { text: '-' }, 'Stay where you are.\n');
    await house.wait(60);
    expect(lastTo('sam-okafor')).toContain('Stay where you are.');
    expect(await deeds()).toEqual(['replied priya-nair queue', 'replied priya-nair queue']);
  });

  test('without words, or with too many, is refused', async () => {
    const reference = await emergency();
    expect(await act('reply', 'priya-nair', reference)).toMatchObject({
      status: 1,
      err: expect.stringContaining('--text'),
    });
    const long = await act('reply', 'priya-nair', reference, { text: 'a'.repeat(502) });
    expect(long).toMatchObject({ status: 1, err: 'That is 2 characters too long: 500 at most.\n' });
    expect(await deeds()).toEqual([]);
  });

  test('that may mean danger brings up the numbers first, and writes nothing until nobody is in danger', async () => {
    const reference = await emergency();
    const words = 'He is bleeding and not breathing';
    const { status, out, err } = await act('reply', 'priya-nair', reference, { text: words });
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toMatch(/^ {2}999 {2}/m);
    expect(err).toContain('--not-in-danger');
    expect(err).not.toContain('bleeding');
    expect(await deeds()).toEqual([]);
    const again = await act('reply', 'priya-nair', reference, { text: words, 'not-in-danger': true });
    expect(again.status).toBe(0);
    expect(await deeds()).toEqual(['replied priya-nair queue']);
  });
});

describe('queue hand-over', () => {
  test('names to whom it can go, asks them, and is nobody’s until they take it', async () => {
    const reference = await emergency();
    expect(await act('hand-over', 'priya-nair', reference, { to: 'tom-ellis' })).toMatchObject({
      status: 1,
      err: expect.stringContaining(`Take it on first: share-check queue take ${reference}\n`),
    });
    await act('take', 'priya-nair', reference);
    for (const to of ['nobody', 'sam-okafor', 'jo-hart', 'priya-nair', '']) {
      const { status, err } = await act('hand-over', 'priya-nair', reference, { to });
      expect({ status, err }).toEqual({
        status: 1,
        err: 'It can be handed, with --to, to:\n  tom-ellis  Tom Ellis, head teacher\n  rosa-lind  Rosa Lind, chair of governors\n',
      });
    }
    const { status, out } = await act('hand-over', 'priya-nair', reference, { to: 'tom-ellis' });
    expect(status).toBe(0);
    expect(out).toContain('Handed to Tom Ellis');
    await house.wait(60);
    expect(lastTo('tom-ellis')).toContain('Priya Nair handed this to you');
    expect(lastTo('sam-okafor')).toContain('Tom Ellis');
    const { out: left } = await list('priya-nair', { json: true });
    expect(JSON.parse(left)).toMatchObject({ state: 'sent', handedTo: 'tom-ellis', takenBy: null });
  });
});

describe('queue close', () => {
  test('names the outcomes there are, and wants it taken on first', async () => {
    const reference = await emergency();
    const wrong = await act('close', 'priya-nair', reference, { outcome: 'Kestrel' });
    expect(wrong.status).toBe(1);
    expect(wrong.err).toMatch(/^ {2}no-further-action {4}Nothing more to do$/m);
    expect(wrong.err).not.toContain('Kestrel');
    const early = await act('close', 'priya-nair', reference, { outcome: 'referred' });
    expect(early).toMatchObject({ status: 1, err: expect.stringContaining('Take it on first') });
    await act('take', 'tom-ellis', reference);
    const theirs = await act('close', 'priya-nair', reference, { outcome: 'referred' });
    expect(theirs).toMatchObject({ status: 1, err: expect.stringContaining(`take ${reference} --over`) });
    expect(await deeds()).toEqual(['taken tom-ellis queue']);
  });

  test('ends it, tells the author what came of it and not the note, and leaves the list empty', async () => {
    const reference = await emergency();
    await act('take', 'priya-nair', reference);
    const { status, out } = await act('close', 'priya-nair', reference, {
      outcome: 'referred',
      note: CANARY,
    });
    expect(status).toBe(0);
    expect(out).toContain(
      'Priya Nair closed it, 23 November 2026, 10.15am: Referred to children’s social care.',
    );
    await house.wait(60);
    expect(lastTo('sam-okafor')).toContain('Referred to children’s social care');
    expect(house.cards.map(({ card }) => JSON.stringify(card)).join()).not.toContain('Zzyzx');
    expect((await list('priya-nair')).err).toBe('Nothing is open.\n');
    const body = (await house.entries()).map((one) => one.body as DeliveryEventBody);
    expect(body.find(({ event }) => event === 'done')).toMatchObject({ outcome: 'referred', text: CANARY });
    for (const what of ['take', 'close', 'hand-over'] as const) {
      const late = await act(what, 'tom-ellis', reference, { outcome: 'police', to: 'rosa-lind' });
      expect(late).toMatchObject({ status: 1, err: expect.stringContaining('Priya Nair closed it') });
    }
  });
});
