import { PassThrough, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { createTerminalChannel, type TerminalOptions } from '../../../src/channels/terminal/index.ts';
import type { Card } from '../../../src/conversation/card.ts';
import type { TurnEvent } from '../../../src/conversation/event.ts';
import { DeliveryError } from '../../../src/delivery/messenger.ts';
import { Fault } from '../../../src/fault.ts';

const card = (rest: Partial<Card>): Card => ({
  title: 'A card',
  summary: 's',
  blocks: [],
  buttons: [],
  ...rest,
});

const QUESTION = card({
  title: 'Is a child in danger right now?',
  blocks: [
    {
      kind: 'options',
      options: [
        { token: 'yes', label: 'Yes' },
        { token: 'no', label: 'No' },
      ],
    },
    { kind: 'details', summary: 'More', blocks: [{ kind: 'text', text: 'Folded words.' }] },
  ],
  buttons: [{ token: 'why', label: 'Why are you asking?', style: 'plain' }],
});

const FORM = card({
  title: 'For the record',
  blocks: [
    {
      kind: 'select',
      id: 'told',
      label: 'Did you tell them?',
      required: true,
      options: [
        { token: 'before', label: 'Before' },
        { token: 'after', label: 'After' },
      ],
    },
    {
      kind: 'select',
      id: 'with',
      label: 'Who with?',
      several: true,
      hint: 'All that fit.',
      options: [
        { token: 'csc', label: 'Social care' },
        { token: 'police', label: 'Police' },
        { token: 'gp', label: 'GP' },
      ],
    },
    { kind: 'input', id: 'shared', label: 'What was shared?', required: true, maxLength: 20 },
    { kind: 'input', id: 'review', label: 'Look again on', date: true, maxLength: 10 },
  ],
  buttons: [
    { token: 'record', label: 'Record it', style: 'primary', submits: true },
    { token: 'back', label: 'Back', style: 'plain' },
  ],
});

/** The end of the first card with keys: the next line is awaited. */
const READY = 'Type a number or a letter. "help" says what else you can type; "quit" ends.\n> ';

type Handle = TerminalOptions['handle'];

function talk(handle: Handle, options: Partial<TerminalOptions> = {}) {
  const input = new PassThrough();
  let text = '';
  let watch: () => void = () => undefined;
  const output = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      text += chunk;
      watch();
      done();
    },
  });
  const events: TurnEvent[] = [];
  let ids = 0;
  const channel = createTerminalChannel({
    input,
    output,
    userId: 'sam',
    makeId: () => `id-${++ids}`,
    handle: (event) => {
      events.push(event);
      return handle(event);
    },
    ...options,
  });
  const seen = async (words: string): Promise<void> => {
    while (!text.includes(words)) {
      await new Promise<void>((resolve) => {
        watch = resolve;
      });
    }
  };
  return { channel, events, input, seen, text: () => text };
}

/** Types all lines, then ends the input; gives what was printed and what was sent. */
async function script(card: Card, lines: readonly string[], options: Partial<TerminalOptions> = {}) {
  const chat = talk(async () => ({ cards: [card] }), options);
  chat.input.end(lines.map((line) => `${line}\n`).join(''));
  await chat.channel.run();
  return { text: chat.text(), events: chat.events };
}

const sent = (events: readonly TurnEvent[]) =>
  events.map((event) => ('text' in event ? event.text : 'token' in event && [event.token, event.inputs]));

describe('a line', () => {
  test('is a message before there is a card, and picks by number or letter after', async () => {
    const { events } = await script(QUESTION, ['1', 'share check', '2', ' A. ', '1)']);
    expect(sent(events)).toEqual(['1', 'share check', ['no', {}], ['why', {}], ['yes', {}]]);
    expect(events.map(({ id }) => id)).toEqual(['id-1', 'id-2', 'id-3', 'id-4', 'id-5']);
    expect(events[0]?.speaker).toEqual({ channel: 'terminal', userId: 'sam' });
  });

  test('is a message when it is neither, and "999" always is', async () => {
    const { events } = await script(QUESTION, ['hello', 'what is consent?', '999', 'no', 'Yes']);
    expect(sent(events)).toEqual(['hello', 'what is consent?', '999', 'no', 'Yes']);
  });

  test('with a number or letter that is not there is answered here, and not sent', async () => {
    const { events, text } = await script(QUESTION, ['hello', '7', 'q', '']);
    expect(sent(events)).toEqual(['hello']);
    expect(text).toContain('There is no 7 here. Type a number from 1 to 3, or the letter a.');
    expect(text).toContain('There is no q here.');
  });

  test('that is far too long is not sent, and the person is told', async () => {
    const { events, text } = await script(QUESTION, ['x'.repeat(4001), 'x'.repeat(4000)]);
    expect(events).toHaveLength(1);
    expect(text).toContain('was not sent: 4000 characters at most');
  });

  test('loses its control characters', async () => {
    const { events } = await script(QUESTION, ['he\u001b[2Jllo\u0007']);
    expect(sent(events)).toEqual(['he[2Jllo']);
  });

  test('with the number of folded details shows them, and sends nothing', async () => {
    const { events, text } = await script(QUESTION, ['hello', '3', '1']);
    expect(text).toContain('Folded words.');
    expect(sent(events)).toEqual(['hello', ['yes', {}]]);
  });
});

describe('a form', () => {
  test('is asked field by field and sent with its button', async () => {
    const { events, text } = await script(FORM, ['go', '2', '1, 3', 'a worry', '23/11/2026', 'a']);
    expect(sent(events)[1]).toEqual([
      'record',
      { told: 'after', with: ['csc', 'gp'], shared: 'a worry', review: '2026-11-23' },
    ]);
    expect(text).toContain('1 of 4  Did you tell them?\n  1  Before\n  2  After');
    expect(text).toContain('2 of 4  Who with?\nAll that fit.');
    expect(text).toContain('That is all. Now type a for "Record it"');
  });

  test('Enter leaves out what is optional, and asks again for what is needed', async () => {
    const { events, text } = await script(FORM, ['go', '', '1', '', '', 'x', '', 'a']);
    expect(text.match(/This one is needed/g)).toHaveLength(2);
    expect(sent(events)[1]).toEqual(['record', { told: 'before', with: [], shared: 'x' }]);
  });

  test('back goes one field up, and the answer there can be changed', async () => {
    const { events } = await script(FORM, ['go', '1', 'back', '2', '', 'x', '', 'back', '2026-12-01', 'a']);
    expect(sent(events)[1]).toEqual([
      'record',
      { told: 'after', with: [], shared: 'x', review: '2026-12-01' },
    ]);
  });

  test('words that were typed are still in it after a question in the middle, but not after another card', async () => {
    const replies = [FORM, QUESTION, FORM, QUESTION, QUESTION, FORM];
    const chat = talk(async () => ({ cards: [replies.shift() ?? FORM] }));
    const over = ['1', '', 'a worry', 'back', 'back', 'what is consent?'];
    const lines = ['go', ...over, '2', '1', '', '', 'back', 'back', 'back', 'and GDPR?', '2', '2', '1', ''];
    chat.input.end(lines.map((line) => `${line}\n`).join(''));
    await chat.channel.run();
    expect(sent(chat.events).filter((each) => typeof each === 'string')).toEqual([
      'go',
      'what is consent?',
      'and GDPR?',
    ]);
    const [, , again, last] = chat.text().split('For the record');
    expect(again).toContain('Now: a worry');
    expect(last).not.toContain('a worry');
  });

  test('says what does not fit and asks again', async () => {
    const { events, text } = await script(FORM, [
      'go',
      '3',
      '1 2',
      '1',
      '4',
      '2',
      'x'.repeat(21),
      'x',
      '31/02/2027',
      '',
      'a',
    ]);
    expect(text.match(/Type a number from 1 to/g)).toHaveLength(2);
    expect(text).toContain('One number only here.');
    expect(text).toContain('That is 1 character too long: 20 at most.');
    expect(text).toContain('That is not a date. Write it as day/month/year');
    expect(sent(events)[1]).toEqual(['record', { told: 'before', with: ['police'], shared: 'x' }]);
  });

  test('a letter works at any field; only the sending button takes the answers along', async () => {
    const { events } = await script(FORM, ['go', '1', 'b', 'a']);
    expect(sent(events).slice(1)).toEqual([
      ['back', {}],
      ['record', { with: [] }],
    ]);
  });

  test('words where a number is asked go to the check, and typed answers survive the interruption', async () => {
    const { events } = await script(FORM, [
      'go',
      '1',
      '',
      'a worry',
      'back',
      'back',
      'is he safe?',
      '1',
      '',
      '',
      '',
      'a',
    ]);
    expect(sent(events)).toEqual([
      'go',
      'is he safe?',
      ['record', { told: 'before', with: [], shared: 'a worry' }],
    ]);
  });

  test('shows what is chosen and written already, what is to be put right, and keeps it on Enter', async () => {
    const again = card({
      blocks: [
        {
          kind: 'select',
          id: 'told',
          label: 'Told?',
          options: [{ token: 'x', label: 'Before', chosen: true }],
        },
        {
          kind: 'input',
          id: 'why',
          label: 'Why?',
          value: 'because',
          error: 'Say in a few words why.',
          maxLength: 20,
        },
      ],
      buttons: [{ token: 'record', label: 'Record it', style: 'primary', submits: true }],
    });
    const { events, text } = await script(again, ['go', '', '', 'a', '', '-', 'a']);
    expect(text).toContain('  1  Before (chosen)');
    expect(text).toContain('2 of 2  Why?\n! Say in a few words why.\nNow: because');
    expect(sent(events).slice(1)).toEqual([
      ['record', { told: 'x', why: 'because' }],
      ['record', { told: 'x', why: '' }],
    ]);
  });
});

describe('leaving', () => {
  test.each([['quit'], ['EXIT']])(
    '"%s" ends, says that the check is kept, and reads no further',
    async (word) => {
      const { events, text } = await script(QUESTION, ['hello', word, 'more']);
      expect(sent(events)).toEqual(['hello']);
      expect(text.trimEnd().replace(/\s+/g, ' ')).toMatch(
        /is kept\. To go on, start this again and type: resume$/,
      );
    },
  );

  test('the end of the input ends it, after everything typed was answered', async () => {
    const { events, text } = await script(QUESTION, ['hello', '1', '2']);
    expect(events).toHaveLength(3);
    expect(text.match(/in danger right now/g)).toHaveLength(3);
  });

  test('stop ends it', async () => {
    const chat = talk(async () => ({ cards: [QUESTION] }));
    const running = chat.channel.run();
    await chat.seen('> ');
    chat.channel.stop();
    await running;
    expect(chat.text()).toContain('type: resume');
  });

  test('Ctrl-C and Ctrl-D end it where somebody sits at a terminal', async () => {
    for (const key of ['\u0003', '\u0004']) {
      const chat = talk(async () => ({ cards: [QUESTION] }), { interactive: true });
      const running = chat.channel.run();
      chat.input.write(key);
      await running;
      expect(chat.text()).toContain('type: resume');
    }
  });
});

test('when a turn fails the person is told what to do, without what they typed, and the card still works', async () => {
  const faults = [
    new Fault('store-full', 'The disk is full.', 'Make room on the disk.'),
    new Error('secret words at /somewhere'),
  ];
  let turn = 0;
  const chat = talk(async () => {
    turn += 1;
    const fault = faults[turn - 2];
    if (fault !== undefined) throw fault;
    return { cards: [QUESTION] };
  });
  chat.input.end('go\n1\nMum hit him\n2\n');
  await chat.channel.run();
  expect(chat.text()).toContain(
    'The disk is full.\nMake room on the disk.\nIf a child is in danger now, ring 999.',
  );
  expect(chat.text()).toContain('Something in Share Check failed, and your last line was not taken in.');
  expect(chat.text()).not.toMatch(/secret|somewhere|Mum/);
  expect(sent(chat.events).at(-1)).toEqual(['no', {}]);
});

describe('typed ahead', () => {
  const slow = async (options: Partial<TerminalOptions>) => {
    const next = card({
      title: 'Next',
      blocks: [{ kind: 'options', options: [{ token: 'other', label: 'Other' }] }],
    });
    let turn = 0;
    const chat = talk(async () => {
      turn += 1;
      return { cards: [turn === 1 ? QUESTION : next] };
    }, options);
    const running = chat.channel.run();
    chat.input.write('go\n');
    await chat.seen('in danger');
    await chat.seen(READY);
    chat.input.end('1\n1\n');
    await running;
    return sent(chat.events).slice(1);
  };

  test('where somebody looks at the screen, a double tap presses the same button twice', async () => {
    expect(await slow({ typeAhead: 'means-what-was-shown' })).toEqual([
      ['yes', {}],
      ['yes', {}],
    ]);
  });

  test('where somebody looks at the screen, a key typed before there was one is not used, words are', async () => {
    const chat = talk(async () => ({ cards: [QUESTION] }), { typeAhead: 'means-what-was-shown' });
    chat.input.end('go\n1\nresume\n');
    await chat.channel.run();
    expect(sent(chat.events)).toEqual(['go', 'resume']);
    expect(chat.text()).toContain('You typed that before this was shown');
  });

  test('in a script each line waits its turn', async () => {
    expect(await slow({})).toEqual([
      ['yes', {}],
      ['other', {}],
    ]);
  });
});

describe('messages of others', () => {
  const notice = card({
    title: 'A concern was raised',
    buttons: [{ token: 'take', label: "I'll take this", style: 'plain' }],
  });

  test('reach the person at this terminal, with keys that work beside those of the card', async () => {
    const chat = talk(async () => ({ cards: [QUESTION] }));
    const running = chat.channel.run();
    chat.input.write('go\n');
    await chat.seen(READY);
    await chat.channel.messenger.direct('sam', notice);
    await chat.channel.messenger.update(
      { kind: 'person', userId: 'sam' },
      'm1',
      card({ title: 'Somebody read it' }),
    );
    chat.input.end('b\n1\n');
    await running;
    expect(chat.text()).toContain('A message for you has changed\n  : Somebody read it');
    expect(chat.text()).toContain('A message for you\n  : A concern was raised');
    expect(sent(chat.events).slice(1)).toEqual([
      ['take', {}],
      ['yes', {}],
    ]);
  });

  test('to anybody else fail for good, and say what to do', async () => {
    const { channel } = talk(async () => ({ cards: [] }));
    for (const sending of [
      channel.messenger.direct('priya', notice),
      channel.messenger.post('staff', notice),
      channel.messenger.update({ kind: 'person', userId: 'priya' }, 'm1', notice),
      channel.messenger.update({ kind: 'channel', target: 'staff' }, 'm1', notice),
    ]) {
      const error = await sending.catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(DeliveryError);
      expect(error).toMatchObject({ permanent: true, remedy: expect.stringContaining('deliveries retry') });
    }
  });

  test('are shown set off in the local mode, without keys', async () => {
    const names: Record<string, string> = { 'id-7': 'the lead, Priya Nair,', staff: 'the channel "Staff"' };
    const chat = talk(async () => ({ cards: [QUESTION] }), { nameOf: (id) => names[id] });
    const running = chat.channel.run();
    chat.input.write('go\n');
    await chat.seen(READY);
    await chat.channel.localEcho.direct('id-7', notice);
    await chat.channel.localEcho.direct('id-8', notice);
    await chat.channel.localEcho.post('staff', notice);
    await chat.channel.localEcho.update({ kind: 'channel', target: 'staff' }, 'm1', notice);
    await chat.channel.localEcho.update({ kind: 'person', userId: 'id-7' }, 'm1', notice);
    chat.input.end('b\n');
    await running;
    expect(chat.text()).toContain('What the lead, Priya Nair, receives:\n  : A concern was raised');
    expect(chat.text()).toContain('What the lead receives:\n');
    expect(chat.text()).toContain('Posted to the channel "Staff":\n');
    expect(chat.text()).toContain('Changed in the channel "Staff":\n');
    expect(chat.text()).toContain('What the lead, Priya Nair, sees now:\n');
    expect(chat.events).toHaveLength(1);
  });
});
