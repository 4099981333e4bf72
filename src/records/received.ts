import { z } from 'zod';
import type { RecordedEntry } from './case.ts';

/** What the other agency answered: the loop is closed by whoever raised the concern, or by the lead. */

/** As what they took it. A contact is noted, and nobody may act on it. */
export const TREATED_AS = ['referral', 'contact', 'not-known'] as const;
/** What they decided to do. */
export const AGENCY_DECISIONS = [
  'acting-now',
  'assessment',
  'early-help',
  'no-further-action',
  'not-decided',
] as const;

export const receivedBodySchema = z.strictObject({
  /** 256 random bits, hex. */
  nonce: z.string().regex(/^[0-9a-f]{64}$/),
  /** Who wrote it down. */
  author: z.strictObject({ channel: z.string(), userId: z.string(), role: z.string() }),
  /** Who took it, as they were named or by their post; empty where nobody said. */
  takenBy: z.string(),
  /** When they answered. */
  when: z.iso.datetime(),
  theirReference: z.string().optional(),
  treatedAs: z.enum(TREATED_AS),
  decision: z.enum(AGENCY_DECISIONS),
});
export type ReceivedBody = z.infer<typeof receivedBodySchema>;

/** The newest answer among the entries of a case; null when there is none, or it was erased. */
export function receivedOf(entries: readonly RecordedEntry[]): ReceivedBody | null {
  const last = entries.findLast(({ entry, body }) => entry.kind === 'received' && body != null);
  return (last?.body as ReceivedBody | undefined) ?? null;
}
