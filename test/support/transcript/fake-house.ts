import type { Card, TapOption } from '../../../src/conversation/card.ts';
import type { TurnEvent, TurnReply } from '../../../src/conversation/event.ts';
import type { DecisionBody } from '../../../src/records/entry.ts';
import { RECORD_SCHEMA } from '../../../src/records/entry.ts';
import type { StoredEntry } from '../../../src/storage/store.ts';
import type { House, Received } from './driver.ts';

type Stage = 'start' | 'danger' | 'form' | 'done';

/** A three-step check that stands in for the service, so that runner and drivers can be tested by themselves. */
export function fakeHouse(): House & { readonly events: TurnEvent[] } {
  const events: TurnEvent[] = [];
  const entries: StoredEntry[] = [];
  const received: Received[] = [];
  let stage: Stage = 'start';
  let drawn = 0;
  let tokens = new Map<string, string>();

  const token = (means: string): string => {
    drawn += 1;
    tokens.set(`t${drawn}`, means);
    return `t${drawn}`;
  };
  const tap = (label: string, help?: string): TapOption => ({
    token: token(label),
    label,
    ...(help === undefined ? {} : { help }),
  });
  const card = (rest: Pick<Card, 'title'> & Partial<Card>): Card => ({
    summary: rest.title,
    blocks: [],
    buttons: [],
    ...rest,
  });

  const present = (): Card => {
    tokens = new Map();
    switch (stage) {
      case 'start':
        return card({ title: 'Say "share check" to begin' });
      case 'danger':
        return card({
          title: 'Is a child in danger right now?',
          blocks: [
            {
              kind: 'options',
              options: [tap('Yes, in danger now', 'You get the numbers at once.'), tap('No')],
            },
            {
              kind: 'details',
              summary: 'What this rests on',
              blocks: [
                {
                  kind: 'quote',
                  text: 'Made-up words of a made-up guidance. '.repeat(4),
                  source: 'Made up, p1',
                },
              ],
            },
          ],
          buttons: [{ token: token('Why'), label: 'Why are you asking?', style: 'plain' }],
        });
      case 'form':
        return card({
          title: 'Record what you decided',
          blocks: [
            { kind: 'input', id: 'shared', label: 'What was shared', required: true, maxLength: 40 },
            {
              kind: 'select',
              id: 'with',
              label: 'Who with',
              several: true,
              options: [tap("Children's social care"), tap('Police')],
            },
          ],
          buttons: [
            { token: token('Record it'), label: 'Record it', style: 'primary', submits: true },
            { token: token('Back'), label: 'Back', style: 'plain' },
          ],
        });
      case 'done':
        return card({ title: 'Recorded' });
      default:
        return stage satisfies never;
    }
  };

  const record = (event: Extract<TurnEvent, { kind: 'press' }>): void => {
    const chosen = event.inputs.with ?? [];
    const labels = (typeof chosen === 'string' ? chosen.split(',') : chosen).map(
      (each) => tokens.get(each) ?? '?',
    );
    entries.push(decisionEntry(String(event.inputs.shared), labels, event.speaker.userId, entries.length));
    received.push({ kind: 'person', to: 'priya-nair', text: 'A decision was recorded: share' });
  };

  const handle = async (event: TurnEvent): Promise<TurnReply> => {
    events.push(event);
    if (event.kind === 'home' || event.kind === 'added') return { cards: [present()] };
    if (event.kind === 'message') {
      if (event.text === 'share check' || (event.text === 'resume' && stage === 'start')) stage = 'danger';
      return { cards: [present()] };
    }
    const means = tokens.get(event.token);
    if (means === 'Why') return { cards: [card({ title: 'Because of the emergency' }), present()] };
    if (means === 'No') stage = 'form';
    if (means === 'Back') stage = 'danger';
    if (means === 'Record it') {
      record(event);
      stage = 'done';
    }
    return { cards: [present()] };
  };

  return {
    events,
    handle,
    lead: 'priya-nair',
    userId: (person, channel) => `${channel}-${person}`,
    restart: async () => undefined,
    wait: async (seconds) => {
      received.push({ kind: 'channel', to: 'decisions', text: `Posted after ${seconds} seconds` });
    },
    storage: async () => undefined,
    entries: async () => entries,
    received: async () => received,
    end: async () => undefined,
  };
}

function decisionEntry(
  shared: string,
  recipients: readonly string[],
  userId: string,
  sequence: number,
): StoredEntry {
  const body: DecisionBody = {
    nonce: '0'.repeat(64),
    author: { channel: userId, userId, role: 'practitioner' },
    sector: 'public',
    answers: [],
    revised: [],
    parked: [],
    keptOut: [],
    dialog: { id: 'made-up', version: '1.0.0', hash: 'h' },
    guidance: [],
    advice: {
      outcome: 'share',
      rule: 'S1',
      fixes: [],
      obligations: ['record', 'secure'],
      tell: 'before',
      lawfulBasis: [],
      citations: [],
    },
    decision: {
      choice: 'share',
      followsAdvice: true,
      rationale: '',
      recipients: [...recipients],
      shared,
      told: 'before',
    },
    goldenRules: [1, 2, 3, 4, 5, 6, 7].map((rule) => ({ rule, status: 'met', how: 'made up' })),
  };
  const entry = {
    schema: RECORD_SCHEMA,
    id: `${userId}-${sequence}`,
    organisation: 'school',
    reference: `SC-${userId}`,
    kind: 'decision',
    createdAt: '2026-11-23T10:15:00.000Z',
    sequence,
    previousHash: userId,
    bodyHash: userId,
    hash: userId,
  } as const;
  return { entry, body, keptOut: [] };
}
