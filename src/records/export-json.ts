import { z } from 'zod';
import type { RecordedEntry } from './case.ts';
import type { Link } from './chain.ts';
import { ENTRY_KINDS, RECORD_SCHEMA } from './entry.ts';

/** Entries as a JSON array: the fields of each, and its body unless that is erased. One entry a line. */
export function exportJson(entries: readonly RecordedEntry[]): string {
  const lines = entries.map(({ entry, body }) =>
    JSON.stringify(body === undefined ? entry : { ...entry, body }),
  );
  return lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`;
}

const hash = z.string().regex(/^[0-9a-f]{64}$/);

// Strict: a field the hash does not cover would look as if it had been verified.
const exportedEntry = z.strictObject({
  schema: z.literal(RECORD_SCHEMA),
  id: z.string(),
  organisation: z.string(),
  reference: z.string(),
  kind: z.enum(ENTRY_KINDS),
  createdAt: z.string(),
  sequence: z.number().int().positive(),
  previousHash: hash,
  bodyHash: hash,
  hash,
  body: z.unknown().optional(),
});

/** Why a file is not an export, in words for a person; `entry` counts from 1. */
export type NotAnExport = { readonly entry: number | null; readonly why: string };

/** Reads a JSON export back, for verifying. It says what is wrong without repeating what the file holds. */
export function readExport(
  text: string,
): { readonly ok: true; readonly links: readonly Link[] } | ({ readonly ok: false } & NotAnExport) {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { ok: false, entry: null, why: 'It is not JSON, or only part of it is there.' };
  }
  if (!Array.isArray(parsed)) return { ok: false, entry: null, why: 'It is not a list of entries.' };
  const links: Link[] = [];
  for (const [index, item] of parsed.entries()) {
    const read = exportedEntry.safeParse(item);
    if (!read.success) {
      const issue = read.error.issues[0];
      const field = issue?.path.join('.') ?? '';
      const why =
        issue?.code === 'unrecognized_keys'
          ? 'It has a field that no entry has.'
          : field === ''
            ? 'It is not an entry.'
            : `Its "${field}" is missing or is not as it should be.`;
      return { ok: false, entry: index + 1, why };
    }
    const { body, ...entry } = read.data;
    links.push({ entry, body });
  }
  return { ok: true, links };
}
