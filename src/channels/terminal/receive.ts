import type { TurnEvent } from '../../conversation/event.ts';
import { answerField, type Form, type Inputs } from './form.ts';
import { LONGEST_LINE } from './limits.ts';
import type { Key, Screen } from './render.ts';
import { withoutControls } from './wrap.ts';

/** What a typed line means, given what stands on the screen. */
export type Typed =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'quit' }
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'form'; readonly form: Form }
  | { readonly kind: 'open'; readonly key: Extract<Key, { kind: 'open' }> }
  | { readonly kind: 'press'; readonly token: string; readonly inputs: Inputs }
  | { readonly kind: 'message'; readonly text: string };

/**
 * Reads one line. A number or letter of the screen picks what it stands for; while a form is asked, a line answers its
 * field, and letters still work; anything else is a message. Three digits and more are a message too: "999" is never a
 * slip of the finger.
 */
export function readLine(line: string, screen: Screen, form: Form | undefined): Typed {
  const text = withoutControls(line).trim();
  if (Array.from(text).length > LONGEST_LINE) {
    return {
      kind: 'say',
      text: `That line was too long and was not sent: ${LONGEST_LINE} characters at most.`,
    };
  }
  if (/^(quit|exit)$/i.test(text)) return { kind: 'quit' };

  const typed = keyIn(text);
  const isLetter = /^[a-z]{1,2}$/.test(typed);
  if (form === undefined || isLetter) {
    const key = screen.keys.get(typed);
    if (key?.kind === 'open') return { kind: 'open', key };
    if (key?.kind === 'press') {
      return { kind: 'press', token: key.token, inputs: key.submits ? (form?.inputs ?? {}) : {} };
    }
  }
  if (form !== undefined) {
    const answer = answerField(form, text);
    if (answer.kind === 'next') return { kind: 'form', form: answer.form };
    if (answer.kind === 'again') return { kind: 'say', text: answer.say };
  }
  if (text === '') return { kind: 'nothing' };
  if (screen.keys.size > 0 && isKey(text)) {
    return { kind: 'say', text: `There is no ${typed} here. ${whatWorks(screen, form !== undefined)}` };
  }
  return { kind: 'message', text };
}

/** Whether this is shaped like a key: one or two digits, or one letter. */
export function isKey(text: string): boolean {
  return /^(?:[0-9]{1,2}|[a-z])$/.test(keyIn(text));
}

function keyIn(text: string): string {
  return text.toLowerCase().replace(/[.)]$/, '');
}

/** The event for the turn. `id`: new for every line, so that the same line typed twice is two events. */
export function toEvent(
  typed: Extract<Typed, { kind: 'press' | 'message' }>,
  id: string,
  userId: string,
): TurnEvent {
  const speaker = { channel: 'terminal', userId } as const;
  return typed.kind === 'message'
    ? { id, speaker, kind: 'message', text: typed.text }
    : { id, speaker, kind: 'press', token: typed.token, inputs: typed.inputs };
}

/** "Type a number from 1 to 4, or a letter from a to d." */
function whatWorks(screen: Screen, inForm: boolean): string {
  const keys = [...screen.keys.keys()];
  const numbers = inForm ? [] : keys.filter((key) => /^[0-9]+$/.test(key));
  const letters = keys.filter((key) => /^[a-z]$/.test(key));
  const range = (of: readonly string[], what: string): string =>
    of.length === 1 ? `the ${what} ${of[0]}` : `a ${what} from ${of[0]} to ${of.at(-1)}`;
  const ways: string[] = [];
  if (numbers.length > 0) ways.push(range(numbers, 'number'));
  if (letters.length > 0) ways.push(range(letters, 'letter'));
  return `Type ${ways.join(', or ')}.`;
}
