import { z } from 'zod';

/** Where words that quiet a sign have to stand, seen from the sign. */
export const QUIET_PLACES = {
  before: 'Before the sign, in the same sentence.',
  'just-before': 'At most three words before the sign, or within it.',
  anywhere: 'Anywhere in the same sentence.',
} as const;
export type QuietPlace = keyof typeof QUIET_PLACES;

const line = z.string().trim().min(1);
const name = z.string().regex(/^[a-z][a-z-]*$/, 'a name in lower-case letters and hyphens');
const list = line.describe(
  'Words and phrases, with commas between them. <name> stands for a whole group above.',
);
const say = z
  .array(line)
  .min(1)
  .describe(
    'Each line is one way of saying it. <name> is any word of that group; ".." leaves room for up to two words, "..." for up to seven.',
  );

const quiet = z.strictObject({
  where: z.enum(Object.keys(QUIET_PLACES) as [QuietPlace, ...QuietPlace[]]).describe(
    Object.entries(QUIET_PLACES)
      .map(([key, what]) => `${key}: ${what}`)
      .join(' '),
  ),
  'undone-by': name
    .optional()
    .describe('A group: with one of its words in the sentence, the sign counts again.'),
  say,
});

const sign = z.strictObject({
  sign: line.describe('What this is a sign of, for the people who keep this file.'),
  say,
  unless: z.array(name).optional().describe('Names under "quiet".'),
  examples: z.array(line).min(1).describe('Made-up texts in which this sign must be found.'),
  calm: z.array(line).optional().describe('Made-up texts in which this sign must not be found.'),
});

const hint = z.strictObject({
  hint: line.describe('What it is, for the people who keep this file.'),
  points: z.number().int().min(-9).max(9).describe('Below nought for what speaks against danger.'),
  most: z.number().int().min(1).max(5).optional().describe('How often it counts. Left out: once.'),
  say,
});

const hints = z.strictObject({
  enough: z.number().int().min(1).describe('So many points within forty words are danger.'),
  'most-from-ones': z.number().int().min(1).describe('Hints of one point give so many together at most.'),
  list: z.array(hint).min(1),
  examples: z.array(line).describe('Made-up texts that reach it.'),
  calm: z.array(line).describe('Made-up texts that do not.'),
});

/** The shape of danger.yaml: the words that bring up the emergency question. */
export const dangerFileSchema = z.strictObject({
  'short-forms': z.record(z.string(), line).describe('What people type on a phone, and what it stands for.'),
  fillers: list.describe('Words that are passed over, wherever they stand.'),
  'ordinary-words': list.describe('Words that look like a slip for another word here and are none.'),
  groups: z.record(name, list),
  quiet: z.record(name, quiet),
  harmless: say.describe('Turns of phrase whose words count for nothing.'),
  signs: z.array(sign).min(1),
  hints,
});

/** The words that signal danger, as a safeguarding lead keeps them. Source: `knowledge/danger.yaml`. */
export type DangerLexicon = z.output<typeof dangerFileSchema>;
