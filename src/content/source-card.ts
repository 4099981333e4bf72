import { z } from 'zod';

const line = z.string().trim().min(1);
const address = z.url({ protocol: /^https?$/, error: 'a web address that begins with https://' });

/** The shape of `source.yaml`: what a guidance document is, where it comes from and how it may be used. */
export const sourceCardSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case letters, digits and hyphens')
    .describe('The id in citations. The same as the name of the folder.'),
  title: line.describe('The title as printed.'),
  'short-title': line
    .max(60)
    .optional()
    .describe('How quotes name it, such as "DfE information sharing advice".'),
  publisher: line.describe('Who published it.'),
  edition: line.describe('How every quote is stamped, such as "Draft, June 2023, since superseded".'),
  date: z
    .string()
    .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, 'a date such as 2023, 2023-06 or 2023-06-30')
    .describe('When it was published: year, month or day.'),
  licence: line.describe('The licence it may be used under.'),
  'licence-url': address.optional().describe('Where the licence can be read.'),
  attribution: line.describe('The sentence the licence asks for.'),
  current: z.boolean().describe('Whether answers come from this document. Exactly one document is current.'),
  'superseded-by': line.optional().describe('What replaced it. Left out when nothing did.'),
  source: z
    .strictObject({
      file: z
        .string()
        .regex(
          /^(?!.*\.\.)[^/\\]+(\/[^/\\]+)*$/,
          'the path of a file in this folder, such as source/text.txt',
        )
        .describe('The file in this folder with the text as it was found.'),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/, '64 digits and letters from a to f')
        .describe('SHA-256 of that file.'),
    })
    .optional()
    .describe('The text the Markdown was made from.'),
  pages: line.describe('Where the page numbers come from.'),
  cleaned: z.array(line).optional().describe('What differs from the source text.'),
  'without-sections': z
    .array(line)
    .default([])
    .describe('Markdown files of the folder that hold no sections to quote.'),
});

export type SourceCard = z.infer<typeof sourceCardSchema>;
