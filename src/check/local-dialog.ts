import { z } from 'zod';
import { type Condition, conditionSchema, id, line } from './dialog.ts';
import { FACT_IDS, TELL_VALUES } from './facts.ts';
import { phoneNumber } from './phone-number.ts';

/**
 * What one organisation lays over the dialog: `dialogs/local.yaml` of the deployment folder. Its own wording, questions for
 * the record, things to do and contacts. It can add, and say things in other words; it cannot take away or decide.
 */

/** Longest texts, in characters: room for twice the check's own, and every card stays one that a channel takes. */
const label = line.max(75);
const title = line.max(80);
const question = line.max(120);
const text = line.max(300);

const condition = conditionSchema.describe('When it applies. Left out: always.').optional();

/** What a local obligation asks of people. The safety rules look at this, since they cannot read its words. */
export const ASKS = {
  record: 'Write something down.',
  contact: 'Speak to somebody at work, without waiting for it.',
  'before-sharing': 'Do something before anything is shared.',
  'after-sharing': 'Do something once it is shared.',
  'tell-family': 'Tell the child or family something.',
  'give-to-recipient': 'Send or say something to whoever asked or would get it.',
} as const;
export type Asks = keyof typeof ASKS;
const ASK_IDS = Object.keys(ASKS) as [Asks, ...Asks[]];

const questionWording = z.strictObject({
  ask: question.optional(),
  help: text.optional(),
  why: text.optional(),
  options: z
    .record(z.string(), z.strictObject({ label: label.optional(), help: text.optional() }))
    .optional()
    .describe('By answer, such as childrens-social-care.'),
});
const titled = z.strictObject({ title: title.optional(), text: text.optional() });

const wording = z.strictObject({
  questions: z
    .partialRecord(z.enum(FACT_IDS), questionWording)
    .optional()
    .describe('Other words for a question, its help, and the answers on its buttons.'),
  fixes: z.record(z.string(), titled).optional(),
  obligations: z.record(z.string(), titled).optional(),
  tell: z.partialRecord(z.enum(TELL_VALUES), titled).optional(),
  words: z
    .record(z.string(), text)
    .optional()
    .describe('Other words for buttons and cards, by key of words.yaml.'),
});

const localQuestion = z.strictObject({
  id,
  ask: question,
  help: text.optional(),
  when: condition,
  options: z
    .array(z.strictObject({ value: id, label }))
    .min(2)
    .max(10)
    .describe('Answers to choose from. Nothing is typed here, so no name can get in.'),
});

const localObligation = z.strictObject({
  id,
  asks: z.enum(ASK_IDS).describe(
    Object.entries(ASKS)
      .map(([key, what]) => `${key}: ${what}`)
      .join(' '),
  ),
  when: condition,
  title,
  text,
});

const localContact = z.strictObject({
  name: title,
  what: question.describe('What they can help with.'),
  phone: phoneNumber.optional(),
  email: line
    .max(120)
    .regex(
      /^[^\s@<>()[\]]+@[^\s@<>()[\]]+\.[^\s@<>()[\]]+$/,
      'an e-mail address such as office@school.example',
    )
    .optional(),
  when: condition,
});

export const localFileSchema = z.strictObject({
  wording: wording.default({}).describe('Other words for what the check says.'),
  questions: z
    .array(localQuestion)
    .max(6)
    .default([])
    .describe('Questions of your own. The answers go into the record and change nothing else.'),
  obligations: z
    .array(localObligation)
    .max(12)
    .default([])
    .describe('Things to do of your own, beside the advice.'),
  contacts: z
    .array(localContact)
    .max(8)
    .default([])
    .describe('People and services of your own, shown beside the advice.'),
});

export type LocalFile = z.infer<typeof localFileSchema>;
export type LocalQuestion = LocalFile['questions'][number];
export type LocalObligation = LocalFile['obligations'][number];
export type LocalContact = LocalFile['contacts'][number];

/** What stands in a dialog once local.yaml is laid over it. */
export type LocalDialog = Pick<LocalFile, 'questions' | 'obligations' | 'contacts'> & {
  /** Whose it is: said beside everything it adds. */
  readonly owner: string;
  /** What is said in its words, line by line: `obligations secure text`, `questions route options`. */
  readonly reworded: ReadonlySet<string>;
};

/** The condition of a local line; what has none always applies. */
export const whenOf = ({ when }: { readonly when?: Condition | undefined }): Condition =>
  when ?? { always: true };
