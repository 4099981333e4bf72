import { PassThrough, Writable } from 'node:stream';
import { createTerminalChannel } from '../../../src/channels/terminal/index.ts';
import type { Driver, Fields, House } from './driver.ts';
import { sameWords } from './same-words.ts';
import { fieldAsked, keyOf, plainText } from './terminal-screen.ts';

/** Drives the terminal channel through its real input and output: types lines, reads the screen. */
export function terminalDriver(house: House, person: string): Driver {
  let session = openSession(house, person);
  let screen = '';

  /** Types lines at once and gives what was printed until each was answered. */
  const type = (...lines: readonly string[]): Promise<string> => session.type(lines);
  const send = async (...lines: readonly string[]): Promise<string> => {
    screen = await type(...lines);
    return plainText(screen);
  };

  return {
    say: (text) => send(text),
    tap: async (label, fields) => {
      const key = keyOf(screen, label);
      if (fields.filled.size + fields.chosen.size > 0) await fillIn(screen, fields, type);
      return send(key);
    },
    doubleTap: async (label) => {
      const key = keyOf(screen, label);
      return send(key, key);
    },
    // What scrolled away has no keys any more.
    tapOld: async () => null,
    open: async (summary) => {
      const shown = await type(keyOf(screen, summary));
      screen += shown;
      return plainText(shown);
    },
    restart: async () => {
      await session.close();
      await house.restart();
      session = openSession(house, person);
      screen = '';
    },
    wait: (seconds) => house.wait(seconds),
    storage: (works) => house.storage(works),
    entries: () => house.entries(),
    received: () => house.received(),
    lead: house.lead,
    end: async () => {
      await session.close();
      await house.end();
    },
  };
}

/** Answers the form's questions one by one; Enter where the story says nothing. */
async function fillIn(
  screen: string,
  fields: Fields,
  type: (line: string) => Promise<string>,
): Promise<void> {
  const unused = new Set([...fields.filled.keys(), ...fields.chosen.keys()]);
  let output = screen;
  for (let asked = fieldAsked(output); asked !== undefined; asked = fieldAsked(output)) {
    const { at, labels } = asked;
    const label = [...unused].find((each) =>
      labels.some((reading) => sameWords(reading) === sameWords(each)),
    );
    const field = output;
    if (label === undefined) {
      output = await type('');
      // A needed field left empty is asked again; the story leaves it so.
      if (fieldAsked(output)?.at === at || output.includes('This one is needed')) break;
      continue;
    }
    unused.delete(label);
    const question = field.slice(field.lastIndexOf(`${at}  `));
    const options = fields.chosen.get(label)?.map((option) => keyOf(question, option));
    output = await type(options?.join(', ') ?? fields.filled.get(label) ?? '');
  }
  for (const label of unused) throw new Error(`Nothing to fill in here is called "${label}".`);
}

type Session = { type(lines: readonly string[]): Promise<string>; close(): Promise<void> };

function openSession(house: House, person: string): Session {
  const input = new PassThrough();
  let printed = '';
  let prompts = 0;
  let wake: () => void = () => undefined;
  const output = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      if (chunk === '> ') prompts += 1;
      else printed += chunk;
      wake();
      done();
    },
  });
  let ids = 0;
  const channel = createTerminalChannel({
    input,
    output,
    handle: (event) => house.handle(event),
    userId: house.userId(person, 'terminal'),
    makeId: () => `line-${sessions}-${++ids}`,
    typeAhead: 'means-what-was-shown',
  });
  sessions += 1;
  const running = channel.run();
  const settled = async (until: number): Promise<void> => {
    while (prompts < until) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return {
    async type(lines) {
      await settled(1);
      const until = prompts + lines.length;
      printed = '';
      input.write(lines.map((line) => `${line}\n`).join(''));
      await settled(until);
      return printed;
    },
    async close() {
      input.end();
      await running;
    },
  };
}

/** So that no two sessions draw the same id. */
let sessions = 0;
