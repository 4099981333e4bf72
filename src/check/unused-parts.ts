import { FIX_SHIFT } from './compile-diagrams.ts';
import { FALSE } from './diagram.ts';
import { terminalsOf } from './explore-diagram.ts';
import { FACT_IDS, FACTS, type Fact, OUTCOMES } from './facts.ts';
import { obligationPlace, type Place, type Proof } from './proof.ts';

/** A part of the dialog that nobody can ever meet. */
export type UnusedPart = {
  readonly kind:
    | 'question'
    | 'answer'
    | 'rule'
    | 'outcome'
    | 'fix'
    | 'obligation'
    | 'tell'
    | 'basis'
    | 'notification'
    | 'contact';
  readonly id: string;
  /** In plain words. */
  readonly says: string;
  readonly at: Place;
};

/**
 * Every question that never matters and so is never asked, every answer that cannot be given, every rule, outcome and line of
 * advice that comes up for no combination of answers. Exact.
 */
export function unusedParts(p: Proof): readonly UnusedPart[] {
  const known = FOUND.get(p);
  if (known) return known;
  const parts = [...unusedQuestions(p), ...unusedLines(p)];
  FOUND.set(p, parts);
  return parts;
}

/** Looked for once, though a safety rule and the report both ask. */
const FOUND = new WeakMap<Proof, readonly UnusedPart[]>();

/** Answers to one question that lead to the same, whatever else is answered: only the record tells them apart. */
export type AlikeAnswers = { readonly fact: Fact; readonly values: readonly string[] };

/** The groups of alike answers, in asking order. Exact. No fault: for whoever edits the dialog to know. */
export function alikeAnswers(p: Proof): AlikeAnswers[] {
  const { rule, advice, parsed } = p.compiled;
  const nodes = [
    rule,
    advice,
    ...parsed.obligations.map(({ id }) => p.obligation(id)),
    ...parsed.tell.map(({ id }) => p.tell(id)),
    ...parsed.bases.map(({ id }) => p.basis(id)),
    ...OUTCOMES.map((outcome, i) => {
      const { diagram, notification } = p.compiled;
      return diagram.ite(p.outcome(outcome), notification[i] ?? FALSE, diagram.terminal(NO_TERMINAL));
    }),
  ];
  return FACT_IDS.flatMap((fact) => {
    const groups = new Map<string, string[]>();
    FACTS[fact].forEach((value, number) => {
      const left = nodes.map((node) => p.with(node, fact, number)).join();
      groups.set(left, [...(groups.get(left) ?? []), value]);
    });
    return [...groups.values()].filter((values) => values.length > 1).map((values) => ({ fact, values }));
  });
}

function unusedQuestions(p: Proof): UnusedPart[] {
  return FACT_IDS.flatMap((fact, i): UnusedPart[] => {
    const at: Place = { file: 'questions', path: ['questions', i] };
    const never = `The question “${p.words.question(fact)}” (${fact}) never matters: it is never asked.`;
    const answers = FACTS[fact].filter((value) => p.options?.get(fact)?.includes(value) === false);
    return [
      ...(p.isAsked(fact) ? [] : [{ kind: 'question', id: fact, says: never, at } as const]),
      ...answers.map((value) => ({
        kind: 'answer' as const,
        id: `${fact}: ${value}`,
        says: `The answer “${value}” to “${p.words.question(fact)}” (${fact}) cannot be given.`,
        at,
      })),
    ];
  });
}

function unusedLines(p: Proof): UnusedPart[] {
  const { diagram, parsed, rule, outcome, advice, tell, notification } = p.compiled;
  const unused: UnusedPart[] = [];
  const line = (kind: UnusedPart['kind'], id: string, used: boolean, path: Place['path']): void => {
    if (used) return;
    unused.push({ kind, id, says: `${NAMES[kind]} “${id}” never comes up.`, at: { file: 'policy', path } });
  };
  const [rules, outcomes] = [terminalsOf(diagram, rule), terminalsOf(diagram, outcome)];
  parsed.rules.forEach(({ id }, i) => {
    line('rule', id, rules.has(i), ['rules', i]);
  });
  OUTCOMES.forEach((id, i) => {
    line('outcome', id, outcomes.has(i), ['rules']);
  });
  // A fix is on the list only where the outcome is fix-then-share: the advice knows.
  const fixes = [...terminalsOf(diagram, advice)].reduce(
    (bits, terminal) => bits | (terminal >> FIX_SHIFT),
    0,
  );
  parsed.fixes.forEach(({ id }, i) => {
    line('fix', id, (fixes & (1 << i)) !== 0, ['fixes', i]);
  });
  parsed.obligations.forEach(({ id }) => {
    line('obligation', id, p.obligation(id) !== FALSE, obligationPlace(parsed, id).path);
  });
  const tells = terminalsAfter(p, tell);
  parsed.tell.forEach(({ id }, i) => {
    line('tell', id, tells.has(i), ['tell', i]);
  });
  basisLines(p).forEach((node, i) => {
    const bases = parsed.basisChoices[i]?.bases.join(', ') ?? '';
    line('basis', bases, node !== FALSE, ['lawful-basis', 'choose', i]);
  });
  parsed.bases.forEach(({ id, article6 }, i) => {
    // The six of Article 6 are in the ledger also where they are not suggested.
    if (!article6) line('basis', id, p.basis(id) !== FALSE, ['lawful-basis', 'bases', i]);
  });
  const classes = terminalsAfter(p, notification);
  parsed.notification.forEach((entry, i) => {
    line('notification', entry.class, classes.has(i), ['notification', i]);
  });
  return unused;
}

const NAMES: Readonly<Record<UnusedPart['kind'], string>> = {
  question: 'The question',
  answer: 'The answer',
  rule: 'The rule',
  outcome: 'The outcome',
  fix: 'The fix',
  obligation: 'The obligation',
  tell: 'The telling line',
  basis: 'The lawful basis',
  notification: 'The notification',
  contact: 'The contact',
};

/** The terminals that come up where there is a diagram for each outcome. */
function terminalsAfter(p: Proof, nodes: readonly number[]): ReadonlySet<number> {
  const { diagram } = p.compiled;
  const nowhere = diagram.terminal(NO_TERMINAL);
  const found = new Set<number>();
  OUTCOMES.forEach((outcome, i) => {
    const there = diagram.ite(p.outcome(outcome), nodes[i] ?? nowhere, nowhere);
    for (const terminal of terminalsOf(diagram, there)) found.add(terminal);
  });
  found.delete(NO_TERMINAL);
  return found;
}

/** No line of a policy has this number. */
const NO_TERMINAL = 1 << 20;

/** By line of the lawful basis: where it is the first that fits, and a basis is called for. */
function basisLines(p: Proof): number[] {
  const { parsed, condition } = p.compiled;
  let open = condition(parsed.basisApplies);
  return parsed.basisChoices.map((line) => {
    const fits = p.all(open, condition(line.when));
    open = p.all(open, p.not(fits));
    return p.any(...OUTCOMES.map((outcome, i) => p.all(p.outcome(outcome), p.onOutcome(fits, i))));
  });
}
