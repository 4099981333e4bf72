import { clearLine, createInterface, cursorTo } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Card } from '../../conversation/card.ts';
import type { HandleTurn } from '../../conversation/event.ts';
import type { Messenger } from '../../delivery/messenger.ts';
import { Fault } from '../../fault.ts';
import { askField, type Form, startForm } from './form.ts';
import { COLUMNS } from './limits.ts';
import { lineQueue } from './line-queue.ts';
import { localEcho, terminalMessenger } from './messenger.ts';
import { painter } from './paint.ts';
import { isKey, readLine, toEvent } from './receive.ts';
import { EMPTY_SCREEN, renderCards, renderDetails, type Screen } from './render.ts';
import { wrap } from './wrap.ts';

export type TerminalOptions = {
  readonly input: Readable;
  readonly output: Writable;
  readonly handle: HandleTurn;
  /** Who sits here: the login name, or the person the local mode speaks as. */
  readonly userId: string;
  /** A new id for each line and each message printed. */
  readonly makeId: () => string;
  readonly colour?: boolean;
  readonly width?: number;
  /** A person sits at a terminal: lines are edited in place. */
  readonly interactive?: boolean;
  /**
   * What a line means that came before the answer to the last one. Where somebody looks at a screen it means what was shown
   * then (a double tap is one answer, not two); in a script it waits its turn. Without it: as `interactive` says.
   */
  readonly typeAhead?: 'means-what-was-shown' | 'waits-its-turn';
  /** Words for a person or channel, for the local echo: "the lead, Priya Shah". */
  readonly nameOf?: (id: string) => string | undefined;
};

export type TerminalChannel = {
  /** Talks until `quit`, the end of the input, Ctrl-C or `stop`. */
  run(): Promise<void>;
  stop(): void;
  /** Reaches the person at this terminal. */
  readonly messenger: Messenger;
  /** Shows what others would receive; for the local mode only. */
  readonly localEcho: Messenger;
};

const WELCOME =
  'Type "share check" to begin, "resume" to go on with a check you left, or "help". "quit" ends.';
const HOW = 'Type a number or a letter. "help" says what else you can type; "quit" ends.';
const TOO_EARLY =
  'You typed that before this was shown, so it was not used. Type it again if you still want it.';
const NOT_KEPT =
  'This could not be kept, and nobody has been told of it. Ring your safeguarding lead, and write it down. In danger now: ring 999.';
const GOODBYE = 'Your check is kept. To go on, start this again and type: resume';

/** The terminal as a channel: one person, one line at a time. Nothing is read or written before `run`. */
export function createTerminalChannel(options: TerminalOptions): TerminalChannel {
  const { input, output, handle, userId, makeId } = options;
  const interactive = options.interactive ?? false;
  const typeAhead = options.typeAhead ?? (interactive ? 'means-what-was-shown' : 'waits-its-turn');
  const width = options.width ?? COLUMNS;
  const look = { colour: options.colour ?? false, width };
  const paint = painter(look.colour);

  /** `screen` is the one the line was typed under; absent where nobody looks at one (a script). */
  const lines = lineQueue<{ readonly line: string; readonly screen?: Screen }>();
  let screen = EMPTY_SCREEN;
  let form: Form | undefined;
  /** Typed into a form that words were typed over: it is still there when the next card but one is the form again. */
  let unsent: Form['inputs'] | undefined;
  let asking = false;
  let explained = false;
  let unsaved = false;
  let prompt: () => void = () => undefined;

  const print = (text: string): void => {
    output.write(`${text}\n`);
  };

  const notice = (heading: string, card: Card, keysWork: boolean): void => {
    const drawn = renderCards([card], { ...look, width: width - 4 }, keysWork ? screen : EMPTY_SCREEN);
    if (keysWork) screen = { ...screen, keys: drawn.keys };
    if (asking && interactive) {
      cursorTo(output, 0);
      clearLine(output, 0);
    }
    const body = drawn.text.split('\n').map((line) => `  : ${line}`.trimEnd());
    print(['', paint('bold', heading), ...body, ''].join('\n'));
    if (asking) prompt();
  };

  /** Asks for the next line: the field in turn, or what to press when all are asked. */
  const ask = (): void => {
    if (form !== undefined) {
      print(`\n${askField(form, paint, width) ?? allAsked(screen, width)}`);
    } else if (!explained && screen.keys.size > 0) {
      explained = true;
      print(`\n${paint('dim', wrap(HOW, width))}`);
    }
    asking = true;
    prompt();
  };

  const send = async (event: Parameters<HandleTurn>[0]): Promise<void> => {
    try {
      const reply = await handle(event);
      unsaved = reply.unsaved === true;
      screen = renderCards(reply.cards, look);
      const kept = form === undefined ? unsent : event.kind === 'message' ? form.inputs : undefined;
      unsent = form === undefined ? undefined : kept;
      form = screen.fields.length > 0 ? startForm(screen.fields, kept) : undefined;
      print(`\n${screen.text}`);
    } catch (error) {
      print(`\n${whatFailed(error, width)}`);
    }
  };

  /** Takes one line; false when the person wants to stop. */
  const take = async (line: string, typedUnder: Screen | undefined): Promise<boolean> => {
    const late = typedUnder !== undefined && typedUnder !== screen;
    const typed = readLine(line, late ? typedUnder : screen, late ? undefined : form);
    if (late && typed.kind === 'message' && isKey(typed.text)) {
      print(wrap(TOO_EARLY, width));
      return true;
    }
    switch (typed.kind) {
      case 'quit':
        return false;
      case 'nothing':
        return true;
      case 'say':
        print(wrap(typed.text, width));
        return true;
      case 'form':
        form = typed.form;
        return true;
      case 'open': {
        const drawn = renderDetails(typed.key.details, look, screen);
        screen = { ...screen, keys: drawn.keys };
        print(`\n${drawn.text}`);
        return true;
      }
      case 'press':
      case 'message':
        await send(toEvent(typed, makeId(), userId));
        return true;
      default:
        return typed satisfies never;
    }
  };

  return {
    messenger: terminalMessenger(userId, makeId, notice),
    localEcho: localEcho(makeId, notice, options.nameOf),
    stop: () => lines.end(),
    async run() {
      // No history: what was typed must not come back at a key press on a shared machine.
      const reader = createInterface({ input, output, terminal: interactive, historySize: 0, prompt: '> ' });
      let open = true;
      // A script may have ended its input long before its last line is answered.
      prompt = () => {
        if (open) reader.prompt(true);
      };
      reader.on('line', (line) =>
        lines.push(typeAhead === 'means-what-was-shown' ? { line, screen } : { line }),
      );
      reader.on('close', () => {
        open = false;
        lines.end();
      });
      reader.on('SIGINT', () => lines.end());
      print(wrap(WELCOME, width));
      for (;;) {
        ask();
        const next = await lines.next();
        asking = false;
        if (next === undefined || !(await take(next.line, next.screen))) break;
      }
      reader.close();
      print(`\n${wrap(unsaved ? NOT_KEPT : GOODBYE, width)}`);
    },
  };
}

function allAsked(screen: Screen, width: number): string {
  const keys = [...screen.keys].filter(([, key]) => key.kind === 'press' && key.submits);
  const ways = keys.map(([key, what]) => (what.kind === 'press' ? `${key} for "${what.label}"` : key));
  return wrap(
    `That is all. Now type ${ways.join(', or ') || 'a letter'}; "back" goes to the question before.`,
    width,
  );
}

/** What the person is told when a turn fails. Never what was typed, never where in the code. */
function whatFailed(error: unknown, width: number): string {
  const [what, then] =
    error instanceof Fault
      ? [error.message, error.remedy]
      : [
          'Something in Share Check failed, and your last line was not taken in.',
          'Type it again in a moment.',
        ];
  const danger = 'If a child is in danger now, ring 999. Do not wait for this.';
  return [what, then, danger].map((text) => wrap(text, width)).join('\n');
}
