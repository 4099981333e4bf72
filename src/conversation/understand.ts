import { normaliseReference } from '../records/reference.ts';
import type { Action } from './state.ts';

/** Typed commands, by the action they stand for. Compared without case, leading slash or punctuation. */
const COMMANDS: readonly (readonly [Action, readonly string[]])[] = [
  [{ kind: 'start' }, ['share check', 'check', 'start', 'start a check', 'new check', 'begin']],
  [{ kind: 'resume' }, ['resume', 'continue', 'go on', 'carry on']],
  [
    { kind: 'emergency', colleague: false },
    ['emergency', '999', 'in danger now', 'a child is in danger', 'a child is in danger now'],
  ],
  [{ kind: 'rehearse' }, ['rehearse', 'rehearsal', 'practice', 'practise', 'training']],
  [{ kind: 'end-rehearsal' }, ['end rehearsal', 'stop rehearsal', 'finish rehearsal', 'stop rehearsing']],
  [{ kind: 'records' }, ['records', 'my records']],
  [{ kind: 'home' }, ['home', 'hi', 'hello', 'hey', 'menu', '']],
  [{ kind: 'help' }, ['help', '?']],
  [{ kind: 'back' }, ['back']],
  [{ kind: 'tell-me' }, ['just tell me', 'just tell me what to do', 'tell me']],
  [{ kind: 'ask-stop' }, ['stop', 'stop check', 'quit', 'cancel', 'discard']],
];

/**
 * What a typed message asks for.
 *
 * @returns the action, or null when the words are none of the commands
 */
export function understand(message: string): Action | null {
  const words = message
    .toLowerCase()
    .replace(/[^a-z0-9?\s]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (normaliseReference(message) !== null) return { kind: 'open-record' };
  for (const [action, phrases] of COMMANDS) if (phrases.includes(words)) return action;
  return null;
}
