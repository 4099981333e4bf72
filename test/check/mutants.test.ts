import { beforeAll, describe, expect, it } from 'vitest';
import type { PolicyFile } from '../../src/check/dialog.ts';
import { compilePolicy } from '../../src/check/policy.ts';
import { loadShipped } from '../support/load-policy.ts';
import { readOutcomeTable } from '../support/outcome-table.ts';
import { citationsFail, readCitationTable } from '../support/policy-mutants/citation-table.ts';
import { type Bench, judge, type Verdict } from '../support/policy-mutants/judge-mutant.ts';
import { conditionMutants } from '../support/policy-mutants/mutate-condition.ts';
import { type Mutant, policyMutants } from '../support/policy-mutants/policy-mutants.ts';
import { samePolicy } from '../support/policy-mutants/same-policy.ts';

let bench: Bench;
let mutants: Mutant[];
beforeAll(async () => {
  const { dialog, pages } = await loadShipped();
  const [rows, citations] = await Promise.all([readOutcomeTable(), readCitationTable()]);
  bench = { dialog, pages, shipped: compilePolicy(dialog, pages), rows, citations };
  mutants = policyMutants(dialog.policy);
});

const name = ({ where, what }: Mutant) => `${where}: ${what}`;

describe('the shipped policy', () => {
  it('cites, labels and weighs what is typed', () => {
    expect(citationsFail(bench.shipped, bench.citations)).toBeNull();
  });

  it('cannot be changed in any one place without a row, a citation or a safety rule failing', () => {
    const ended = new Map<Verdict, Mutant[]>();
    for (const mutant of mutants) {
      const verdict = judge(mutant, bench);
      ended.set(verdict, [...(ended.get(verdict) ?? []), mutant]);
    }
    const counts = [...ended].map(([verdict, list]) => `${verdict} ${list.length}`);
    console.info(`${mutants.length} mutants: ${counts.join(', ')}`);
    expect((ended.get('survived') ?? []).map(name)).toEqual([]);
  }, 300_000);

  it('could be changed unnoticed with every other row missing', () => {
    const half = { ...bench, rows: bench.rows.filter((_, i) => i % 2 === 0) };
    expect(mutants.some((mutant) => judge(mutant, half) === 'survived')).toBe(true);
  }, 60_000);

  it('could be changed unnoticed in every part with no rows', () => {
    const none = { ...bench, rows: [] };
    for (const part of Object.keys(bench.dialog.policy)) {
      if (part === 'then-ask') continue;
      const changed = mutants.filter(({ where }) => where.startsWith(`${part} › `));
      expect(changed.some((mutant) => judge(mutant, none) === 'survived')).toBe(true);
    }
  }, 60_000);
});

describe('the changes', () => {
  it('are all different, and none is the shipped policy', () => {
    const files = [bench.dialog.policy, ...mutants.map(({ policy }) => policy)].map((policy) =>
      JSON.stringify(policy),
    );
    expect(new Set(files).size).toBe(files.length);
    expect(new Set(mutants.map(name)).size).toBe(mutants.length);
  });

  it('reach every line', () => {
    const { rules, fixes, obligations, tell, notification, 'lawful-basis': basis } = bench.dialog.policy;
    const lines = [
      ...Object.keys(bench.dialog.policy.conditions).map((id) => `conditions › ${id}`),
      ...rules.flatMap(({ id }) => [`rules › ${id} › if`, `rules › ${id} › outcome`]),
      ...fixes.map(({ id }) => `fixes › ${id} › when`),
      ...obligations.map((line) =>
        'id' in line ? `obligations › ${line.id} › when` : 'obligations › fixes',
      ),
      ...tell.map(({ value }) => `tell › ${value} › when`),
      'lawful-basis › applies',
      ...basis.choose.flatMap((_, i) => [
        `lawful-basis › choose › ${i} › when`,
        `lawful-basis › choose › ${i} › bases`,
      ]),
      ...basis.bases.map(({ id }) => `lawful-basis › bases › ${id} › article-6`),
      ...notification.flatMap((line) => [
        `notification › ${line.class} › when`,
        `notification › ${line.class} › class`,
      ]),
    ];
    expect(lines.filter((line) => !mutants.some(({ where }) => where.startsWith(line)))).toEqual([]);
  });

  it('of a condition are made at every place in it', () => {
    const risk = { in: ['clear', 'none'] };
    const changed = conditionMutants({ risk, not: { is: 'a' } }, ['a', 'b']);
    expect(changed.map(({ at, what, condition }) => [`${at.join(' › ')}: ${what}`, condition])).toEqual([
      [': the opposite', { not: { risk, not: { is: 'a' } } }],
      [': any of these in place of all', { any: [{ risk }, { not: { is: 'a' } }] }],
      ['risk: left out', { not: { is: 'a' } }],
      ['risk: the opposite', { all: [{ not: { is: 'a' } }, { not: { risk } }] }],
      ['not: left out', { risk }],
      ['not: the opposite', { risk, is: 'a' }],
      ['risk: perceived as well', { risk: { in: ['clear', 'none', 'perceived'] }, not: { is: 'a' } }],
      ['risk: low-level as well', { risk: { in: ['clear', 'none', 'low-level'] }, not: { is: 'a' } }],
      ['risk: support-only as well', { risk: { in: ['clear', 'none', 'support-only'] }, not: { is: 'a' } }],
      ['risk: unsure as well', { risk: { in: ['clear', 'none', 'unsure'] }, not: { is: 'a' } }],
      ['risk: without clear', { risk: { in: ['none'] }, not: { is: 'a' } }],
      ['risk: without none', { risk: { in: ['clear'] }, not: { is: 'a' } }],
      ['not › is: is b', { risk, not: { is: 'b' } }],
    ]);
  });

  it('reach into lists', () => {
    const [a, b] = [{ route: 'secure' }, { confidential: 'no' }];
    const changed = conditionMutants({ any: [a, b] }, []);
    expect(changed.map(({ condition }) => condition)).toEqual([
      { not: { any: [a, b] } },
      { all: [a, b] },
      { any: [b] },
      { any: [a] },
      { any: [{ not: a }, b] },
      { any: [{ route: { in: ['secure', 'insecure'] } }, b] },
      { any: [{ route: { in: ['secure', 'unsure'] } }, b] },
      { any: [{ route: 'insecure' }, b] },
      { any: [{ route: 'unsure' }, b] },
      { any: [a, { not: b }] },
      { any: [a, { confidential: { in: ['no', 'yes'] } }] },
      { any: [a, { confidential: { in: ['no', 'unsure'] } }] },
      { any: [a, { confidential: 'yes' }] },
      { any: [a, { confidential: 'unsure' }] },
    ]);
  });
});

describe('two policies', () => {
  const same = (edit: (policy: PolicyFile) => void): boolean => {
    const policy = structuredClone(bench.dialog.policy);
    edit(policy);
    const other = compilePolicy({ ...bench.dialog, policy }, bench.pages);
    return samePolicy(bench.shipped.compiled, other.compiled);
  };
  const lineOf = (policy: PolicyFile, id: string) =>
    policy.obligations.findIndex((line) => 'id' in line && line.id === id);
  const exchange = (policy: PolicyFile, above: string) => {
    const i = lineOf(policy, above);
    policy.obligations.splice(i + 1, 0, ...policy.obligations.splice(i, 1));
  };

  it('are the same when one only says it in other words', () => {
    expect(same(() => {})).toBe(true);
    expect(
      same((policy) => {
        policy.conditions.concern = { not: { risk: { in: ['support-only', 'none'] } } };
      }),
    ).toBe(true);
  });

  it('differ when one of the 2.8 × 10^10 combinations does', () => {
    const one = {
      urgency: 'not-urgent',
      risk: 'clear',
      purpose: 'offer',
      recipient: 'safeguarding-role',
      necessity: 'needed-minimum',
      mandate: 'none',
      views: 'agree',
      telling: 'safe',
      relationship: 'working-together',
      confidential: 'no',
      accuracy: 'accurate',
      route: 'secure',
      sector: 'nhs',
      special: 'no',
      'harm-source': 'no-one',
      identities: 'no',
    };
    const without = (id: string) => (policy: PolicyFile) => {
      const i = lineOf(policy, id);
      const line = policy.obligations[i];
      if (line && 'id' in line) policy.obligations[i] = { ...line, when: { all: [line.when, { not: one }] } };
    };
    expect(same(without('report-to-csc'))).toBe(false);
    // Not due there, so nothing is lost.
    expect(same(without('weigh-trust'))).toBe(true);
  });

  it('differ when two obligations that can meet change places, and only then', () => {
    expect(same((policy) => exchange(policy, 'minimise'))).toBe(false);
    expect(same((policy) => exchange(policy, 'give-feedback'))).toBe(true);
  });

  it('differ when both ask the same and say it the other way round', () => {
    expect(
      same((policy) => {
        for (const line of policy.tell) {
          if (line.value === 'before') line.value = 'already-told';
          else if (line.value === 'already-told') line.value = 'before';
        }
      }),
    ).toBe(false);
  });

  it('differ when one cites or labels something else', () => {
    expect(same((policy) => policy.rules[0]?.cite.pop())).toBe(false);
    expect(
      same((policy) => {
        for (const rule of policy.rules) if (rule.id === 'E1') rule['beyond-draft'] = true;
      }),
    ).toBe(false);
  });
});
