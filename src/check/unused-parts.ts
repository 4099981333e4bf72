import { FIX_SHIFT } from './compile-diagrams.ts';
import { FALSE, TRUE } from './diagram.ts';
import { mapTerminals } from './explore-diagram.ts';
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
export function unusedParts(p: Proof): UnusedPart[] {
  return [...unusedQuestions(p), ...unusedLines(p)];
}

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
    ...parsed.notification.map((_, number) => after(p, p.compiled.notification, number)),
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
  const { parsed, rule, tell, notification } = p.compiled;
  const unused: UnusedPart[] = [];
  const line = (kind: UnusedPart['kind'], id: string, node: number, path: Place['path']): void => {
    if (node !== FALSE) return;
    unused.push({ kind, id, says: `${NAMES[kind]} “${id}” never comes up.`, at: { file: 'policy', path } });
  };
  parsed.rules.forEach(({ id }, i) => {
    line('rule', id, reached(p, rule, i), ['rules', i]);
  });
  for (const outcome of OUTCOMES) line('outcome', outcome, p.outcome(outcome), ['rules']);
  parsed.fixes.forEach(({ id }, i) => {
    line('fix', id, fixListed(p, i), ['fixes', i]);
  });
  parsed.obligations.forEach(({ id }) => {
    line('obligation', id, p.obligation(id), obligationPlace(parsed, id).path);
  });
  parsed.tell.forEach(({ id }, i) => {
    line('tell', id, after(p, tell, i), ['tell', i]);
  });
  basisLines(p).forEach((node, i) => {
    const bases = parsed.basisChoices[i]?.bases.join(', ') ?? '';
    line('basis', bases, node, ['lawful-basis', 'choose', i]);
  });
  parsed.bases.forEach(({ id, article6 }, i) => {
    // The six of Article 6 are in the ledger also where they are not suggested.
    if (!article6) line('basis', id, p.basis(id), ['lawful-basis', 'bases', i]);
  });
  parsed.notification.forEach((entry, i) => {
    line('notification', entry.class, after(p, notification, i), ['notification', i]);
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

/** "The terminal of `node` is `number`", as a condition. */
function reached(p: Proof, node: number, number: number): number {
  return mapTerminals(p.compiled.diagram, node, (value) => (value === number ? TRUE : FALSE));
}

/** The same where there is a diagram for each outcome. */
function after(p: Proof, nodes: readonly number[], number: number): number {
  return p.any(
    ...OUTCOMES.map((outcome, i) => p.all(p.outcome(outcome), reached(p, nodes[i] ?? FALSE, number))),
  );
}

/** "This fix is on the list", which is empty unless the outcome is fix-then-share. */
function fixListed(p: Proof, number: number): number {
  const bit = 1 << (FIX_SHIFT + number);
  return mapTerminals(p.compiled.diagram, p.compiled.advice, (value) => ((value & bit) !== 0 ? TRUE : FALSE));
}

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
