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
  [{ kind: 'queue' }, ['queue', 'open concerns', 'open cases', 'my queue', 'concerns']],
  [{ kind: 'home' }, ['home', 'hi', 'hello', 'hey', 'menu', '']],
  [{ kind: 'help' }, ['help', '?']],
  [{ kind: 'back' }, ['back']],
  [{ kind: 'tell-me' }, ['just tell me', 'just tell me what to do', 'tell me']],
  [
    { kind: 'post-here', on: true },
    ['post decisions here', 'post here', 'post records here', 'post summaries here'],
  ],
  [
    { kind: 'post-here', on: false },
    [
      'stop posting here',
      'stop posting decisions here',
      'stop posting',
      'do not post here',
      'don t post here',
    ],
  ],
  [{ kind: 'ask-stop' }, ['stop', 'stop check', 'quit', 'cancel', 'discard']],
];

/**
 * What a typed message asks for.
 *
 * @param ifNoDanger while "is a child in danger right now?" is asked: what "no" stands for
 * @returns the action, or null when the words are none of the commands
 */
export function understand(message: string, ifNoDanger?: Action): Action | null {
  // Commands are English: of words in other letters nothing would be left, and "no" beside them is not all that was said.
  if (/[^\p{Script=Latin}\P{L}]/u.test(message)) return null;
  const words = plainWords(message);
  // Signs alone are not nothing: what stands in them is looked at as a question is.
  if (words === '' && message.trim() !== '') return null;
  if (ifNoDanger !== undefined) {
    if (YES.includes(words) || YES_BEGINS.test(words)) return { kind: 'emergency', colleague: false };
    if (NO.includes(words)) return ifNoDanger;
  }
  if (normaliseReference(message) !== null) return { kind: 'open-record' };
  for (const [action, phrases] of COMMANDS) if (phrases.includes(words)) return action;
  return null;
}

/** Typed to "is a child in danger right now?". */
const YES: readonly string[] = ['yes', 'y', 'yes in danger now', 'in danger', 'now', 'yep', 'yeah'];
/** Whoever is not sure gets the numbers and what to do now. */
const YES_BEGINS =
  /^(?:yes+|y|ye|yea|yeah|yep|yh|yup|i think so|i think|probably|possibly|maybe|not sure|unsure|i dont know|i don t know|dont know|don t know)\b/;
const NO: readonly string[] = ['no', 'n', 'nope', 'not now', 'not in danger'];

/** Said in passing; there is nothing in it to look up. */
const SMALL_TALK: readonly string[] = [
  'ok',
  'okay',
  'k',
  'yes',
  'yep',
  'yeah',
  'no',
  'nope',
  'thanks',
  'thank you',
  'many thanks',
  'thx',
  'ta',
  'cheers',
  'great',
  'good',
  'fine',
  'got it',
  'sure',
  'bye',
  'goodbye',
  'good morning',
  'good afternoon',
];

/** True for words such as "ok" or "thanks", and for what is too short to be a question. */
export function isSmallTalk(message: string): boolean {
  const words = plainWords(message).replaceAll('?', '').trim();
  return SMALL_TALK.includes(words) || message.replace(/[^\p{L}\p{N}]/gu, '').length < 3;
}

function plainWords(message: string): string {
  return message
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9?\s]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
