import { beforeAll, describe, expect, it } from 'vitest';
import type { Dialog } from '../../src/check/dialog.ts';
import { FACT_IDS, FACTS, type Fact } from '../../src/check/facts.ts';
import { prove } from '../../src/check/prove.ts';
import { loadShipped } from '../support/load-policy.ts';
import { type Edit, obligation, rule } from '../support/policy-slips.ts';
import { slowAdvice } from '../support/slow-policy.ts';

let dialog: Dialog;
let pages: (section: string) => string;
beforeAll(async () => {
  ({ dialog, pages } = await loadShipped());
});

function unusedIn(edit: Edit): string[] {
  const policy = structuredClone(dialog.policy);
  edit(policy);
  return prove({ ...dialog, policy }, pages).unused.map(({ kind, id }) => `${kind} ${id}`);
}

describe('what is never used', () => {
  it('is nothing in the shipped dialog', () => {
    expect(prove(dialog, pages).unused).toEqual([]);
  });

  it('is every rule behind one that takes everything, and what only they lead to', () => {
    const unused = unusedIn((p) => {
      rule(p, 'A3').if = { always: true };
    });
    expect(unused).toEqual(
      expect.arrayContaining(['rule A5', 'rule S1', 'outcome share', 'outcome fix-then-share', 'fix trim']),
    );
    expect(unused).not.toContain('rule N1');
  });

  it('is a question whose answer nothing depends on any more', () => {
    const unused = unusedIn((p) => {
      obligation(p, 'weigh-trust').when = { is: 'sharing' };
      rule(p, 'A12').if = { risk: 'low-level', views: { in: ['object', 'withdrew'] } };
    });
    expect(unused).toEqual(['question relationship']);
  });

  it('is a line of the lawful basis that another one has taken', () => {
    const unused = unusedIn((p) => {
      p['lawful-basis'].choose.splice(1, 0, {
        when: { mandate: 'required', sector: 'nhs' },
        bases: ['legal-obligation', 'public-task'],
      });
    });
    expect(unused).toEqual(['basis legal-obligation, public-task']);
  });

  it('says so in words, with the line', () => {
    const policy = structuredClone(dialog.policy);
    policy.rules.splice(1, 0, { id: 'E1b', if: { urgency: 'immediate' }, outcome: 'share', cite: ['GR1'] });
    expect(prove({ ...dialog, policy }, pages).unused).toEqual([
      {
        kind: 'rule',
        id: 'E1b',
        says: 'The rule “E1b” never comes up.',
        at: { file: 'policy', path: ['rules', 1] },
      },
    ]);
  });
});

describe('answers that lead to the same', () => {
  it('are those that the second reading of the policy does not tell apart either', () => {
    const { alike } = prove(dialog, pages);
    const group = (fact: Fact, value: string) =>
      alike.find((line) => line.fact === fact && line.values.includes(value))?.values ?? [value];
    let seed = 11;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return (seed >>> 8) % below;
    };
    const told = new Set<string>();
    for (let i = 0; i < 20_000; i++) {
      const answers = Object.fromEntries(
        FACT_IDS.map((fact) => [fact, FACTS[fact][random(FACTS[fact].length)]]),
      );
      const fact = FACT_IDS[random(FACT_IDS.length)] ?? 'urgency';
      const one = FACTS[fact][random(FACTS[fact].length)] ?? 'unsure';
      const two = FACTS[fact][random(FACTS[fact].length)] ?? 'unsure';
      const same =
        JSON.stringify(slowAdvice({ ...answers, [fact]: one })) ===
        JSON.stringify(slowAdvice({ ...answers, [fact]: two }));
      if (group(fact, one).includes(two)) expect(same).toBe(true);
      else if (!same) told.add(`${fact} ${[one, two].sort().join(' ')}`);
    }
    // Most pairs that are not called alike were seen to differ.
    expect(told.size).toBeGreaterThan(80);
  });
});
