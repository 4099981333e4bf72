import { z } from 'zod';
import { ASK_CONTACTS, type NotCoveredTopic, type Synonyms } from '../ask/library.ts';

/** Longer ones are no questions. */
export const LONGEST_PHRASING = 300;
const line = z.string().trim().min(1).max(LONGEST_PHRASING);

/** What to do where questions are written in another way. */
export const ONE_A_LINE =
  'Write "|" after the colon and the questions below it, one a line, with no hyphens or quotes.';

/**
 * Many texts, one a line, under `key: |`. Thousands of them are read at every start: this way in no time, and nobody has to
 * think about quotation marks. What is wrong with a single line is said where they are put together, so that the others stay.
 */
const lines = z.preprocess(
  (value, context) => {
    if (typeof value !== 'string' && value !== undefined)
      context.addIssue({ code: 'custom', message: ONE_A_LINE });
    return value;
  },
  z
    .string()
    .min(1)
    .transform((text) =>
      text
        .trimEnd()
        .split('\n')
        .map((text) => text.trim()),
    ),
);

/** A few texts with commas between them. */
const between = z.preprocess(
  (value, context) => {
    if (Array.isArray(value))
      context.addIssue({
        code: 'custom',
        message: 'Write the words with commas between them, with no brackets or hyphens.',
      });
    return value;
  },
  z
    .string()
    .max(1000)
    .transform((text) =>
      text
        .split(/[,\n]/)
        .map((text) => text.trim())
        .filter((text) => text !== ''),
    )
    .pipe(z.array(z.string()).min(1)),
);

/** The shape of `knowledge/<document>/phrasings/*.yaml`: by section id, what people ask that it answers. */
export const phrasingsFileSchema = z
  .record(z.string(), lines)
  .describe(
    'By the id of a section, after "|": questions people ask that it answers, in their words, one a line.',
  );

/** The shape of `knowledge/thesaurus.yaml`. */
export const thesaurusFileSchema = z.array(
  z.strictObject({
    says: between.describe('What people say, with commas between: "grass up, dob in".'),
    means: between.describe('The words the guidance has for it, such as "share information".'),
  }),
) satisfies z.ZodType<Synonyms[]>;

/** The shape of `knowledge/not-covered.yaml`: subjects people ask about that the guidance does not cover. */
export const notCoveredFileSchema = z.array(
  z.strictObject({
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case letters, digits and hyphens'),
    about: line.describe('In words that fit after "about": "how long to keep records".'),
    contact: z.enum(ASK_CONTACTS).describe('Whom such a question goes to.'),
    help: z
      .string()
      .trim()
      .min(1)
      .max(600)
      .describe('One or two plain sentences: where the answer is to be found.'),
    phrasings: lines.describe('After "|": questions people ask about it, in their words, one a line.'),
  }),
) satisfies z.ZodType<NotCoveredTopic[]>;
