import { z } from 'zod';
import { FACT_IDS, OUTCOMES, TELL_VALUES } from '../check/facts.ts';
import { type ReceivedBody, receivedBodySchema } from './received.ts';

/** The decision record, `share-check/decision-record@1`: append-only entries under one reference. */

export const RECORD_SCHEMA = 'share-check/decision-record@1';

export const ENTRY_KINDS = [
  'opened',
  'decision',
  'completion',
  'abandoned',
  'amendment',
  'reconsideration',
  'delivery-event',
  'received',
  'erasure',
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

const instant = z.iso.datetime();
const fact = z.enum(FACT_IDS);
const citation = z.strictObject({ guidance: z.string(), section: z.string(), page: z.string() });

export const ANSWER_SOURCES = ['asked', 'suggested', 'preset'] as const;

const answer = z.strictObject({
  fact,
  value: z.string(),
  /** The question as it was asked. */
  question: z.string(),
  answeredAt: instant,
  source: z.enum(ANSWER_SOURCES),
});

const author = z.strictObject({ channel: z.string(), userId: z.string(), role: z.string() });

const dialogStamp = z.strictObject({ id: z.string(), version: z.string(), hash: z.string() });
const guidanceStamp = z.strictObject({ id: z.string(), edition: z.string(), hash: z.string() });

const advice = z.strictObject({
  outcome: z.enum(OUTCOMES),
  rule: z.string(),
  fixes: z.array(z.string()),
  obligations: z.array(z.string()),
  tell: z.enum(TELL_VALUES),
  lawfulBasis: z.array(z.string()),
  citations: z.array(citation),
});

/** What the organisation added to the check: never part of the advice. Words as they were shown. */
const local = z.strictObject({
  answers: z.array(
    z.strictObject({ id: z.string(), question: z.string(), value: z.string(), label: z.string() }),
  ),
  obligations: z.array(z.strictObject({ id: z.string(), title: z.string() })),
});
export type LocalAddition = z.infer<typeof local>;

/** What every body about a check carries. */
const check = {
  /** 256 random bits, hex: nothing can be guessed from a body's hash once the body is erased. */
  nonce: z.string().regex(/^[0-9a-f]{64}$/),
  author,
  sector: z.string(),
  localReference: z.string().optional(),
  answers: z.array(answer),
  revised: z.array(z.strictObject({ fact, from: z.string(), to: z.string(), at: instant })),
  parked: z.array(answer),
  /** Ids of people kept out of this case. */
  keptOut: z.array(z.string()),
  dialog: dialogStamp,
  guidance: z.array(guidanceStamp),
  advice,
  local: local.optional(),
};

export const CHOICES = ['share', 'share-part', 'wait', 'do-not-share', 'seek-advice'] as const;
/** Whom information may have gone to, as the record names them. The order is the order on the card. */
export const RECIPIENTS = [
  'childrens-social-care',
  'police',
  'our-lead',
  'health',
  'school',
  'other',
] as const;

export const TOLD = ['before', 'after', 'already', 'not-told', 'not-decided'] as const;

const decision = z.strictObject({
  choice: z.enum(CHOICES),
  followsAdvice: z.boolean(),
  rationale: z.string(),
  recipients: z.array(z.string()),
  shared: z.string(),
  told: z.enum(TOLD),
  toldReason: z.string().optional(),
  kindOfSharing: z.enum(['referral', 'information']).optional(),
  reviewOn: z.iso.date().optional(),
});

const goldenRule = z.strictObject({
  rule: z.number().int().min(1).max(7),
  status: z.enum(['met', 'to-do', 'not-met', 'not-applicable']),
  how: z.string(),
});

export const openedBodySchema = z.strictObject({ ...check, aboutColleague: z.boolean() });

export const decisionBodySchema = z.strictObject({
  ...check,
  /** When it happened, where it is recorded afterwards. */
  occurredAt: instant.optional(),
  /** Completions: seconds between opening the case and finishing the record. */
  delaySeconds: z.number().int().nonnegative().optional(),
  decision,
  goldenRules: z.array(goldenRule).length(7),
});

export const abandonedBodySchema = z.strictObject({
  ...check,
  why: z.enum(['stopped-by-author', 'left-unfinished']),
});

/** How a concern can end. */
export const CASE_OUTCOMES = [
  'referred',
  'police',
  'support-here',
  'already-known',
  'agreed-not-to-share',
  'no-further-action',
] as const;
export type CaseOutcome = (typeof CASE_OUTCOMES)[number];

export const deliveryEventBodySchema = z.strictObject({
  nonce: check.nonce,
  delivery: z.string(),
  event: z.enum([
    'posted',
    'repeated',
    'failed',
    'redirected',
    'acknowledged',
    'taken',
    'escalated',
    /** Handed by whoever had it (`detail`) to another person (`to`). */
    'handed-over',
    'replied',
    'done',
    /** Named in a message together with others. */
    'listed',
    /** The author was told whom to ring, as nobody had taken it. */
    'author-told',
    /** The author was asked whether the other agency has answered; and what they said. */
    'asked',
    'heard',
    'not-heard',
  ]),
  destination: z.string(),
  at: instant,
  /** Who did it (person id); of `escalated` why, of `failed` the code, of `redirected` who is kept out. */
  detail: z.string().optional(),
  /** The person it was handed to. */
  to: z.string().optional(),
  /** What came of it: of `done`. */
  outcome: z.enum(CASE_OUTCOMES).optional(),
  /** What was written: of `replied` and `done`. */
  text: z.string().optional(),
});

/** Bodies by kind. Kinds without a line here come with later issues. */
export const BODY_SCHEMAS = {
  opened: openedBodySchema,
  decision: decisionBodySchema,
  completion: decisionBodySchema,
  abandoned: abandonedBodySchema,
  'delivery-event': deliveryEventBodySchema,
  received: receivedBodySchema,
} as const;

export type OpenedBody = z.infer<typeof openedBodySchema>;
export type DecisionBody = z.infer<typeof decisionBodySchema>;
export type AbandonedBody = z.infer<typeof abandonedBodySchema>;
export type DeliveryEventBody = z.infer<typeof deliveryEventBodySchema>;
export type { ReceivedBody };
export type EntryBody = OpenedBody | DecisionBody | AbandonedBody | DeliveryEventBody | ReceivedBody;

/** An entry as the turn hands it over; the store gives it its place in the chain. */
export type EntryDraft = {
  readonly id: string;
  readonly reference: string;
  readonly createdAt: string;
} & (
  | { readonly kind: 'opened'; readonly body: OpenedBody }
  | { readonly kind: 'decision' | 'completion'; readonly body: DecisionBody }
  | { readonly kind: 'abandoned'; readonly body: AbandonedBody }
  | { readonly kind: 'delivery-event'; readonly body: DeliveryEventBody }
  | { readonly kind: 'received'; readonly body: ReceivedBody }
);

/** An entry in its chain. `hash` covers everything but `body` and `hash`; the body through `bodyHash`. */
export type Entry = {
  readonly schema: typeof RECORD_SCHEMA;
  readonly id: string;
  readonly organisation: string;
  readonly reference: string;
  readonly kind: EntryKind;
  readonly createdAt: string;
  readonly sequence: number;
  readonly previousHash: string;
  readonly bodyHash: string;
  readonly hash: string;
};
