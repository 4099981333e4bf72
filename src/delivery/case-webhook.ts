import { OUTCOMES } from '../check/facts.ts';
import { deliveryEventBodySchema, RECORD_SCHEMA } from '../records/entry.ts';
import type { EntryNotice, EntrySender } from './sender.ts';
import { openSignedPost, type SignedPostSettings } from './signed-post.ts';

/** What a case management system is told of an entry: ids, times and words out of short lists. */
export type CaseSummary = {
  readonly type: string;
  /** When the entry was made, ISO 8601 in UTC. */
  readonly timestamp: string;
  readonly data: {
    readonly schema: typeof RECORD_SCHEMA;
    readonly organisation: string;
    readonly reference: string;
    readonly kind: string;
    readonly createdAt: string;
    readonly class: EntryNotice['class'];
    readonly outcome?: string;
    /** Of a `delivery-event`: what became of the case or its messages. */
    readonly event?: string;
  };
};

/** The signed webhook for a case management system: the summary of an entry, and never what was answered or written. */
export function openCaseWebhook(settings: Omit<SignedPostSettings, 'setting'>): EntrySender {
  const post = openSignedPost({ ...settings, setting: 'CASE_WEBHOOK' });
  return (notice) => post(notice.id, JSON.stringify(caseSummary(notice)));
}

/** Taken field by field: what is added to a record later is not sent until somebody adds it here. */
export function caseSummary({ class: urgency, stored }: Pick<EntryNotice, 'class' | 'stored'>): CaseSummary {
  const { organisation, reference, kind, createdAt } = stored.entry;
  const advised = part(part(stored.body, 'advice'), 'outcome');
  const outcome = OUTCOMES.find((each) => each === advised);
  const event =
    kind === 'delivery-event'
      ? deliveryEventBodySchema.shape.event.safeParse(part(stored.body, 'event')).data
      : undefined;
  return {
    type: `share-check.${kind}`,
    timestamp: createdAt,
    data: {
      schema: RECORD_SCHEMA,
      organisation,
      reference,
      kind,
      createdAt,
      class: urgency,
      ...(outcome === undefined ? {} : { outcome }),
      ...(event === undefined ? {} : { event }),
    },
  };
}

function part(value: unknown, key: string): unknown {
  return value !== null && typeof value === 'object' ? Reflect.get(value, key) : undefined;
}
