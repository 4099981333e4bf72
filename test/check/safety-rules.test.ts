import { beforeAll, describe, expect, it } from 'vitest';
import type { Dialog } from '../../src/check/dialog.ts';
import { compilePolicy } from '../../src/check/policy.ts';
import { prove } from '../../src/check/prove.ts';
import { valueAt } from '../../src/content/plain-issue.ts';
import { loadShipped } from '../support/load-policy.ts';
import { dropObligation, type Edit, rule, SLIPS } from '../support/policy-slips.ts';

let dialog: Dialog;
let pages: (section: string) => string;
beforeAll(async () => {
  ({ dialog, pages } = await loadShipped());
});

/** The shipped dialog with its policy edited. */
function edited(edit: Edit): Dialog {
  const policy = structuredClone(dialog.policy);
  edit(policy);
  return { ...dialog, policy };
}

describe('the shipped dialog', () => {
  it('keeps every safety rule, over every combination of answers', () => {
    const report = prove(dialog, pages);
    expect(report.rules.map(({ id, holds }) => `${id} ${holds}`)).toEqual(
      Array.from({ length: 19 }, (_, i) => `I${i + 1} true`),
    );
    expect(report.combinations).toBe(27_993_600_000);
    expect(report.paths).toBe(106_028);
    expect(report.nodes).toBeGreaterThan(0);
  });
});

describe('an edited dialog', () => {
  it.each(SLIPS)('fails %s: %s', (id, _what, edit, shows) => {
    const source = edited(edit);
    const report = prove(source, pages);
    const found = report.rules.find((line) => line.id === id);
    expect(found?.holds).toBe(false);
    const { answers = {}, says, at } = found?.counterexample ?? {};
    expect(says).toMatch(/\.$/);
    const file = at?.file === 'questions' ? { questions: source.questions } : source.policy;
    expect(valueAt(file, at?.path ?? [])).toBeDefined();
    expect(answers).toMatchObject(shows);
    if (id === 'I18' || id === 'I19') expect(answers).toEqual({});
    else expect(() => compilePolicy(source, pages).decide(answers)).not.toThrow();
  });

  it('shows answers on which the fault can be seen', () => {
    const source = edited(dropObligation('record-objection'));
    const found = prove(source, pages).rules.find(({ id }) => id === 'I12');
    const { answers = {}, says } = found?.counterexample ?? {};
    const { outcome, obligations } = compilePolicy(source, pages).decide(answers);
    expect(['share-now', 'share', 'fix-then-share']).toContain(outcome);
    expect(['object', 'withdrew']).toContain(answers.views);
    expect(obligations).not.toContain('record-objection');
    expect(says).toContain('the advice leaves out “Write down that they object” (record-objection).');
  });

  it('shows the answer that must not have mattered', () => {
    const source = edited((p) => {
      rule(p, 'A12').if = { views: 'object', not: { risk: 'support-only' } };
    });
    const found = prove(source, pages).rules.find(({ id }) => id === 'I4');
    const { answers = {}, says } = found?.counterexample ?? {};
    const policy = compilePolicy(source, pages);
    expect(says).toContain(
      'But where “What they have said” is “They do not want it shared”, it is “Get advice first” (seek-advice), by rule A12.',
    );
    expect(policy.decide(answers).outcome).not.toBe(policy.decide({ ...answers, views: 'object' }).outcome);
  });

  it('shows the answer that must not turn into withholding when it is unsure', () => {
    const source = edited((p) => {
      p.conditions.known = {
        urgency: 'not-urgent',
        risk: { in: ['none', 'support-only'] },
        mandate: { in: ['none', 'unsure'] },
      };
    });
    const { answers = {}, says } =
      prove(source, pages).rules.find(({ id }) => id === 'I6')?.counterexample ?? {};
    const policy = compilePolicy(source, pages);
    const asked = says?.match(/But where “(.+)” is “Not sure”, it is “Do not share yet”/)?.[1];
    const fact = dialog.questions.find(({ short }) => short === asked)?.id ?? '';
    expect(policy.decide(answers).outcome).not.toBe('do-not-share-yet');
    expect(policy.decide({ ...answers, [fact]: 'unsure' }).outcome).toBe('do-not-share-yet');
  });

  it('may change wording and order where no promise is touched', () => {
    const report = prove(
      edited((p) => {
        p.obligations.reverse();
      }),
      pages,
    );
    expect(report.rules.filter(({ holds }) => !holds)).toEqual([]);
  });

  it('fails I19 where a question does not offer one of its answers', () => {
    const questions = dialog.questions.map((question) => ({
      ...question,
      options: question.options.filter(({ value }) => value !== 'withdrew'),
    }));
    const report = prove({ ...dialog, questions }, pages);
    expect(report.rules.filter(({ holds }) => !holds)).toEqual([
      expect.objectContaining({
        id: 'I19',
        counterexample: {
          answers: {},
          says: 'The answer “withdrew” to “What they have said” (views) cannot be given.',
          at: { file: 'questions', path: ['questions', 6] },
        },
      }),
    ]);
  });
});
