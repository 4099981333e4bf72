import { beforeAll, describe, expect, it } from 'vitest';
import { parseCondition } from '../../src/check/condition.ts';
import type { PolicyFile } from '../../src/check/dialog.ts';
import { compilePolicy, type PolicySource } from '../../src/check/policy.ts';
import { readPolicy } from '../../src/check/read-policy.ts';
import { Fault } from '../../src/fault.ts';
import { loadShipped } from '../support/load-policy.ts';

let dialog: PolicySource;
let pages: (section: string) => string;
beforeAll(async () => {
  ({ dialog, pages } = await loadShipped());
});

const names = { named: ['concern', 'at-risk'], outcome: true };

describe('the language of conditions', () => {
  it('reads equals, in, all, any, not, named and always; keys under one heading all hold', () => {
    const raw = {
      risk: 'clear',
      not: { purpose: { in: ['feedback', 'planned'] } },
      any: [{ is: 'concern' }, { outcome: 'share' }, { always: true }],
    };
    expect(parseCondition(raw, names)).toEqual({
      ok: true,
      condition: {
        kind: 'all',
        of: [
          { kind: 'fact', fact: 'risk', values: ['clear'] },
          { kind: 'not', of: { kind: 'fact', fact: 'purpose', values: ['feedback', 'planned'] } },
          {
            kind: 'any',
            of: [{ kind: 'is', name: 'concern' }, { kind: 'outcome', values: ['share'] }, { kind: 'always' }],
          },
        ],
      },
    });
  });

  const facts = 'urgency, risk, purpose';
  it.each<[string, unknown, (string | number)[], string]>([
    ['an unknown question', { weather: 'fine' }, ['weather'], facts],
    ['an unknown answer', { route: 'pigeon' }, ['route'], 'secure, insecure, unsure'],
    [
      'an unknown answer in a list',
      { route: { in: ['secure', 'pigeon'] } },
      ['route', 'in', 1],
      'secure, insecure, unsure',
    ],
    [
      'an answer that YAML 1.1 made a truth value',
      { confidential: false },
      ['confidential'],
      'yes, no, unsure',
    ],
    ['an empty list', { route: { in: [] } }, ['route', 'in'], 'secure, insecure, unsure'],
    ['an answer twice', { route: { in: ['secure', 'secure'] } }, ['route', 'in', 1], 'twice'],
    ['another shape of list', { route: ['secure'] }, ['route'], '{ in: [secure, insecure] }'],
    ['an unknown name', { is: 'worried' }, ['is'], 'concern, at-risk'],
    ['an unknown outcome', { outcome: 'maybe' }, ['outcome'], 'share-now, share'],
    ['all of nothing', { all: [] }, ['all'], 'at least one'],
    ['any of no list', { any: { risk: 'clear' } }, ['any'], 'at least one'],
    [
      'a fault deep inside',
      { any: [{ risk: 'clear' }, { not: { risk: 'bad' } }] },
      ['any', 1, 'not', 'risk'],
      'clear, perceived',
    ],
    ['always: false', { always: false }, ['always'], 'true'],
    ['nothing', {}, [], 'always: true'],
    ['a word', 'concern', [], facts],
    ['a list', [{ risk: 'clear' }], [], facts],
    ['no value', null, [], facts],
  ])('names the place and what would fit: %s', (_, raw, path, fits) => {
    const result = parseCondition(raw, names);
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.problems).toHaveLength(1);
    expect(result.problems[0]?.path).toEqual(path);
    expect(result.problems[0]?.message).toContain(fits);
  });

  it('lists every fault, not the first alone', () => {
    const result = parseCondition({ weather: 'fine', risk: 'bad', any: [{ is: 'worried' }] }, names);
    expect(result.ok ? [] : result.problems.map(({ path }) => path.join('.'))).toEqual([
      'weather',
      'risk',
      'any.0.is',
    ]);
  });

  it('does not let a rule ask for the outcome it decides', () => {
    const result = parseCondition({ outcome: 'share' }, { ...names, outcome: false });
    expect(result.ok ? '' : result.problems[0]?.message).toContain('not known here yet');
  });
});

describe('reading a policy', () => {
  const problems = (edit: (policy: PolicyFile) => void): string[] => {
    const policy = structuredClone(dialog.policy);
    edit(policy);
    const result = readPolicy(policy, dialog.citations);
    return result.ok
      ? []
      : result.problems.map(({ file, path, message }) => `${file} ${path.join('.')}: ${message}`);
  };

  it('finds nothing wrong with the shipped one', () => {
    expect(problems(() => {})).toEqual([]);
  });

  it.each<[string, (policy: PolicyFile) => void, RegExp]>([
    ['an unknown passage', (p) => p.rules[0]?.cite.push('GR8'), /^policy rules\.0\.cite\.3: .*GR1, GR2/],
    [
      'names in a circle',
      (p) => {
        p.conditions.known = { is: 'known' };
      },
      /^policy conditions\.known: .*leads back to itself/,
    ],
    [
      'a fix that asks for fixes',
      (p) => p.fixes.push({ id: 'all-of-it', when: { is: 'any-fix' }, cite: ['HOW'] }),
      /^policy fixes\.6\.when\.is: /,
    ],
    [
      'a rule that asks for the outcome by name',
      (p) => p.rules.unshift({ id: 'X', if: { is: 'sharing' }, outcome: 'share', cite: ['HOW'] }),
      /^policy rules\.0\.if\.is: /,
    ],
    [
      'an id used twice',
      (p) => p.fixes.push({ id: 'record', when: { risk: 'none' }, cite: ['HOW'] }),
      /^policy obligations\.0\.id: .*"record" is used twice/,
    ],
    [
      'no place for the fixes',
      (p) => {
        p.obligations = p.obligations.filter((line) => 'id' in line);
      },
      /^policy obligations: .*fixes: true/,
    ],
    [
      'two places for the fixes',
      (p) => p.obligations.push({ fixes: true }),
      /^policy obligations\.\d+: .*already/,
    ],
    [
      'an unknown basis',
      (p) => p['lawful-basis'].choose.unshift({ when: { risk: 'none' }, bases: ['goodwill'] }),
      /^policy lawful-basis\.choose\.0\.bases\.0: .*public-task/,
    ],
    [
      'a question twice in the second part',
      (p) => p['then-ask'].push('views'),
      /^policy then-ask\.12: .*twice/,
    ],
    [
      'a name taken by the fixes',
      (p) => {
        p.conditions['any-fix'] = { risk: 'none' };
      },
      /^policy conditions\.any-fix: /,
    ],
  ])('names the place and the remedy: %s', (_, edit, expected) => {
    expect(problems(edit).join('\n')).toMatch(expected);
  });

  it('reads the conditions of the citations too', () => {
    const citations = {
      ...dialog.citations,
      GR1: { sections: ['golden-rule-1'], also: [{ when: { sector: 'moon' }, sections: ['golden-rule-2'] }] },
    };
    const result = readPolicy(dialog.policy, citations);
    expect(result.ok ? [] : result.problems.map(({ file, path }) => `${file} ${path.join('.')}`)).toEqual([
      'citations GR1.also.0.when.sector',
    ]);
  });

  it('is refused as a whole by the engine, with every line that is wrong', () => {
    const policy = structuredClone(dialog.policy);
    policy.rules[0]?.cite.push('GR8');
    policy['then-ask'].push('views');
    expect(() => compilePolicy({ ...dialog, policy }, pages)).toThrow(
      /rules › 0 › cite › 3.*\n.*then-ask › 12/,
    );
  });

  it.each<[string, (policy: PolicyFile) => void, string]>([
    [
      'rules',
      (p) => {
        p.rules.pop();
      },
      'None of the rules fits when',
    ],
    [
      'telling',
      (p) => {
        p.tell.pop();
      },
      'None of the lines about telling fits when',
    ],
    [
      'bases',
      (p) => {
        p['lawful-basis'].choose.pop();
      },
      'None of the lines of the lawful basis fits when',
    ],
    [
      'notification',
      (p) => {
        p.notification.pop();
      },
      'None of the lines about notification fits when',
    ],
  ])('is refused when some answers would fit none of its %s, with an example', (_, edit, message) => {
    const policy = structuredClone(dialog.policy);
    edit(policy);
    const compile = () => compilePolicy({ ...dialog, policy }, pages);
    expect(compile).toThrow(Fault);
    expect(compile).toThrow(message);
  });
});
