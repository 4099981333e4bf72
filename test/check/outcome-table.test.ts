import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { FACT_IDS, FACTS, NOTIFICATION_CLASSES, OUTCOMES, TELL_VALUES } from '../../src/check/facts.ts';
import type { Policy } from '../../src/check/policy.ts';
import { loadPolicy } from '../support/load-policy.ts';
import { type Row, readOutcomeTable, readRows, rowFails } from '../support/outcome-table.ts';

let policy: Policy;
let rows: readonly Row[];
beforeAll(async () => {
  policy = await loadPolicy();
  rows = await readOutcomeTable();
});

describe('the typed outcome table', () => {
  it('is what the policy says, row by row', () => {
    expect(rows.map((row) => rowFails(policy, row)).filter((line) => line !== null)).toEqual([]);
  });

  it('has no two rows for the same answers with different advice', () => {
    const told = new Map<string, string>();
    const torn = rows.filter((row) => {
      const { file: _, says: __, answers, ...advice } = row;
      const key = FACT_IDS.map((fact) => answers[fact] ?? 'unsure').join();
      const before = told.get(key);
      told.set(key, JSON.stringify(advice));
      return before !== undefined && before !== JSON.stringify(advice);
    });
    expect(torn.map(({ says }) => says)).toEqual([]);
  });
});

describe('between them, the rows meet', () => {
  it('every rule', () => {
    expect(idsOf(policy.compiled.parsed.rules).filter((id) => !rows.some((row) => row.rule === id))).toEqual(
      [],
    );
  });

  it('every fix, both as a fix and among what is to be done', () => {
    const missing = idsOf(policy.compiled.parsed.fixes).filter(
      (id) => !rows.some((row) => row.fixes.includes(id) && row.obligations.includes(id)),
    );
    expect(missing).toEqual([]);
  });

  it('every obligation', () => {
    const missing = idsOf(policy.compiled.parsed.obligations).filter(
      (id) => !rows.some((row) => row.obligations.includes(id)),
    );
    expect(missing).toEqual([]);
  });

  it('every telling line', () => {
    expect(TELL_VALUES.filter((id) => !rows.some((row) => row.tell === id))).toEqual([]);
  });

  it('every basis that can be suggested', () => {
    const bases = new Set(policy.compiled.parsed.basisChoices.flatMap((choice) => choice.bases));
    expect(bases.size).toBeGreaterThan(0);
    expect([...bases].filter((id) => !rows.some((row) => row.bases.includes(id)))).toEqual([]);
  });

  it('every outcome and every class', () => {
    expect(OUTCOMES.filter((id) => !rows.some((row) => row.outcome === id))).toEqual([]);
    expect(NOTIFICATION_CLASSES.filter((id) => !rows.some((row) => row.class === id))).toEqual([]);
  });

  it('every answer to every question', () => {
    const missing = FACT_IDS.flatMap((fact) =>
      FACTS[fact]
        .filter((value) => !rows.some((row) => row.answers[fact] === value))
        .map((value) => `${fact}: ${value}`),
    );
    expect(missing).toEqual([]);
  });
});

describe('a row', () => {
  it('fails where the policy says something else, and says what', () => {
    const row = rows.find(({ outcome }) => outcome === 'talk-first');
    if (!row) throw new Error('No row with talk-first.');
    expect(rowFails(policy, row)).toBeNull();
    const slips: Partial<Row>[] = [
      { outcome: 'share' },
      { rule: 'S1' },
      { fixes: ['trim'] },
      { obligations: row.obligations.toReversed() },
      { tell: 'do-not-tell' },
      { bases: ['public-task'] },
      { class: 'today' },
    ];
    for (const slip of slips) expect(rowFails(policy, { ...row, ...slip })).toContain(Object.keys(slip)[0]);
  });

  it('is laid over the start it names', () => {
    const text = `starts: { early: { urgency: not-urgent, risk: none } }\nrows: [${typed({ from: 'early' })}]`;
    expect(readRows('a.yaml', text)[0]?.answers).toEqual({ urgency: 'not-urgent', risk: 'clear' });
  });

  it.each([
    ['a start that is not there', typed({ from: 'nowhere' }), 'nowhere'],
    ['a key that is not one of its own', typed({ because: 'so' }), 'because'],
    ['an answer that is not one of the question', typed({ answers: { risk: 'great' } }), 'risk'],
    ['a question that is not there', typed({ answers: { weather: 'fine' } }), 'weather'],
    ['an outcome that is not there', typed({ outcome: 'perhaps' }), 'outcome'],
  ])('is refused with %s', (_, row, named) => {
    expect(() => readRows('a.yaml', `rows: [${row}]`)).toThrow(named);
  });

  it('tells a story that no other row tells, in any file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'outcome-table-'));
    await writeFile(join(folder, 'a.yaml'), `rows: [${typed({})}]`);
    expect(await readOutcomeTable(folder)).toHaveLength(1);
    await writeFile(join(folder, 'b.yaml'), `rows: [${typed({})}]`);
    await expect(readOutcomeTable(folder)).rejects.toThrow('b.yaml: "A clear worry" is also in a.yaml.');
    await rm(folder, { recursive: true });
  });
});

function idsOf(lines: readonly { readonly id: string }[]): readonly string[] {
  expect(lines.length).toBeGreaterThan(0);
  return lines.map(({ id }) => id);
}

/** One row as text, with some of it changed. */
function typed(change: Record<string, unknown>): string {
  return JSON.stringify({
    says: 'A clear worry',
    answers: { risk: 'clear' },
    outcome: 'share-now',
    rule: 'E3',
    fixes: [],
    obligations: ['record'],
    tell: 'after-when-safe',
    bases: [],
    class: 'emergency',
    ...change,
  });
}
