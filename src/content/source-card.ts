import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { ContentFault } from './content-fault.ts';
import { permittedWords } from './nearest.ts';

const line = z.string().trim().min(1);
const address = z.url({ protocol: /^https?$/, error: 'a web address that begins with https://' });

/** The shape of `source.yaml`: what a guidance document is, where it comes from and how it may be used. */
export const sourceCardSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case letters, digits and hyphens')
    .describe('The id in citations. The same as the name of the folder.'),
  title: line.describe('The title as printed.'),
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
      file: line.describe('The file in this folder with the text as it was found.'),
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

/** A source card as read; `lineOf` gives the line of a top-level key, 1 when it is not there. */
export type ReadCard = {
  readonly card: SourceCard | null;
  readonly faults: readonly ContentFault[];
  readonly lineOf: (key: string) => number;
};

/**
 * Reads the text of a source card. Every fault is reported, with its line in `file`: YAML that cannot be read, keys that
 * are missing or unknown, values that do not fit. `card` is null when there is any.
 */
export function readSourceCard(text: string, file: string): ReadCard {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): number => Math.max(1, lines.linePos(offset).line);
  const lineOf = (key: string): number => lineOfPath([key]) ?? 1;

  function lineOfPath(path: readonly PropertyKey[]): number | null {
    const [key, ...rest] = path.map(String);
    if (key === undefined || !isMap(document.contents)) return null;
    const pair = document.contents.items.find(
      ({ key: node }) => isScalar(node) && String(node.value) === key,
    );
    if (pair === undefined || !isScalar(pair.key)) return null;
    const [inner] = rest;
    const deeper = isMap(pair.value)
      ? pair.value.items.find(({ key: node }) => isScalar(node) && String(node.value) === inner)
      : undefined;
    const node = deeper !== undefined && isScalar(deeper.key) ? deeper.key : pair.key;
    return node.range ? at(node.range[0]) : null;
  }

  const broken = document.errors.map((error) => ({
    file,
    line: at(error.pos[0]),
    message: `This is not YAML that can be read: ${error.message} Write "key: value", one a line.`,
  }));
  if (broken.length > 0) return { card: null, faults: broken, lineOf };

  const read = sourceCardSchema.safeParse(document.toJS() ?? {}, { reportInput: true });
  if (read.success) return { card: read.data, faults: [], lineOf };
  const faults = read.error.issues.flatMap((issue): ContentFault[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        file,
        line: lineOfPath([...issue.path, key]) ?? 1,
        message: `"${key}" is not a key of a source card. ${permittedWords(key, keysAt(issue.path))}`,
      }));
    }
    const where = issue.path.map(String).join(' › ');
    const missing = issue.input === undefined || issue.input === null;
    const message = missing
      ? `"${where}" is missing. ${wanted(issue)}`
      : `"${where}" does not fit. ${wanted(issue)}`;
    return [{ file, line: lineOfPath(issue.path) ?? 1, message }];
  });
  return { card: null, faults, lineOf };
}

function keysAt(path: readonly PropertyKey[]): readonly string[] {
  return Object.keys(path[0] === 'source' ? { file: 0, sha256: 0 } : sourceCardSchema.shape);
}

/** What would fit, from the issue zod reports. */
function wanted(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `It takes ${TYPES[issue.expected] ?? 'another kind of value'}.`;
  if (issue.code === 'too_small') return 'It takes at least one word.';
  return `It takes ${issue.message}.`;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a line of text',
  boolean: 'true or false',
  array: 'a list, one line each, beginning with a hyphen',
  object: 'keys with values, "key: value", one a line',
};
