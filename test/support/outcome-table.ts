import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import {
  type Answers,
  FACTS,
  NOTIFICATION_CLASSES,
  type NotificationClass,
  OUTCOMES,
  type Outcome,
  TELL_VALUES,
  type TellValue,
} from '../../src/check/facts.ts';
import type { Policy } from '../../src/check/policy.ts';

const FOLDER = join(import.meta.dirname, '../fixtures/outcome-table');

/** Stands in the same folder, but its lines are passages by id, not rows. */
const CITATIONS = 'citations.yaml';

/** One row of the typed table: what somebody answered, and everything the policy says to it. */
export type Row = {
  readonly file: string;
  readonly says: string;
  readonly answers: Answers;
  readonly outcome: Outcome;
  readonly rule: string;
  readonly fixes: readonly string[];
  readonly obligations: readonly string[];
  readonly tell: TellValue;
  readonly bases: readonly string[];
  readonly class: NotificationClass;
};

const answers = z.strictObject(
  Object.fromEntries(Object.entries(FACTS).map(([fact, values]) => [fact, z.enum(values).optional()])),
);
const ids = z.array(z.string().min(1));
const tableFile = z.strictObject({
  starts: z.record(z.string(), answers).default({}),
  rows: z.array(
    z.strictObject({
      says: z.string().min(1),
      from: z.string().optional(),
      answers,
      outcome: z.enum(OUTCOMES),
      rule: z.string().min(1),
      fixes: ids,
      obligations: ids,
      tell: z.enum(TELL_VALUES),
      bases: ids,
      class: z.enum(NOTIFICATION_CLASSES),
    }),
  ),
});

/**
 * Every row of the outcome table, in the order of the files' names. A row's answers are laid over those of the start it names.
 * Throws an Error that names the file, for an unknown key, answer or start, and for a `says` that was there before.
 */
export async function readOutcomeTable(folder = FOLDER): Promise<readonly Row[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml') && name !== CITATIONS).sort();
  const files = await Promise.all(
    names.map(async (name) => readRows(name, await readFile(join(folder, name), 'utf8'))),
  );
  const rows = files.flat();
  const firstWith = new Map<string, Row>();
  for (const row of rows) {
    const first = firstWith.get(row.says);
    if (first) throw new Error(`${row.file}: "${row.says}" is also in ${first.file}.`);
    firstWith.set(row.says, row);
  }
  return rows;
}

/** The rows of one file's text; `file` is its name, for errors and for the rows. Throws as `readOutcomeTable` does. */
export function readRows(file: string, text: string): readonly Row[] {
  const read = tableFile.safeParse(parse(text));
  if (!read.success) throw new Error(`${file}: ${z.prettifyError(read.error)}`);
  const { starts, rows } = read.data;
  return rows.map(({ from, ...row }) => {
    const start = from === undefined ? {} : starts[from];
    if (!start)
      throw new Error(`${file}: "${row.says}" starts from "${from}", which is not one of its starts.`);
    // The schema above is built from the facts and their values.
    return { file, ...row, answers: { ...start, ...row.answers } as Answers };
  });
}

/** What a policy says differently from the row, in one line; null when the row holds. */
export function rowFails(policy: Policy, row: Row): string | null {
  const decision = policy.decide(row.answers);
  const differs = [
    differing('outcome', row.outcome, decision.outcome),
    differing('rule', row.rule, decision.rule),
    differing('fixes', row.fixes.join(' '), decision.fixes.join(' ')),
    differing('obligations', row.obligations.join(' '), decision.obligations.join(' ')),
    differing('tell', row.tell, decision.tell),
    differing('bases', row.bases.join(' '), decision.lawfulBasis.join(' ')),
    differing('class', row.class, decision.notification),
  ].filter((line) => line !== null);
  return differs.length === 0 ? null : `${row.file}: ${row.says}: ${differs.join('; ')}`;
}

function differing(what: string, typed: string, given: string): string | null {
  return typed === given ? null : `${what} is typed as "${typed}", the policy says "${given}"`;
}
