import { createTeamsChannel } from '../../../src/channels/teams/index.ts';
import { startServer } from '../../../src/http/server.ts';
import { foldedText, type InputPart, inputsOf, type Tap, tapsOf, visibleText } from './adaptive-reading.ts';
import type { Driver, Fields, House, Place } from './driver.ts';
import { sameWords } from './same-words.ts';
import { type Arrived, chatOf, type StubConnector, startStubConnector } from './stub-connector.ts';

/** Teams over HTTP: activities go to the real endpoint, and the Adaptive Cards that come back are read. */
export async function teamsPlace(house: House): Promise<Place> {
  const connector = await startStubConnector();
  const addresses = new Map<string, unknown>();
  const channel = createTeamsChannel({
    local: true,
    handle: (event) => house.handle(event),
    serviceUrl: connector.url,
    search: async () => ({ quotes: [], note: '' }),
    addresses: {
      load: async (userId) => addresses.get(userId),
      save: async (userId, address) => {
        addresses.set(userId, address);
      },
      forget: async (userId) => {
        addresses.delete(userId);
      },
      all: async () => [...addresses].map(([userId, address]) => ({ userId, address })),
    },
  });
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    local: true,
    messages: channel.receive,
    checks: {},
    deliveries: async () => ({}),
  });
  house.connect?.('teams', channel.messenger);
  let sent = 0;
  const post = async (activity: object): Promise<void> => {
    sent += 1;
    const response = await fetch(`http://127.0.0.1:${server.port}/api/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        id: `activity-${sent}`,
        channelId: 'msteams',
        serviceUrl: connector.url,
        recipient: { id: '28:share-check' },
        ...activity,
      }),
    });
    if (!response.ok) throw new Error(`The endpoint answered ${response.status}.`);
  };
  return {
    sit: (person) => personInTeams(house, house.userId(person, 'teams'), connector, post),
    end: async () => {
      await channel.stop();
      await server.close();
      await connector.close();
    },
  };
}

/** Drives Teams for one person who is there alone. */
export async function teamsDriver(house: House, person: string): Promise<Driver> {
  const place = await teamsPlace(house);
  const driver = await place.sit(person);
  return {
    ...driver,
    end: async () => {
      await place.end();
      await house.end();
    },
  };
}

function personInTeams(
  house: House,
  from: string,
  connector: StubConnector,
  send: (activity: object) => Promise<void>,
): Driver {
  const conversation = chatOf(from);
  const own = (): readonly Arrived[] => connector.arrived.filter((one) => one.conversation === conversation);
  let shown: readonly Arrived[] = [];

  /** Posts one activity; what came while it was answered is what stands in the chat now. */
  const post = async (activity: object): Promise<string> => {
    const before = own().length;
    await send({
      from: { id: `29:${from}`, aadObjectId: from },
      conversation: { id: conversation, conversationType: 'personal' },
      ...activity,
    });
    shown = own().slice(before);
    return read(shown);
  };
  const press = (
    on: Arrived,
    token: string,
    inputs: Readonly<Record<string, string>> = {},
  ): Promise<string> =>
    post({
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: on.activityId,
      value: { action: { type: 'Action.Execute', verb: 'press', data: { ...inputs, token } } },
    });

  return {
    say: (text) => post({ type: 'message', text }),
    tap: (label, fields) => {
      const { on, tap } = find(shown, label);
      if (fields.filled.size + fields.chosen.size > 0 && !tap.sends) {
        throw new Error(`"${label}" does not send what was filled in.`);
      }
      return press(on, tap.token, tap.sends ? fillIn(inputsOf(on.content), fields) : {});
    },
    doubleTap: async (label) => {
      const { on, tap } = find(shown, label);
      await press(on, tap.token);
      return press(on, tap.token);
    },
    tapOld: (label) => {
      const earlier = own().filter((one) => !shown.includes(one));
      const { on, tap } = find(earlier, label);
      return press(on, tap.token);
    },
    open: async (summary) => {
      for (const { content } of [...shown].reverse()) {
        const text = foldedText(content, (title) => sameWords(title) === sameWords(summary));
        if (text !== undefined) return text;
      }
      throw new Error(`Nothing to open is called "${summary}".`);
    },
    message: async (words) => {
      const all = own();
      const now = all.filter(
        ({ activityId }, at) => !all.slice(at + 1).some((later) => later.activityId === activityId),
      );
      const found = now.findLast((one) => sameWords(read([one])).includes(sameWords(words)));
      if (found === undefined)
        throw new Error(
          `No message says "${words}". There is:\n${now.map((one) => read([one])).join('\n\n')}`,
        );
      shown = [found];
      return read(shown);
    },
    restart: () => house.restart(),
    wait: (seconds) => house.wait(seconds),
    storage: (works) => house.storage(works),
    entries: () => house.entries(),
    received: () => house.received(),
    lead: house.lead,
    end: async () => undefined,
  };
}

const read = (all: readonly Arrived[]): string =>
  all.map(({ content, text }) => `${visibleText(content)}\n${text}`).join('\n');

/** The control with this label, on the newest card that has it. */
function find(cards: readonly Arrived[], label: string): { on: Arrived; tap: Tap } {
  for (const on of [...cards].reverse()) {
    const tap = tapsOf(on.content).find(({ title }) => sameWords(title) === sameWords(label));
    if (tap !== undefined) return { on, tap };
  }
  const there = cards.flatMap(({ content }) => tapsOf(content)).map(({ title }) => `"${title}"`);
  throw new Error(`Nothing to tap is called "${label}". There is: ${there.join(', ') || 'nothing'}.`);
}

/** What the client sends with a form: what stood there, and over it what was filled in and chosen. */
function fillIn(inputs: readonly InputPart[], fields: Fields): Record<string, string> {
  const values: Record<string, string> = {};
  for (const { id, value } of inputs) if (value !== undefined) values[id] = value;
  for (const [label, text] of fields.filled) values[field(inputs, label).id] = text;
  for (const [label, options] of fields.chosen) {
    const input = field(inputs, label);
    const tokens = options.map((option) => {
      const choice = input.choices.find(({ title }) => sameWords(title) === sameWords(option));
      if (choice !== undefined) return choice.value;
      const there = input.choices.map(({ title }) => `"${title}"`).join(', ');
      throw new Error(`Nothing to choose is called "${option}". There is: ${there}.`);
    });
    values[input.id] = tokens.join(',');
  }
  return values;
}

/** A field by its label; Teams reads the hint out with it, in brackets. */
function field(inputs: readonly InputPart[], label: string): InputPart {
  const words = sameWords(label);
  // A hint follows the label and is read out with it.
  const named =
    inputs.find((input) => sameWords(input.label) === words) ??
    inputs.find((input) => sameWords(input.label).startsWith(words));
  if (named !== undefined) return named;
  throw new Error(
    `Nothing to fill in is called "${label}". There is: ${inputs.map((each) => `"${each.label}"`).join(', ')}.`,
  );
}
