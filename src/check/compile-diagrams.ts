import { Fault } from '../fault.ts';
import type { ParsedCondition } from './condition.ts';
import { Diagram, FALSE, TRUE } from './diagram.ts';
import { combine, mapTerminals, satisfy, terminalsOf } from './explore-diagram.ts';
import { FACT_IDS, FACTS, type Fact, OUTCOMES, type Outcome } from './facts.ts';
import type { ParsedPolicy } from './read-policy.ts';

/** Level 0 is the outcome, for what is decided after it; the facts follow in asking order. */
export const OUTCOME_LEVEL = 0;
export const LEVELS = FACT_IDS.length + 1;

/** The level of a fact's variable. */
export function levelOf(fact: Fact): number {
  return FACT_IDS.indexOf(fact) + 1;
}

/** A terminal of the advice diagram: the outcome's number, and one bit for each outstanding fix above it. */
export const FIX_SHIFT = 3;
export const OUTCOME_MASK = 7;

/** The policy as diagrams in one table. Nodes are numbers; what their terminals mean is said at each. */
export type CompiledPolicy = {
  readonly parsed: ParsedPolicy;
  readonly diagram: Diagram;
  /** Terminals: the number of the rule. */
  readonly rule: number;
  /** Terminals: the number of the outcome. */
  readonly outcome: number;
  /** Terminals: outcome and fixes, see `FIX_SHIFT`. Its top variable is the next question. */
  readonly advice: number;
  /** By outcome, by obligation: where it is due, as a condition on the facts. */
  readonly obligations: readonly (readonly number[])[];
  /** By outcome. Terminals: the number of the telling line. */
  readonly tell: readonly number[];
  /** By outcome. Terminals: 0 for no basis, otherwise one more than the number in `basisLists`. */
  readonly basis: readonly number[];
  readonly basisLists: readonly (readonly string[])[];
  /** By outcome. Terminals: the number of the notification line. */
  readonly notification: readonly number[];
  /** Compiles a further condition of this policy that does not ask for the outcome. */
  readonly condition: (condition: ParsedCondition) => number;
};

/**
 * Compiles a policy. Throws a Fault when some combination of answers fits no rule, no telling line, no basis line or no
 * notification line, with an example of one.
 */
export function compileDiagrams(parsed: ParsedPolicy): CompiledPolicy {
  const diagram = new Diagram([OUTCOMES.length, ...FACT_IDS.map((fact) => FACTS[fact].length)]);
  const condition = conditionCompiler(diagram, parsed.named);
  const firstThatFits = (lines: readonly { readonly when: ParsedCondition }[], what: string): number => {
    const nothing = lines.length;
    let node = diagram.terminal(nothing);
    lines.forEach((_, back) => {
      const i = lines.length - 1 - back;
      const line = lines[i];
      if (line) node = diagram.ite(condition(line.when), diagram.terminal(i), node);
    });
    if (terminalsOf(diagram, node).has(nothing)) throw missing(diagram, node, nothing, what);
    return node;
  };

  const rule = firstThatFits(parsed.rules, 'rules');
  const outcomes = parsed.rules.map((line) => OUTCOMES.indexOf(line.outcome));
  const outcome = mapTerminals(diagram, rule, (i) => outcomes[i] ?? 0);
  let fixes = FALSE;
  parsed.fixes.forEach((fix, i) => {
    const bit = diagram.ite(condition(fix.when), diagram.terminal(1 << i), diagram.terminal(0));
    fixes = combine(diagram, fixes, bit, (x, y) => x | y);
  });
  const toFix = OUTCOMES.indexOf('fix-then-share');
  const advice = combine(diagram, outcome, fixes, (o, mask) => (o === toFix ? o | (mask << FIX_SHIFT) : o));

  const byOutcome = (node: number): number[] => {
    const state = new Int8Array(LEVELS).fill(-1);
    return OUTCOMES.map((_, i) => {
      state[OUTCOME_LEVEL] = i;
      return diagram.restrict(node, state, 1 << OUTCOME_LEVEL);
    });
  };
  const obligationNodes = parsed.obligations.map((line) => byOutcome(condition(line.when)));
  const { node: basis, lists } = compileBasis(
    diagram,
    condition(parsed.basisApplies),
    firstThatFits(parsed.basisChoices, 'lines of the lawful basis'),
    parsed,
  );
  return {
    parsed,
    diagram,
    rule,
    outcome,
    advice,
    obligations: OUTCOMES.map((_, i) => obligationNodes.map((nodes) => nodes[i] ?? FALSE)),
    tell: byOutcome(firstThatFits(parsed.tell, 'lines about telling')),
    basis: byOutcome(basis),
    basisLists: lists,
    notification: byOutcome(firstThatFits(parsed.notification, 'lines about notification')),
    condition,
  };
}

function conditionCompiler(
  diagram: Diagram,
  named: ReadonlyMap<string, ParsedCondition>,
): (condition: ParsedCondition) => number {
  const memo = new Map<string, number>();
  const compile = (condition: ParsedCondition): number => {
    switch (condition.kind) {
      case 'always':
        return TRUE;
      case 'fact': {
        const all: readonly string[] = FACTS[condition.fact];
        return diagram.isOneOf(
          levelOf(condition.fact),
          condition.values.map((value) => all.indexOf(value)),
        );
      }
      case 'outcome':
        return diagram.isOneOf(
          OUTCOME_LEVEL,
          condition.values.map((value) => OUTCOMES.indexOf(value)),
        );
      case 'not':
        return diagram.not(compile(condition.of));
      case 'all':
        return condition.of.reduce((node, part) => diagram.and(node, compile(part)), TRUE);
      case 'any':
        return condition.of.reduce((node, part) => diagram.or(node, compile(part)), FALSE);
      case 'is': {
        const known = memo.get(condition.name);
        if (known !== undefined) return known;
        const target = named.get(condition.name);
        if (!target) throw unknownName(condition.name);
        const node = compile(target);
        memo.set(condition.name, node);
        return node;
      }
    }
  };
  return compile;
}

/** Lines with the same bases count as one, so that only a different answer makes a difference. */
function compileBasis(
  diagram: Diagram,
  applies: number,
  choice: number,
  parsed: ParsedPolicy,
): { node: number; lists: (readonly string[])[] } {
  const lists: (readonly string[])[] = [];
  const number = parsed.basisChoices.map((line) => {
    if (line.bases.length === 0) return 0;
    const known = lists.findIndex((list) => list.join() === line.bases.join());
    return known >= 0 ? known + 1 : lists.push(Object.freeze([...line.bases]));
  });
  const chosen = mapTerminals(diagram, choice, (i) => number[i] ?? 0);
  return { node: diagram.ite(applies, chosen, diagram.terminal(0)), lists };
}

function unknownName(name: string): Fault {
  return new Fault(
    'policy-name',
    `A condition points to "${name}", which is not among the named conditions.`,
    'Name one of the conditions at the head of policy.yaml.',
  );
}

function missing(diagram: Diagram, node: number, nothing: number, what: string): Fault {
  const where = mapTerminals(diagram, node, (value) => (value === nothing ? TRUE : FALSE));
  const example = satisfy(diagram, where) ?? new Int8Array(LEVELS).fill(-1);
  return new Fault(
    'policy-incomplete',
    `None of the ${what} fits when ${describeState(example) || 'anything is answered'}.`,
    'Let the last line hold in every case: "always: true".',
  );
}

/** "urgency is urgent, risk is none": the fixed part of a state, for messages. */
export function describeState(state: Int8Array): string {
  const parts: string[] = [];
  const outcome: Outcome | undefined = OUTCOMES[state[OUTCOME_LEVEL] ?? -1];
  if (outcome) parts.push(`outcome is ${outcome}`);
  for (const fact of FACT_IDS) {
    const value = FACTS[fact][state[levelOf(fact)] ?? -1];
    if (value !== undefined) parts.push(`${fact} is ${value}`);
  }
  return parts.join(', ');
}
