import { z } from 'zod';
import { FACT_IDS, NOTIFICATION_CLASSES, OUTCOMES, TELL_VALUES } from './facts.ts';
import type { LocalDialog } from './local-dialog.ts';

/**
 * The shape of a dialog: what `dialogs/share-check/*.yaml` hold, once read and checked.
 * Reading files, line numbers and cross-checks live in `src/content`; this is the shape alone.
 */

/** A condition of the closed language: equals, in, all, any, not, named (`is`), always. Keys under one heading all hold. */
export type Condition = { readonly [key: string]: unknown };

export const id = z.string().regex(/^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/, 'an id: letters, digits and hyphens');
export const line = z.string().trim().min(1);
/** Read by `parseCondition`, which says what is wrong with it in words. */
export const conditionSchema: z.ZodType<Condition> = z.record(z.string(), z.unknown());
const condition = conditionSchema;
const cite = z.array(z.string());

export const optionSchema = z.strictObject({
  value: z.string(),
  /** The words on the button. 75 characters at most (Slack's limit). */
  label: line.max(75),
  help: line.optional(),
});

export const questionSchema = z.strictObject({
  id: z.enum(FACT_IDS),
  /** The question as asked. It is also what the record quotes. */
  ask: line,
  help: line.optional(),
  /** "Why are you asking?" in plain words; the passage is shown under it. */
  why: line,
  cite: cite.min(1),
  /** How the answer is called in lists ("Danger", "The worry"). */
  short: line.max(40),
  options: z.array(optionSchema).min(2).max(6),
});

export const groupSchema = z.strictObject({
  id,
  heading: line,
  questions: z.array(z.enum(FACT_IDS)).min(2).max(3),
});

export const questionsFileSchema = z.strictObject({
  questions: z.array(questionSchema),
  groups: z.array(groupSchema),
});

const beyond = { 'beyond-draft': z.boolean().optional() };

export const policyFileSchema = z.strictObject({
  conditions: z.record(z.string(), condition),
  rules: z.array(z.strictObject({ id, if: condition, outcome: z.enum(OUTCOMES), ...beyond, cite })),
  fixes: z.array(z.strictObject({ id, when: condition, ...beyond, cite })),
  obligations: z.array(
    z.union([
      z.strictObject({ id, when: condition, ...beyond, cite }),
      z.strictObject({ fixes: z.literal(true) }),
    ]),
  ),
  tell: z.array(z.strictObject({ value: z.enum(TELL_VALUES), when: condition, ...beyond, cite })),
  'lawful-basis': z.strictObject({
    applies: condition,
    choose: z.array(z.strictObject({ when: condition, bases: z.array(z.string()) })),
    bases: z.array(z.strictObject({ id, 'article-6': z.boolean().optional(), ...beyond, cite })),
  }),
  notification: z.array(z.strictObject({ class: z.enum(NOTIFICATION_CLASSES), when: condition })),
  'then-ask': z.array(z.enum(FACT_IDS)),
});

export const citationsFileSchema = z.record(
  z.string(),
  z.strictObject({
    sections: z.array(z.string()).min(1),
    also: z.array(z.strictObject({ when: condition, sections: z.array(z.string()).min(1) })).optional(),
  }),
);

export const dialogFileSchema = z.strictObject({
  id,
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'a version such as 1.0.0'),
  title: line,
  /** The source card's id the citations point into. */
  guidance: id,
});

/** Words for one thing to do: `title` is one short line, `text` says how. */
const advised = z.strictObject({ title: line, text: line });

export const adviceFileSchema = z.strictObject({
  /** By outcome: `headline` reads right when cut at 90 characters; `text` the sense of it; `next` what to do first. */
  outcomes: z.record(z.string(), z.strictObject({ headline: line, text: line, next: line })),
  /** By rule: why this came out, in a sentence that starts from what the person said. */
  rules: z.record(z.string(), line),
  fixes: z.record(z.string(), advised),
  obligations: z.record(z.string(), advised),
  tell: z.record(z.string(), advised),
  /** By basis: `name`, and why it is suggested or not. */
  bases: z.record(z.string(), z.strictObject({ name: line, suggested: line, 'not-suggested': line })),
  /** The five lines of an emergency, and the label over them. */
  emergency: z.strictObject({ headline: line, own: line, lines: z.array(line).length(5) }),
  /** "Where is the consent question?" */
  consent: z.strictObject({ title: line, text: line, cite: cite.min(1) }),
  /** Where the draft disagrees with itself: shown with both passages. */
  disagreements: z.array(z.strictObject({ about: line, sections: z.array(z.string()).min(1), text: line })),
});

/** By section id: the exact words of the guidance quoted beside advice. Checked to be verbatim at load. */
export const quotesFileSchema = z.record(z.string(), line);

/** The words on buttons and cards, by key. `{name}` is filled in. */
export const wordsFileSchema = z.record(z.string(), line);

export type Question = z.infer<typeof questionSchema>;
export type Group = z.infer<typeof groupSchema>;
export type PolicyFile = z.infer<typeof policyFileSchema>;
export type CitationKeys = z.infer<typeof citationsFileSchema>;
export type Advice = z.infer<typeof adviceFileSchema>;

/** A whole dialog, checked. `hash` is the SHA-256 (hex) of its files. */
export type Dialog = {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly guidance: string;
  readonly hash: string;
  readonly questions: readonly Question[];
  readonly groups: readonly Group[];
  readonly policy: PolicyFile;
  readonly citations: CitationKeys;
  readonly advice: Advice;
  /** Section id → the words quoted from it. */
  readonly quotes: Readonly<Record<string, string>>;
  readonly words: Readonly<Record<string, string>>;
  /** What the organisation laid over it. */
  readonly local?: LocalDialog;
};
