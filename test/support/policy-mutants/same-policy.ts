import { type CompiledPolicy, FIX_SHIFT, OUTCOME_MASK } from '../../../src/check/compile-diagrams.ts';
import { type Diagram, FALSE, TRUE } from '../../../src/check/diagram.ts';
import { kidsOf, mapTerminals } from '../../../src/check/explore-diagram.ts';
import { OUTCOMES } from '../../../src/check/facts.ts';

/**
 * True when two policies say the same on every combination of answers: rule, outcome, fixes, obligations, telling, bases and
 * notification, each in its order, and when all they cite and label is the same. Exact, not sampled: what each says is one
 * reduced diagram over the facts, and two of these are the same function exactly when they have the same shape. Both ask the
 * same questions, too: what is asked is worked out from these diagrams on answers that can still come out.
 */
export function samePolicy(one: CompiledPolicy, other: CompiledPolicy): boolean {
  if (JSON.stringify(labels(one)) !== JSON.stringify(labels(other))) return false;
  const meanings: string[] = [];
  const a = said(one, meanings);
  const b = said(other, meanings);
  const same = (key: string): boolean =>
    sameShape(one.diagram, a.diagrams.get(key) ?? FALSE, other.diagram, b.diagrams.get(key) ?? FALSE);
  return (
    [...new Set([...a.diagrams.keys(), ...b.diagrams.keys()])].every(same) && sameOrder(one.diagram, a, b)
  );
}

/** What does not depend on the answers. */
function labels({ parsed }: CompiledPolicy): unknown {
  const { rules, fixes, obligations, tell, bases, thenAsk } = parsed;
  const cited = [...rules, ...fixes, ...obligations, ...tell];
  const lines = cited.map(({ id, cite, beyondDraft }) => `${id} ${cite.join()} ${beyondDraft}`);
  return { lines: lines.sort(), bases, thenAsk };
}

type Said = {
  /** By what is said: a diagram over the facts alone. */
  readonly diagrams: ReadonlyMap<string, number>;
  /** What is listed, in order: keys of `diagrams`, each a condition. */
  readonly lists: readonly (readonly string[])[];
};

/** Everything a policy says. `meanings` numbers what terminals mean, and is shared between the policies compared. */
function said(policy: CompiledPolicy, meanings: string[]): Said {
  const { diagram, parsed, outcome, advice } = policy;
  const number = (meaning: string): number => {
    const known = meanings.indexOf(meaning);
    return known >= 0 ? known : meanings.push(meaning) - 1;
  };
  const meaning = (node: number, of: (value: number) => string): number =>
    mapTerminals(diagram, node, (value) => number(of(value)));
  const where = (node: number, holds: (value: number) => boolean): number =>
    mapTerminals(diagram, node, (value) => (holds(value) ? TRUE : FALSE));
  const comesOut = OUTCOMES.map((_, i) => where(outcome, (value) => value === i));
  // What is said after an outcome counts only where that outcome comes out.
  const after = (nodes: readonly number[]): number =>
    nodes.reduce((rest, node, i) => diagram.ite(comesOut[i] ?? FALSE, node, rest), FALSE);

  const fixes = parsed.fixes.map(({ id }, i): [string, number] => [
    id,
    where(advice, (value) => ((value >> FIX_SHIFT) & (1 << i)) !== 0),
  ]);
  const anyFix = where(advice, (value) => value >> FIX_SHIFT !== 0);
  const due = parsed.obligations.map(({ id }, i): [string, number] => [
    id,
    after(policy.obligations.map((nodes) => nodes[i] ?? FALSE)),
  ]);
  due.splice(parsed.fixesAfter, 0, ['the fixes', anyFix]);
  return {
    diagrams: new Map([
      ['rule', meaning(policy.rule, (i) => `rule ${parsed.rules[i]?.id}`)],
      ['outcome', meaning(advice, (value) => `outcome ${value & OUTCOME_MASK}`)],
      ['tell', after(policy.tell.map((node) => meaning(node, (i) => `tell ${parsed.tell[i]?.id}`)))],
      [
        'basis',
        after(policy.basis.map((node) => meaning(node, (i) => `basis ${policy.basisLists[i - 1] ?? ''}`))),
      ],
      [
        'class',
        after(
          policy.notification.map((node) => meaning(node, (i) => `class ${parsed.notification[i]?.class}`)),
        ),
      ],
      ...fixes,
      ...due,
    ]),
    lists: [fixes, due].map((list) => list.map(([id]) => id)),
  };
}

/** True when nothing that is ever listed together stands in another order. Both say the same but for the order. */
function sameOrder(diagram: Diagram, one: Said, other: Said): boolean {
  return one.lists.every((list, n) => {
    const after = other.lists[n] ?? [];
    return list.every((above, i) =>
      list
        .slice(i + 1)
        .every(
          (below) =>
            after.indexOf(above) < after.indexOf(below) ||
            diagram.and(one.diagrams.get(above) ?? FALSE, one.diagrams.get(below) ?? FALSE) === FALSE,
        ),
    );
  });
}

/** True when two reduced diagrams of different tables are the same function. */
function sameShape(one: Diagram, a: number, other: Diagram, b: number): boolean {
  const partner = new Map<number, number>();
  const walk = (x: number, y: number): boolean => {
    const known = partner.get(x);
    if (known !== undefined) return known === y;
    partner.set(x, y);
    if (one.level[x] !== other.level[y]) return false;
    if (one.isTerminal(x)) return one.valueOf(x) === other.valueOf(y);
    const kids = kidsOf(other, y);
    return kidsOf(one, x).every((kid, value) => walk(kid, kids[value] ?? -1));
  };
  return walk(a, b);
}
