import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { pathsToAdvice, pathsToEnd } from '../../src/check/count-paths.ts';
import { type Condition, conditionSchema, type Dialog } from '../../src/check/dialog.ts';
import { type Answers, FACT_IDS, FACTS, OUTCOMES } from '../../src/check/facts.ts';
import { ASKS, type Asks, type LocalDialog, type LocalObligation } from '../../src/check/local-dialog.ts';
import { compilePolicy, type Decision, type Policy } from '../../src/check/policy.ts';
import { type ProofReport, prove } from '../../src/check/prove.ts';
import { loadLocal } from '../../src/content/load-local.ts';
import { Fault } from '../../src/fault.ts';
import { provenPolicy } from '../../src/proven-policy.ts';
import { fullAnswers, partialAnswers } from '../support/answers.ts';
import { shippedContent } from '../support/house.ts';
import { loadShipped } from '../support/load-policy.ts';

let dialog: Dialog;
let pages: (section: string) => string;
let shipped: Policy;
beforeAll(async () => {
  ({ dialog, pages } = await loadShipped());
  shipped = compilePolicy(dialog, pages);
});

const overlay = (parts: Partial<LocalDialog>): LocalDialog => ({
  owner: 'Larkfield School',
  reworded: new Set(),
  questions: [],
  obligations: [],
  contacts: [],
  ...parts,
});
const toDo = (asks: Asks, when?: Condition): LocalObligation => ({
  id: 'ours',
  asks,
  title: 'Do it our way',
  text: 'As we do.',
  ...(when === undefined ? {} : { when }),
});
const question = (when: Condition) => {
  const options = [
    { value: 'one', label: 'One' },
    { value: 'two', label: 'Two' },
  ];
  return { id: 'which', ask: 'Which one?', when, options };
};
const contact = (when: Condition) => ({ name: 'Early help', what: 'Helps.', phone: '01632 960120', when });

const failed = ({ rules }: ProofReport) => rules.filter(({ holds }) => !holds);
const idsOf = (report: ProofReport) => failed(report).map(({ id }) => id);

type Shown = { readonly answers: Answers; readonly decision: Decision };

/** What each rule forbids to a local thing to do, said a second time, straight from its words. */
const FORBIDDEN: Readonly<Record<string, readonly [asks: Asks, shows: (shown: Shown) => boolean]>> = {
  I1: ['before-sharing', ({ answers }) => answers.urgency === 'immediate'],
  I2: [
    'before-sharing',
    ({ answers, decision }) =>
      answers.urgency === 'urgent' ||
      (decision.outcome === 'share-now' && (answers.urgency ?? 'unsure') === 'unsure'),
  ],
  I3: [
    'before-sharing',
    ({ answers, decision }) =>
      decision.outcome !== 'share-now' && ['low-level', 'unsure'].includes(answers.risk ?? 'unsure'),
  ],
  I5: [
    'before-sharing',
    ({ answers, decision }) =>
      decision.outcome !== 'share-now' && ['clear', 'perceived'].includes(answers.risk ?? 'unsure'),
  ],
  I9: [
    'tell-family',
    ({ answers, decision: { outcome } }) => {
      const { telling = 'unsure', risk = 'unsure', 'harm-source': source = 'unsure' } = answers;
      return (
        !['safe', 'already-told'].includes(telling) ||
        outcome === 'share-now' ||
        (['clear', 'perceived'].includes(risk) && ['parent-carer', 'unsure'].includes(source))
      );
    },
  ],
  I13: [
    'give-to-recipient',
    ({ decision }) => !['share-now', 'share', 'fix-then-share'].includes(decision.outcome),
  ],
  I17: ['give-to-recipient', ({ answers }) => answers.recipient === 'no-role'],
};

/** When telling the family is safe and holds nothing up. */
const TO_TELL: Condition = { telling: 'safe', not: { outcome: 'share-now' } };

describe('a thing to do that would break a safety rule is refused', () => {
  it.each<readonly [asks: Asks, when: Condition | undefined, rules: string]>([
    ['before-sharing', undefined, 'I1 I2 I3 I5'],
    ['before-sharing', { urgency: 'immediate' }, 'I1'],
    ['before-sharing', { urgency: 'urgent', risk: 'low-level' }, 'I2'],
    ['before-sharing', { urgency: 'unsure', risk: 'perceived' }, 'I2'],
    ['before-sharing', { urgency: 'urgent', risk: 'support-only' }, 'I2'],
    ['tell-family', { telling: 'not-practicable', risk: 'support-only', outcome: 'share' }, 'I9'],
    ['tell-family', { telling: 'unsure', purpose: 'planned', risk: 'none' }, 'I9'],
    ['before-sharing', { outcome: 'share', risk: 'clear' }, 'I5'],
    ['before-sharing', { outcome: 'seek-advice', is: 'at-risk' }, 'I5'],
    ['before-sharing', { outcome: 'fix-then-share' }, 'I3 I5'],
    ['before-sharing', { urgency: 'not-urgent', risk: 'low-level' }, 'I3'],
    ['before-sharing', { urgency: 'not-urgent', risk: 'unsure' }, 'I3'],
    ['before-sharing', { urgency: 'unsure', risk: 'low-level' }, 'I3'],
    ['before-sharing', { outcome: 'seek-advice', not: { is: 'at-risk' }, risk: 'unsure' }, 'I3'],
    ['before-sharing', { is: 'concern', urgency: 'not-urgent' }, 'I3 I5'],
    ['before-sharing', { is: 'any-fix' }, 'I1 I2 I3 I5'],
    ['tell-family', undefined, 'I9'],
    ['tell-family', { telling: 'unsafe', outcome: 'do-not-share-yet' }, 'I9'],
    ['tell-family', { telling: 'unsure', outcome: 'share' }, 'I9'],
    ['tell-family', { telling: 'unsure', outcome: 'seek-advice' }, 'I9'],
    ['tell-family', { telling: 'safe', outcome: 'share-now' }, 'I9'],
    ['tell-family', { telling: 'safe', not: { outcome: 'share-now' } }, 'I9'],
    ['tell-family', { ...TO_TELL, risk: 'clear', 'harm-source': 'parent-carer' }, 'I9'],
    ['tell-family', { ...TO_TELL, risk: 'perceived', 'harm-source': 'parent-carer' }, 'I9'],
    ['tell-family', { ...TO_TELL, risk: 'clear', 'harm-source': 'unsure' }, 'I9'],
    ['give-to-recipient', undefined, 'I13 I17'],
    ['give-to-recipient', { outcome: 'talk-first' }, 'I13'],
    ['give-to-recipient', { not: { is: 'sharing' } }, 'I13 I17'],
    ['give-to-recipient', { recipient: 'no-role', outcome: 'fix-then-share' }, 'I17'],
    ['record', { risk: 'clear', outcome: 'do-not-share-yet' }, 'I19'],
  ])('%s when %j: %s', (asks, when, rules) => {
    const line = toDo(asks, when);
    const source = { ...dialog, local: overlay({ obligations: [toDo('record'), line] }) };
    const report = prove(source, pages);
    expect(idsOf(report).join(' ')).toBe(rules);
    const policy = compilePolicy(source, pages);
    for (const { id, counterexample } of failed(report)) {
      const { answers = {}, says = '', at } = counterexample ?? {};
      expect(at).toEqual({ file: 'local', path: ['obligations', 1] });
      if (id === 'I19') {
        expect(says).toBe('“ours” never comes up.');
        continue;
      }
      expect(says).toContain('“Do it our way” (ours)');
      expect(Object.keys(answers)).toHaveLength(FACT_IDS.length);
      expect(policy.localAdvice(answers).obligations).toContain(line);
      const [kind, shows] = FORBIDDEN[id] ?? [];
      expect(kind).toBe(asks);
      expect(shows?.({ answers, decision: policy.decide(answers) })).toBe(true);
    }
  });

  it.each<readonly [asks: Asks, rules: number]>([
    ['before-sharing', 4],
    ['tell-family', 1],
    ['give-to-recipient', 2],
  ])('says how to put it right, and that does: %s', (asks, rules) => {
    const unsafe = failed(prove({ ...dialog, local: overlay({ obligations: [toDo(asks)] }) }, pages));
    const ways = unsafe.map(
      ({ counterexample }) => /when: (\{.*\})\./.exec(counterexample?.says ?? '')?.[1] ?? '',
    );
    expect(ways).toHaveLength(rules);
    for (const way of new Set(ways)) {
      const when = conditionSchema.parse(parse(way));
      const report = prove({ ...dialog, local: overlay({ obligations: [toDo(asks, when)] }) }, pages);
      expect(failed(report)).toEqual([]);
    }
  });

  it('tells of a question and of a contact that never come up, with the line', () => {
    const never = { all: [{ urgency: 'immediate' }, { outcome: 'share' }] };
    const [asked] = failed(prove({ ...dialog, local: overlay({ questions: [question(never)] }) }, pages));
    expect(asked?.counterexample).toMatchObject({
      says: '“which” never comes up.',
      at: { path: ['questions', 0] },
    });
    const report = prove({ ...dialog, local: overlay({ contacts: [contact(never)] }) }, pages);
    expect(idsOf(report)).toEqual(['I19']);
    expect(report.unused).toEqual([
      {
        kind: 'contact',
        id: 'Early help',
        says: '“Early help” never comes up.',
        at: { file: 'local', path: ['contacts', 0] },
      },
    ]);
  });

  it('keeps the service from being built, with each broken rule in words', async () => {
    const content = await shippedContent();
    const unsafe = (asks: Asks) => () =>
      provenPolicy({ ...content, dialog: { ...dialog, local: overlay({ obligations: [toDo(asks)] }) } });
    expect(unsafe('before-sharing')).toThrow(Fault);
    expect(unsafe('before-sharing')).toThrow(
      /^The dialog breaks a safety rule:\nI1, .*\nI2, .*\nI3, .*even a small one, does not wait for that\..*\nI5, .*A child at risk does not wait for that\. Add: when: .*contact\. Look first at manifest\/example-school\/dialogs\/local\.yaml:\d+$/,
    );
    expect(unsafe('tell-family')).toThrow(/\nI9, .*tells the family something/);
    expect(unsafe('give-to-recipient')).toThrow(
      /\nI13, .*\nI17, .*no role in helping the child\. Add: when: .* Look first at .*local\.yaml:\d+$/,
    );
    expect(unsafe('contact')).not.toThrow();
  });

  it('is told as not readable where content was not checked', () => {
    const local = overlay({ obligations: [toDo('record', { risk: 'cleer' })] });
    expect(() => compilePolicy({ ...dialog, local }, pages)).toThrow(/Write one of: clear/);
  });
});

describe('a thing to do that is harmless holds', () => {
  it.each<readonly [asks: Asks, when: Condition | undefined]>([
    ['record', undefined],
    ['contact', undefined],
    ['after-sharing', undefined],
    [
      'before-sharing',
      { outcome: { in: ['share', 'fix-then-share'] }, risk: { in: ['support-only', 'none'] } },
    ],
    ['before-sharing', { outcome: 'plan-first' }],
    ['before-sharing', { urgency: 'not-urgent', risk: { in: ['support-only', 'none'] } }],
    ['contact', { is: 'concern' }],
    ['tell-family', { ...TO_TELL, risk: { in: ['low-level', 'support-only', 'none'] } }],
    ['tell-family', { ...TO_TELL, risk: 'clear', 'harm-source': 'known-other' }],
    [
      'tell-family',
      { ...TO_TELL, 'harm-source': { in: ['known-other', 'professional', 'outside', 'no-one'] } },
    ],
    ['tell-family', { outcome: 'talk-first' }],
    ['give-to-recipient', { is: 'sharing', not: { recipient: 'no-role' } }],
  ])('%s when %j', (asks, when) => {
    const report = prove({ ...dialog, local: overlay({ obligations: [toDo(asks, when)] }) }, pages);
    expect(failed(report)).toEqual([]);
    expect(report.unused).toEqual([]);
  });

  it('as in the example school, with the same counts as without it', async () => {
    const { dialog: example } = await loadLocal('manifest/example-school', dialog);
    const report = prove(example ?? dialog, pages);
    expect(example?.local?.obligations).not.toEqual([]);
    const { paths, pathsToEnd, combinations, alike } = prove(dialog, pages);
    expect(report).toMatchObject({ paths, pathsToEnd, combinations, alike });
    expect(failed(report)).toEqual([]);
  });
});

const conditions = fc.letrec<{ condition: Condition; fact: Condition; outcome: Condition }>((tie) => ({
  fact: fc
    .constantFrom(...FACT_IDS)
    .chain((fact) =>
      fc
        .subarray([...FACTS[fact]] as string[], { minLength: 1 })
        .map((values): Condition => ({ [fact]: { in: values } })),
    ),
  outcome: fc
    .subarray([...OUTCOMES] as string[], { minLength: 1 })
    .map((values): Condition => ({ outcome: { in: values } })),
  condition: fc.oneof(
    { maxDepth: 3 },
    tie('fact'),
    tie('outcome'),
    fc
      .constantFrom('concern', 'at-risk', 'known', 'sharing', 'any-fix')
      .map((name): Condition => ({ is: name })),
    tie('condition').map((of): Condition => ({ not: of })),
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((of): Condition => ({ all: of })),
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((of): Condition => ({ any: of })),
  ),
})).condition;

const overlays = fc.record({
  obligations: fc.array(
    fc.record({ asks: fc.constantFrom(...(Object.keys(ASKS) as Asks[])), when: conditions }),
    { maxLength: 4 },
  ),
  questions: fc.array(conditions, { maxLength: 3 }),
  contacts: fc.array(conditions, { maxLength: 3 }),
});
const laid = overlays.map(({ obligations, questions, contacts }) =>
  overlay({
    obligations: obligations.map(({ asks, when }, i) => ({ ...toDo(asks, when), id: `ours-${i}` })),
    questions: questions.map((when, i) => ({ ...question(when), id: `which-${i}` })),
    contacts: contacts.map(contact),
  }),
);

/** A condition read without diagrams. */
function holds(when: Condition | undefined, { answers, decision }: Shown): boolean {
  const all: readonly [string, unknown][] = Object.entries(when ?? {});
  return all.every(([key, value]) => {
    const inner = (each: unknown) => holds(each as Condition, { answers, decision });
    if (key === 'not') return !inner(value);
    if (key === 'all') return (value as unknown[]).every(inner);
    if (key === 'any') return (value as unknown[]).some(inner);
    if (key === 'is' && value === 'any-fix') return dialog.policy.fixes.some((fix) => inner(fix.when));
    if (key === 'is') return inner(dialog.policy.conditions[String(value)]);
    const found = key === 'outcome' ? decision.outcome : (answers[key as keyof Answers] ?? 'unsure');
    return typeof value === 'string' ? value === found : (value as { in: string[] }).in.includes(found);
  });
}

describe('whatever is laid over', () => {
  it('the advice, what is asked next and what can still come out are the same', () => {
    fc.assert(
      fc.property(laid, fc.array(partialAnswers, { minLength: 5, maxLength: 20 }), (local, people) => {
        const policy = compilePolicy({ ...dialog, local }, pages);
        for (const answers of people) {
          expect(policy.decide(answers)).toEqual(shipped.decide(answers));
          expect(policy.next(answers)).toBe(shipped.next(answers));
          expect(policy.groupAt(answers)).toEqual(shipped.groupAt(answers));
          expect(policy.ledger(answers)).toEqual(shipped.ledger(answers));
          // Asking for what was added leaves nothing behind.
          policy.localAdvice(answers);
          expect(policy.decide(answers)).toEqual(shipped.decide(answers));
        }
      }),
      { numRuns: 60, seed: 20261123 },
    );
  });

  it('there are as many ways through the questions', () => {
    const paths = [pathsToAdvice(shipped.compiled), pathsToEnd(shipped.compiled)];
    fc.assert(
      fc.property(laid, (local) => {
        const { compiled } = compilePolicy({ ...dialog, local }, pages);
        expect([pathsToAdvice(compiled), pathsToEnd(compiled)]).toEqual(paths);
      }),
      { numRuns: 8, seed: 20261123 },
    );
  });

  it('it comes up where its condition says, unanswered read as not sure', () => {
    fc.assert(
      fc.property(laid, fc.array(partialAnswers, { minLength: 5, maxLength: 20 }), (local, people) => {
        const policy = compilePolicy({ ...dialog, local }, pages);
        for (const answers of people) {
          const shown = { answers, decision: policy.decide(answers) };
          const due = <T extends { readonly when?: Condition | undefined }>(lines: readonly T[]) =>
            lines.filter(({ when }) => holds(when, shown));
          expect(policy.localAdvice(answers)).toEqual({
            obligations: due(local.obligations),
            questions: due(local.questions),
            contacts: due(local.contacts),
          });
        }
      }),
      { numRuns: 100, seed: 20261124 },
    );
  });

  it('what the proof lets pass breaks no rule on any answers tried, and what it refuses does on those it shows', () => {
    let refused = 0;
    let passed = 0;
    const kinds = fc.constantFrom<Asks>('before-sharing', 'tell-family', 'give-to-recipient');
    fc.assert(
      fc.property(
        kinds,
        conditions,
        fc.array(fullAnswers, { minLength: 100, maxLength: 100 }),
        (asks, when, people) => {
          const line = toDo(asks, when);
          const source = { ...dialog, local: overlay({ obligations: [line] }) };
          const policy = compilePolicy(source, pages);
          const broken = new Map(failed(prove(source, pages)).map((rule) => [rule.id, rule.counterexample]));
          for (const [id, [kind, shows]] of Object.entries(FORBIDDEN)) {
            if (kind !== asks) continue;
            const wrong = (answers: Answers) =>
              policy.localAdvice(answers).obligations.includes(line) &&
              shows({ answers, decision: policy.decide(answers) });
            const example = broken.get(id);
            if (example) refused += 1;
            else passed += 1;
            expect(example === undefined ? people.filter(wrong) : [wrong(example.answers)]).toEqual(
              example === undefined ? [] : [true],
            );
          }
        },
      ),
      { numRuns: 60, seed: 20261125 },
    );
    expect(refused).toBeGreaterThan(20);
    expect(passed).toBeGreaterThan(10);
  });
});
