import { z } from 'zod';
import { NOTE_STATUSES } from '../ask/law-notes.ts';

const day = z.iso.date('a day such as 2026-02-05');

/** The shape of `knowledge/law-notes.yaml`: what a document does not say about the law, or what has changed since. */
export const lawNotesFileSchema = z.strictObject({
  guidance: z.string().trim().min(1).describe('The id of the document the notes stand beside.'),
  notes: z.array(
    z.strictObject({
      id: z
        .string()
        .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case letters, digits and hyphens')
        .describe('What law-notes.yaml of a deployment folder switches it by.'),
      title: z.string().trim().min(1).max(90),
      text: z.string().trim().min(1).max(400).describe("In Share Check's own words, two to four sentences."),
      status: z
        .enum(NOTE_STATUSES)
        .describe(
          'verified: seen in the official text. secondary: read elsewhere, worded "We have read that …". not-verified: worded "Check whether …".',
        ),
      changed: z
        .boolean()
        .default(true)
        .describe('false: it was so already when the document was written, which does not say it.'),
      from: day
        .optional()
        .describe('The first day on which it holds: shown with it. Only where that is verified.'),
      link: z
        .url({ protocol: /^https$/, error: 'a web address that begins with https://' })
        .optional()
        .describe('Where it can be read. Only an address that is certain.'),
      beside: z.array(z.string()).min(1).describe('Ids of the sections beside whose words it is shown.'),
      'on-by-default': z.boolean().describe('Whether it is shown where nobody has switched it on or off.'),
    }),
  ),
});

/** The shape of `law-notes.yaml` in a deployment folder: which notes are shown. Empty where all its lines are remarks. */
export const lawNoteSwitchesSchema = z
  .record(
    z.string(),
    z.union([
      z.enum(['on', 'off']),
      z.strictObject({
        on: z.boolean(),
        from: day.optional().describe('The first day on which you want it shown.'),
      }),
    ]),
  )
  .nullable()
  .describe('By the id of a note in knowledge/law-notes.yaml: on or off.');
