import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Answers } from '../../../src/check/facts.ts';
import type { Policy } from '../../../src/check/policy.ts';

const FILE = join(import.meta.dirname, '../../fixtures/outcome-table/citations.yaml');

const cites = z.record(z.string(), z.array(z.string()));
const citationTable = z.strictObject({
  keys: z.record(z.string(), z.string()),
  nhs: z.record(z.string(), z.string()),
  rules: cites,
  fixes: cites,
  obligations: cites,
  tell: cites,
  'article-6': cites,
  notes: cites,
  'beyond-the-draft': z.array(z.string()),
});
/** What every rule, fix, obligation, telling line and basis rests on, typed by hand. */
export type CitationTable = z.infer<typeof citationTable>;

/** The typed citations. Throws an Error that says what is wrong with the file. */
export async function readCitationTable(): Promise<CitationTable> {
  const read = citationTable.safeParse(parse(await readFile(FILE, 'utf8')));
  if (!read.success) throw new Error(`citations.yaml: ${z.prettifyError(read.error)}`);
  return read.data;
}

/** What a policy cites, labels or has in its ledger differently from the table, in one line; null when all agrees. */
export function citationsFail(policy: Policy, table: CitationTable): string | null {
  const { rules, fixes, obligations, tell, 'article-6': article6, notes } = table;
  const lines = Object.entries({ ...rules, ...fixes, ...obligations, ...tell, ...article6, ...notes });
  const ids = lines.map(([id]) => id).sort();
  const { parsed } = policy.compiled;
  const given = [...parsed.rules, ...parsed.fixes, ...parsed.obligations, ...parsed.tell, ...parsed.bases];
  return (
    differing('the ids', ids, given.map(({ id }) => id).sort()) ??
    first(lines, ([id, cite]) => lineFails(policy, table, id, cite)) ??
    ledgerFails(policy, { urgency: 'immediate' }, [...Object.keys(article6), 'confirm-with-dp-lead']) ??
    ledgerFails(policy, { urgency: 'immediate', sector: 'law-enforcement' }, [
      ...Object.keys(article6),
      'part-3-dpa-2018',
    ])
  );
}

function lineFails(policy: Policy, table: CitationTable, id: string, cite: readonly string[]): string | null {
  const sectionsOn = (answers: Answers) => policy.citationsFor(id, answers).map(({ section }) => section);
  const typed = cite.map((key) => table.keys[key] ?? key);
  const withNhs = cite.flatMap((key) => [
    table.keys[key] ?? key,
    ...(key in table.nhs ? [table.nhs[key] ?? ''] : []),
  ]);
  const beyond = table['beyond-the-draft'].includes(id);
  return (
    differing(`what ${id} cites`, typed, sectionsOn({ sector: 'public' })) ??
    differing(`what ${id} cites in the NHS`, withNhs, sectionsOn({ sector: 'nhs' })) ??
    differing(`whether ${id} is beyond the draft`, [`${beyond}`], [`${policy.beyondDraft(id)}`])
  );
}

function ledgerFails(policy: Policy, answers: Answers, typed: readonly string[]): string | null {
  const given = policy.ledger(answers).map(({ basis }) => basis);
  return differing('the ledger', typed.toSorted(), given.toSorted());
}

function differing(what: string, typed: readonly string[], given: readonly string[]): string | null {
  const [a, b] = [typed.join(' '), given.join(' ')];
  return a === b ? null : `${what}: typed "${a}", the policy says "${b}"`;
}

function first<Item>(items: readonly Item[], fails: (item: Item) => string | null): string | null {
  for (const item of items) {
    const failure = fails(item);
    if (failure !== null) return failure;
  }
  return null;
}
