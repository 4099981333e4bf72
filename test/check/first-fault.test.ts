import { beforeAll, describe, expect, it } from 'vitest';
import type { Dialog, PolicyFile } from '../../src/check/dialog.ts';
import { firstFault } from '../../src/check/first-fault.ts';
import { prove } from '../../src/check/prove.ts';
import { loadShipped } from '../support/load-policy.ts';
import { dropObligation, type Edit, obligation, rule, SLIPS } from '../support/policy-slips.ts';

let dialog: Dialog;
let pages: (section: string) => string;
beforeAll(async () => {
  ({ dialog, pages } = await loadShipped());
});

function edited(...edits: Edit[]): Dialog {
  const policy = structuredClone(dialog.policy);
  for (const edit of edits) edit(policy);
  return { ...dialog, policy };
}

const at = (source: Dialog, id: string) => firstFault(source, dialog.policy, id, pages);
const indexOf = (policy: PolicyFile, id: string) => policy.rules.findIndex((line) => line.id === id);

describe('the first line of a fault', () => {
  it('is the rule that was narrowed, not the one further down that fits in its place', () => {
    const source = edited((p) => {
      rule(p, 'E2').if = { urgency: 'urgent', risk: 'clear' };
    });
    const decided = prove(source, pages).rules.find(({ id }) => id === 'I2')?.counterexample;
    expect(decided?.at.path).toEqual(['rules', indexOf(source.policy, 'A1')]);
    expect(at(source, 'I2')).toEqual(['rules', indexOf(source.policy, 'E2'), 'if']);
  });

  it('is told apart from other changes, which break nothing or another rule', () => {
    const source = edited(
      (p) => {
        rule(p, 'E1').cite = ['GR1'];
      },
      (p) => {
        rule(p, 'E3').outcome = 'seek-advice';
      },
      (p) => {
        obligation(p, 'record-objection').when = { is: 'sharing', views: 'object' };
      },
    );
    expect(at(source, 'I2')).toEqual(['rules', indexOf(source.policy, 'E3'), 'outcome']);
    expect(at(source, 'I12')?.[0]).toBe('obligations');
  });

  it('is a rule that was put in', () => {
    const source = edited((p) => {
      p.rules.splice(4, 0, { id: 'X1', if: { risk: 'clear' }, outcome: 'seek-advice', cite: ['CLDC'] });
    });
    expect(at(source, 'I5')).toEqual(['rules', 4]);
  });

  it('is the condition with a name, where that was changed', () => {
    const source = edited((p) => {
      p.conditions.sharing = { outcome: { in: ['share', 'fix-then-share'] } };
    });
    expect(at(source, 'I13')).toEqual(['conditions', 'sharing']);
  });

  it('is the place of the list where a line is gone', () => {
    const source = edited(dropObligation('record'));
    expect(at(source, 'I8')).toEqual(['obligations', 0]);
  });

  it('is nothing where nothing was changed', () => {
    expect(at(dialog, 'I8')).toBeNull();
  });

  it('is nothing where two changes break the rule together', () => {
    const [, , edit] = SLIPS.find(([, what]) => what === 'a question that is never asked') ?? [];
    expect(edit && at(edited(edit), 'I19')).toBeNull();
  });

  it.each(SLIPS.filter(([, what]) => what !== 'a question that is never asked'))(
    'is found for %s: %s',
    (id, _what, edit) => {
      const [section, ...rest] = at(edited(edit), id) ?? [];
      expect(section).toBeDefined();
      expect(rest.length).toBeGreaterThan(0);
    },
  );
});
