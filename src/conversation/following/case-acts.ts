/** What somebody can do about a concern from a message, the queue or a form. */
export const CASE_ACTS = [
  'open',
  'ack',
  'take',
  /** From somebody who has it. */
  'take-over',
  'reply-form',
  'reply',
  'hand-over-form',
  'hand-over',
  'close-form',
  'close',
  'heard',
  'not-heard',
  'received-form',
  'received',
  'see',
] as const;
export type CaseAct = (typeof CASE_ACTS)[number];
