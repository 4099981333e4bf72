import { z } from 'zod';
import { ASK_CONTACTS, type NotCoveredTopic, type Synonyms } from '../ask/library.ts';

/** Longer ones are no questions. */
export const LONGEST_PHRASING = 300;
const line = z.string().trim().min(1).max(LONGEST_PHRASING);
const phrasings = z.array(line).min(1);

/** The shape of `knowledge/<document>/phrasings/*.yaml`: by section id, what people ask that it answers. */
export const phrasingsFileSchema = z
  .record(z.string(), phrasings)
  .describe('By the id of a section: questions people ask that it answers, in the words they use.');

/** The shape of `knowledge/thesaurus.yaml`. */
export const thesaurusFileSchema = z.array(
  z.strictObject({
    says: z.array(line).min(1).describe('What people say, such as "grass up".'),
    means: z.array(line).min(1).describe('The words the guidance has for it, such as "share information".'),
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
    phrasings: phrasings.describe('Questions people ask about it, in the words they use.'),
  }),
) satisfies z.ZodType<NotCoveredTopic[]>;
