import type { Page } from '../../src/follow/next-step.ts';
import type { DecisionBody, DeliveryEventBody, Entry, OpenedBody } from '../../src/records/entry.ts';
import type { StoredEntry } from '../../src/storage/store.ts';
import { decisionBody, deliveryEventBody, idOf, openedBody } from '../records/samples.ts';

/** A case told as a story: what was written when, in the words of the record. The author is Sam, known in Teams as `t-5`. */
export type Written =
  | readonly ['opened', at: string, body?: Partial<OpenedBody>]
  | readonly ['decision' | 'completion', at: string, body?: Partial<DecisionBody>]
  | readonly ['abandoned', at: string]
  | readonly ['received', at: string, treatedAs: 'referral' | 'contact']
  | readonly [event: DeliveryEventBody['event'], at: string, by: string, more?: Partial<DeliveryEventBody>];

const AUTHOR = { channel: 'teams', userId: 't-5', role: 'practitioner' };

/** The entries of a case, `keptOut` as of now. A body that is erased is missing. */
export function storyOf(
  written: readonly Written[],
  { keptOut = [], erased = false }: { readonly keptOut?: readonly string[]; readonly erased?: boolean } = {},
): readonly StoredEntry[] {
  return written.map((one, n) => {
    const at = instant(one[1]);
    const { kind, body } = bodyOf(one, at);
    const entry: Entry = {
      schema: 'share-check/decision-record@1',
      id: idOf(n + 1),
      organisation: 'school',
      reference: 'SC-00000001',
      kind,
      createdAt: at,
      sequence: n + 1,
      previousHash: '',
      bodyHash: '',
      hash: '',
    };
    return { entry, body: erased && kind !== 'delivery-event' ? undefined : body, keptOut };
  });
}

function bodyOf(one: Written, at: string): { readonly kind: Entry['kind']; readonly body: unknown } {
  switch (one[0]) {
    case 'opened':
      return {
        kind: 'opened',
        body: openedBody({ author: AUTHOR, ...answers('urgent', 'clear'), ...one[2] }),
      };
    case 'decision':
    case 'completion':
      return { kind: one[0], body: decisionBody({ author: AUTHOR, ...concern(), ...one[2] }) };
    case 'abandoned':
      return {
        kind: 'abandoned',
        body: { ...openedBody({ author: AUTHOR, ...concern() }), why: 'left-unfinished' },
      };
    case 'received':
      return { kind: 'received', body: { treatedAs: one[2], decision: 'assessment', when: at } };
    default: {
      const [event, , by, more] = one;
      const destination = `direct-message:${by}`;
      return {
        kind: 'delivery-event',
        body: deliveryEventBody({ event, at, detail: by, destination, ...more }),
      };
    }
  }
}

/** Answers and advice of a check. */
export function answers(urgency: string, risk: string, outcome: 'share-now' | 'share' = 'share-now') {
  const given = (fact: 'urgency' | 'risk', value: string) => ({
    fact,
    value,
    question: `${fact}?`,
    answeredAt: '2026-11-23T09:00:00.000Z',
    source: 'asked' as const,
  });
  const { advice } = openedBody();
  return {
    answers: [given('urgency', urgency), given('risk', risk)],
    advice: { ...advice, outcome, obligations: [] },
  };
}

/** A concern of the day, and a record that asks nobody to act. */
export const concern = () => answers('not-urgent', 'low-level', 'share');
export const routine = () => answers('not-urgent', 'none', 'share');

/** Decided: what is left out is as the sample says, a share with children's social care. */
export const decided = (changes: Partial<DecisionBody['decision']>) => ({
  decision: { ...decisionBody().decision, ...changes },
});

/** `09:30` on Monday 23 November 2026, `tue 09:30` on the day after, and so on. London keeps UTC in winter. */
export function instant(text: string): string {
  const [day, time = day] = text.split(' ');
  const n = Math.max(0, ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].indexOf(day ?? ''));
  return new Date(Date.parse(`2026-11-${23 + n}T${time}:00Z`)).toISOString();
}

export const page = (person: string, at: string, dead = false): Page => ({ person, at: instant(at), dead });
