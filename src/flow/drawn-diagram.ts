import type { CompiledPolicy } from '../check/compile-diagrams.ts';
import { FALSE, TRUE } from '../check/diagram.ts';
import { kidsOf, mapTerminals } from '../check/explore-diagram.ts';
import { FACT_IDS, FACTS, type Fact, OUTCOMES } from '../check/facts.ts';

/** A fix, and the answers to one question on which it is due. */
export type FixLine = { readonly id: string; readonly fact: Fact; readonly values: readonly string[] };

/** The diagram that is drawn. Terminals: the number of the outcome. */
export type DrawnDiagram = {
  readonly node: number;
  /** Where the diagram says `share`: share, unless one of these is due. Empty when the diagram says it all. */
  readonly fixes: readonly FixLine[];
};

const SHARE = OUTCOMES.indexOf('share');
const TO_FIX = OUTCOMES.indexOf('fix-then-share');

/**
 * The outcome diagram with "share" and "share after a fix" as one end, which is much smaller, and the fixes that part the two.
 * Where the fixes alone do not part them, or a fix depends on several questions, it is the outcome diagram as it is.
 */
export function drawnDiagram(compiled: CompiledPolicy): DrawnDiagram {
  const { diagram, outcome, parsed } = compiled;
  const whole = { node: outcome, fixes: [] };
  const fixes: FixLine[] = [];
  let anyFix = FALSE;
  for (const fix of parsed.fixes) {
    const condition = compiled.condition(fix.when);
    const kids = kidsOf(diagram, condition);
    const fact = FACT_IDS[(diagram.level[condition] ?? 0) - 1];
    if (!fact || kids.some((kid) => !diagram.isTerminal(kid))) return whole;
    fixes.push({ id: fix.id, fact, values: FACTS[fact].filter((_, i) => kids[i] === TRUE) });
    anyFix = diagram.or(anyFix, condition);
  }
  const node = mapTerminals(diagram, outcome, (value) => (value === TO_FIX ? SHARE : value));
  const shares = mapTerminals(diagram, node, (value) => (value === SHARE ? TRUE : FALSE));
  const parted = diagram.ite(anyFix, diagram.terminal(TO_FIX), diagram.terminal(SHARE));
  // The same function is always the same node, so this compares every combination of answers.
  return diagram.ite(shares, parted, node) === outcome ? { node, fixes } : whole;
}
