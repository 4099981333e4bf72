import {
  BODY_SCHEMAS,
  type DecisionBody,
  type OpenedBody,
  type ReceivedBody,
} from '../../../src/records/entry.ts';
import type { StoredEntry } from '../../../src/storage/store.ts';

/** A received answer has a `decision` of its own, which stands under another name here. */
type Checked = Partial<DecisionBody> &
  Partial<OpenedBody> & { readonly answer?: Omit<ReceivedBody, 'nonce' | 'author'> };

type Read = (entry: StoredEntry, checked: Checked) => string | readonly string[] | undefined;

const yesNo = (value: boolean | undefined): string | undefined =>
  value === undefined ? undefined : value ? 'yes' : 'no';

/**
 * What a `record:` line can speak of, and where it stands in an entry. A list is met when every word of the value is in
 * it, or by "none" when it is empty; a text when the value is part of it.
 */
export const RECORD_FIELDS: Readonly<Record<string, Read>> = {
  kind: ({ entry }) => [entry.kind],
  outcome: (_, body) => list(body.advice?.outcome),
  rule: (_, body) => list(body.advice?.rule),
  fixes: (_, body) => body.advice?.fixes,
  obligations: (_, body) => body.advice?.obligations,
  tell: (_, body) => list(body.advice?.tell),
  basis: (_, body) => body.advice?.lawfulBasis,
  answers: (_, body) => body.answers?.map(({ fact, value }) => `${fact}=${value}`),
  changed: (_, body) => body.revised?.map(({ fact }) => fact),
  parked: (_, body) => body.parked?.map(({ fact }) => fact),
  'kept-out': (_, body) => body.keptOut,
  colleague: (_, body) => list(yesNo(body.aboutColleague)),
  choice: (_, body) => list(body.decision?.choice),
  follows: (_, body) => list(yesNo(body.decision?.followsAdvice)),
  reason: (_, body) => body.decision?.rationale,
  recipients: (_, body) => body.decision?.recipients.join(', '),
  shared: (_, body) => body.decision?.shared,
  told: (_, body) => list(body.decision?.told),
  'told-reason': (_, body) => body.decision?.toldReason,
  sharing: (_, body) => list(body.decision?.kindOfSharing),
  review: (_, body) => list(body.decision?.reviewOn),
  afterwards: (_, body) => list(yesNo(body.delaySeconds !== undefined)),
  'taken-by': (_, body) => body.answer?.takenBy,
  'treated-as': (_, body) => list(body.answer?.treatedAs),
  'agency-decided': (_, body) => list(body.answer?.decision),
  'their-reference': (_, body) => body.answer?.theirReference,
  'answered-on': (_, body) => list(body.answer?.when.slice(0, 10)),
  'rule-met': (_, body) =>
    body.goldenRules?.filter(({ status }) => status === 'met').map(({ rule }) => String(rule)),
};

/** True when `entry` says `value` under `field`. */
export function recordSays(entry: StoredEntry, field: string, value: string): boolean {
  const found = RECORD_FIELDS[field]?.(entry, checkBody(entry));
  if (found === undefined) return false;
  if (typeof found === 'string') return value === 'none' ? found === '' : found.includes(value);
  if (value === 'none') return found.length === 0;
  return value.split(/[\s,]+/).every((word) => found.includes(word));
}

/** One line for a failing test: what the entry does say. */
export function describeEntry(entry: StoredEntry, fields: readonly string[]): string {
  const body = checkBody(entry);
  return [...new Set(['kind', ...fields])]
    .map((field) => {
      const found = RECORD_FIELDS[field]?.(entry, body);
      return `${field} ${typeof found === 'string' ? found : found?.join(' ') || 'none'}`;
    })
    .join('; ');
}

/** The body, by the schema of its kind: an entry that does not fit its schema fails the transcript. */
function checkBody({ entry, body }: StoredEntry): Checked {
  switch (entry.kind) {
    case 'opened':
      return BODY_SCHEMAS.opened.parse(body);
    case 'decision':
    case 'completion':
      return BODY_SCHEMAS[entry.kind].parse(body);
    case 'abandoned': {
      const { why: _, ...rest } = BODY_SCHEMAS.abandoned.parse(body);
      return rest;
    }
    case 'received':
      return { answer: BODY_SCHEMAS.received.parse(body) };
    default:
      return {};
  }
}

function list(value: string | undefined): readonly string[] | undefined {
  return value === undefined ? undefined : [value];
}
