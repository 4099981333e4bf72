import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRespond, type Respond } from '../../../src/channels/slack/respond.ts';
import { type SlackApi, SlackFault } from '../../../src/channels/slack/slack-api.ts';
import type { SlackTurn, Surface } from '../../../src/channels/slack/slack-turn.ts';
import type { Card } from '../../../src/conversation/card.ts';
import type { TurnEvent, TurnReply } from '../../../src/conversation/event.ts';
import { Fault } from '../../../src/fault.ts';

const EPHEMERAL = 'https://hooks.slack.com/actions/1';
const STEP: Card = {
  title: 'What is the worry?',
  summary: 'A question.',
  window: true,
  blocks: [{ kind: 'text', text: 'Choose one.' }],
  buttons: [{ token: 't1', label: 'Back', style: 'plain' }],
};
const ANSWER: Card = { ...STEP, title: 'An answer', window: undefined as never, buttons: [] };
const FORM: Card = {
  ...STEP,
  title: 'A form',
  blocks: [
    {
      kind: 'input',
      id: 'shared',
      label: 'What was shared?',
      maxLength: 100,
      error: 'Write what was shared.',
    },
    { kind: 'input', id: 'why', label: 'Why?', maxLength: 100 },
  ],
  buttons: [{ token: 't2', label: 'Record it', style: 'primary', submits: true }],
};

/** Every call in order: the method, and what of it matters here. */
let calls: { readonly method: string; readonly to: string; readonly shown: string }[];
let refused: Map<string, string[]>;
let reply: (event: TurnEvent) => Promise<Card>;
let unsaved: Omit<TurnReply, 'cards'>;
let reported: string[];
let respond: Respond;

const show = (value: unknown): string => JSON.stringify(value);

beforeEach(() => {
  calls = [];
  refused = new Map();
  reported = [];
  unsaved = {};
  reply = async () => STEP;
  const called = async (method: string, to: string, value: unknown): Promise<void> => {
    calls.push({ method, to, shown: show(value) });
    const code = refused.get(method)?.shift();
    if (code !== undefined) throw new SlackFault(code, code.startsWith('http'));
  };
  const api: SlackApi = {
    whoAmI: () => Promise.reject(new Error('not asked here')),
    openView: async (trigger, view) => {
      await called('open', trigger, view);
      return 'V1';
    },
    updateView: (viewId, view) => called('update-view', viewId, view),
    publishHome: (userId, view) => called('home', userId, view),
    post: async (channel, message, under) => {
      await called('post', under === undefined ? channel : `${channel} under ${under}`, message);
      return '1.0';
    },
    update: (channel, ts, message) => called('update', `${channel} ${ts}`, message),
    postPrivately: (channel, userId, message) => called('post-privately', `${channel} ${userId}`, message),
    respond: (url, message, replace) => called(replace ? 'replace' : 'respond', url, message),
    openChat: async (userId) => `D-${userId}`,
    channel: () => Promise.reject(new Error('not asked here')),
    members: async () => [],
    member: () => Promise.reject(new Error('not asked here')),
  };
  respond = createRespond({
    api,
    handle: async (event) => ({ cards: [await reply(event)], ...unsaved }),
    home: async () => ({ cards: [ANSWER] }),
    identity: () => ({ team: 'T1', userId: 'B1', botId: 'B2', scopes: [] }),
    report: ({ code }) => reported.push(code),
    times: { openWithinMs: 40, submitWithinMs: 40, againMs: 1, idleMs: 60_000 },
  });
});
afterEach(() => respond.stop());

const speaker = { channel: 'slack', userId: 'U1' } as const;

function turn(from: Surface, more: Partial<SlackTurn> = {}): SlackTurn {
  const trigger = from.kind === 'mention' || from.kind === 'chat' ? undefined : 'trigger-1';
  return {
    event: { id: 'e1', speaker, kind: 'press', token: 't1', inputs: {} },
    from,
    trigger,
    team: 'T1',
    fields: [],
    ...more,
  };
}
const typed = (text: string): Pick<SlackTurn, 'event'> => ({
  event: { id: 'e1', speaker, kind: 'message', text },
});
const COMMAND: Surface = { kind: 'command', responseUrl: EPHEMERAL };
const IN_CHAT: Surface = {
  kind: 'message',
  channel: 'D1',
  ts: '1.0',
  responseUrl: EPHEMERAL,
  ephemeral: false,
};
const methods = () => calls.map(({ method, to }) => `${method} ${to}`);
const slowly = (card: Card) => () => new Promise<Card>((resolve) => setTimeout(() => resolve(card), 120));

describe('a command', () => {
  test('opens the window with the step it comes to', async () => {
    await respond.turn(turn(COMMAND, typed('share check')));
    expect(methods()).toEqual(['open trigger-1']);
    expect(calls[0]?.shown).toContain('What is the worry?');
  });

  test('opens the window before a slow answer is there, with 999 in it, and shows the answer there when it comes', async () => {
    reply = slowly(STEP);
    await respond.turn(turn(COMMAND, typed('share check')));
    expect(methods()).toEqual(['open trigger-1', 'update-view V1']);
    expect(calls[0]?.shown).toContain('999');
    expect(calls[1]?.shown).toContain('What is the worry?');
  });

  test('with a question is answered to this person alone', async () => {
    reply = async () => ANSWER;
    await respond.turn(turn(COMMAND, typed('do I need consent')));
    expect(methods()).toEqual([`respond ${EPHEMERAL}`]);
  });

  test('whose window opens too late is answered with the card itself and a button that opens it', async () => {
    refused.set('open', ['expired_trigger_id']);
    await respond.turn(turn(COMMAND, typed('share check')));
    expect(methods()).toEqual(['open trigger-1', `respond ${EPHEMERAL}`]);
    expect(calls[1]?.shown).toContain('Nothing is lost');
    expect(calls[1]?.shown).toContain('What is the worry?');
    expect(reported).toEqual(['slack-expired-trigger-id']);
  });

  test('a form whose window opens too late is pointed to, with the numbers and a button', async () => {
    refused.set('open', ['expired_trigger_id']);
    reply = async () => FORM;
    await respond.turn(turn(COMMAND, typed('resume')));
    expect(calls[1]?.shown).toContain('say:resume');
    expect(calls[1]?.shown).toContain('999');
    expect(calls[1]?.shown).not.toContain('plain_text_input');
  });

  test('of somebody of another workspace is not taken in', async () => {
    let asked = false;
    reply = async () => {
      asked = true;
      return STEP;
    };
    await respond.turn(turn(COMMAND, { ...typed('what is this'), team: 'T2' }));
    expect(asked).toBe(false);
    expect(calls[0]?.shown).toContain('999');
  });

  test('that fails says so, with 999, and tells the operator the code alone', async () => {
    reply = async () => {
      throw new Fault('store-gone', 'The store cannot be read.', 'Look at the disk.');
    };
    await respond.turn(turn(COMMAND, typed('share check')));
    expect(calls[0]?.shown).toContain('The store cannot be read.');
    expect(calls[0]?.shown).toContain('999');
    expect(reported).toEqual(['store-gone']);
  });
});

describe('a press in the window', () => {
  const window: Surface = { kind: 'window', viewId: 'V7' };

  test('changes the window', async () => {
    await respond.turn(turn(window));
    expect(methods()).toEqual(['update-view V7']);
  });

  test('that fails says so with a way back to the check', async () => {
    reply = () => Promise.reject(new Error('broken'));
    await respond.turn(turn(window));
    expect(calls[0]?.shown).toContain('not taken in');
    expect(calls[0]?.shown).toContain('say:resume');
  });

  test('of a window that is closed by now is kept and shown nowhere', async () => {
    refused.set('update-view', ['not_found']);
    await respond.turn(turn(window));
    expect(methods()).toEqual(['update-view V7']);
  });

  test('is shown again when Slack fails once', async () => {
    refused.set('update-view', ['http_503']);
    await respond.turn(turn(window));
    expect(methods()).toEqual(['update-view V7', 'update-view V7']);
  });

  test('comes into the chat when Slack fails for good: nobody waits for advice in front of an old window', async () => {
    refused.set('update-view', ['http_503', 'http_503']);
    await respond.turn(turn(window));
    expect(methods()).toEqual(['update-view V7', 'update-view V7', 'post D-U1']);
    expect(calls[2]?.shown).toContain('What is the worry?');
  });
});

describe('the window’s own button', () => {
  const sent = turn({ kind: 'window', viewId: 'V7' }, { fields: ['shared', 'why'] });

  test('shows what is to be put right in its field', async () => {
    reply = async () => FORM;
    expect(await respond.submit(sent)).toEqual({
      response_action: 'errors',
      errors: { shared: 'Write what was shared.' },
    });
  });

  test('shows the card whole when a field is at fault that was not there', async () => {
    reply = async () => FORM;
    expect(await respond.submit({ ...sent, fields: ['why'] })).toMatchObject({ response_action: 'update' });
  });

  test('goes on to the next card', async () => {
    const answer = await respond.submit(sent);
    expect(answer.response_action).toBe('update');
    expect(show(answer)).toContain('What is the worry?');
    expect(calls).toEqual([]);
  });

  test('that fails keeps what was typed, and says so in the form', async () => {
    reply = () => Promise.reject(new Error('broken'));
    const answer = await respond.submit(sent);
    expect(answer).toEqual({ response_action: 'errors', errors: { why: expect.stringContaining('999') } });
    expect(show(answer)).toContain('Your answer was not taken in');
  });

  test('is answered before Slack gives up, and the card follows', async () => {
    reply = slowly(STEP);
    expect(show(await respond.submit(sent))).toContain('999');
    await respond.stop();
    expect(methods()).toEqual(['update-view V7']);
  });
});

describe('a press on a message', () => {
  test('changes the message in place', async () => {
    reply = async () => ANSWER;
    await respond.turn(turn(IN_CHAT));
    await respond.turn(turn({ ...IN_CHAT, ephemeral: true } as Surface));
    expect(methods()).toEqual(['update D1 1.0', `replace ${EPHEMERAL}`]);
  });

  test('that comes to a step opens the window, and the message loses its buttons but the one that opens it again', async () => {
    await respond.turn(turn(IN_CHAT));
    expect(methods()).toEqual(['open trigger-1', 'update D1 1.0']);
    expect(calls[1]?.shown).toContain('say:resume');
    expect(calls[1]?.shown).not.toContain('"t1"');
  });

  test('that was delivered opens the record in a window and stays as it is', async () => {
    const event = { id: 'e1', speaker, kind: 'press', token: 'm:open:1', inputs: {} } as const;
    await respond.turn(turn({ ...IN_CHAT, channel: 'C1' } as Surface, { event }));
    expect(methods()).toEqual(['open trigger-1']);
  });

  test('of a list, for something beside the conversation, leaves the list as it is', async () => {
    unsaved = { beside: true };
    await respond.turn(turn(IN_CHAT));
    expect(methods()).toEqual(['open trigger-1']);
    reply = async () => ANSWER;
    await respond.turn(turn(IN_CHAT));
    expect(methods().slice(1)).toEqual([`respond ${EPHEMERAL}`]);
  });

  test('that was delivered and may not be opened says so to this person alone', async () => {
    reply = async () => ANSWER;
    const event = { id: 'e1', speaker, kind: 'press', token: 'm:open:1', inputs: {} } as const;
    await respond.turn(turn({ ...IN_CHAT, channel: 'C1' } as Surface, { event }));
    expect(methods()).toEqual([`respond ${EPHEMERAL}`]);
  });

  describe('that acknowledges', () => {
    const event = { id: 'e1', speaker, kind: 'press', token: 'm:ack:1', inputs: {} } as const;
    const button = (token: string) => ({ token, label: token, style: 'plain' }) as const;
    const message = (...tokens: string[]): Card => ({ ...ANSWER, buttons: tokens.map(button) });

    test('shows so in place', async () => {
      reply = async () => message('m:open:1');
      await respond.turn(turn(IN_CHAT, { event }));
      // And in the list of App Home.
      expect(methods()).toEqual(['update D1 1.0', 'home U1']);
    });

    test('shows so in place where the message has done its work by it', async () => {
      unsaved = { settles: true };
      reply = async () => ANSWER;
      await respond.turn(turn(IN_CHAT, { event }));
      expect(methods()).toEqual(['update D1 1.0', 'home U1']);
    });

    test.each<[string, () => void]>([
      [
        'cannot be written down',
        () => {
          unsaved = { unsaved: true };
          reply = async () => message('m:ack:1', 'm:open:1');
        },
      ],
      [
        'fails',
        () => {
          reply = () => Promise.reject(new Error('broken'));
        },
      ],
      [
        'is of no message that is known here',
        () => {
          reply = async () => message('help');
        },
      ],
      [
        'answers with another message',
        () => {
          reply = async () => message('m:open:2');
        },
      ],
    ])('and %s: the message stays with its buttons, and the answer stands beside it', async (_, comes) => {
      comes();
      await respond.turn(turn(IN_CHAT, { event }));
      expect(methods()).toEqual([`respond ${EPHEMERAL}`]);
      expect(calls[0]?.shown).not.toContain('"m:');
    });
  });

  test('that fails leaves the card that was pressed, so that it can be pressed again', async () => {
    reply = () => Promise.reject(new Error('broken'));
    await respond.turn(turn(IN_CHAT));
    expect(methods()).toEqual([`respond ${EPHEMERAL}`]);
    expect(calls[0]?.shown).toContain('not taken in');
    expect(reported).toEqual(['turn-failed']);
  });
});

describe('what is typed', () => {
  test('in a chat is answered there', async () => {
    reply = async () => ANSWER;
    await respond.turn(turn({ kind: 'chat', channel: 'D1', thread: undefined }, typed('do I need consent')));
    expect(methods()).toEqual(['post D1']);
  });

  test('in a thread of a chat is answered in it, or beside it where Slack does not take that', async () => {
    reply = async () => ANSWER;
    const from: Surface = { kind: 'chat', channel: 'D1', thread: '2.0' };
    await respond.turn(turn(from, typed('do I need consent')));
    refused.set('post', ['thread_not_found']);
    await respond.turn(turn(from, typed('do I need consent')));
    expect(methods()).toEqual(['post D1 under 2.0', 'post D1 under 2.0', 'post D1']);
  });

  test('in a chat and comes to a form is pointed to', async () => {
    reply = async () => FORM;
    await respond.turn(turn({ kind: 'chat', channel: 'D1', thread: undefined }, typed('resume')));
    expect(calls[0]?.shown).toContain('say:resume');
  });

  test('in a channel is answered to this person alone, who hears that others can read the question', async () => {
    reply = async () => ANSWER;
    const from: Surface = { kind: 'mention', channel: 'C1', thread: '2.0' };
    await respond.turn(turn(from, typed('do I need consent')));
    expect(methods()).toEqual(['post-privately C1 U1']);
    expect(calls[0]?.shown).toContain('delete it');
    refused.set('post-privately', ['user_not_in_channel']);
    await respond.turn(turn(from, typed('do I need consent')));
    expect(methods().at(-1)).toBe('post D-U1');
  });
});

test('App Home shows the home card, again when a window was closed', async () => {
  await respond.home('U1');
  await respond.closed('U1', 'V1');
  expect(methods()).toEqual(['home U1', 'home U1']);
});
