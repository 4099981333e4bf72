import type { Diagram } from '../check/diagram.ts';
import { kidsOf, nodesOf } from '../check/explore-diagram.ts';

/** Questions drawn together: nodes of the diagram, the first one first, then in asking order. */
export type Part = { readonly root: number; readonly nodes: readonly number[] };

/**
 * Cuts a diagram into parts small enough to follow. The first part holds the first two questions; each way out of it begins a
 * part. Below that, a node that several parts lead to begins a part of its own, unless it is the last question before the
 * advice: then it is drawn in each of them. In the order in which they are come to; none when `start` is a terminal.
 */
export function splitParts(diagram: Diagram, start: number): readonly Part[] {
  const level = (node: number): number => diagram.level[node] ?? 0;
  const inner = [...nodesOf(diagram, start)].filter((node) => !diagram.isTerminal(node));
  inner.sort((a, b) => level(a) - level(b));
  const firstLevels = [...new Set(inner.map(level))].slice(0, 2);
  const isFirst = (node: number): boolean => firstLevels.includes(level(node));
  const ends = (node: number): boolean => diagram.isTerminal(node) || waysOut.has(node);
  const waysOut = new Set(
    inner.filter(isFirst).flatMap((node) => kidsOf(diagram, node).filter((kid) => !isFirst(kid))),
  );

  /** By node: the roots of the parts it is drawn in. */
  const homes = new Map<number, readonly number[]>();
  for (const node of inner) {
    const above = inner.filter((parent) => kidsOf(diagram, parent).includes(node));
    const parts = [...new Set(above.flatMap((parent) => homes.get(parent) ?? []))];
    const isLastQuestion = kidsOf(diagram, node).every(ends);
    if (isFirst(node)) homes.set(node, [start]);
    else if (waysOut.has(node)) homes.set(node, [node]);
    else homes.set(node, parts.length === 1 || isLastQuestion ? parts : [node]);
  }

  const roots = new Set(inner.length > 0 ? [start] : []);
  const parts: Part[] = [];
  for (const root of roots) {
    const nodes = inner.filter((node) => homes.get(node)?.includes(root));
    parts.push({ root, nodes });
    for (const kid of nodes.flatMap((node) => kidsOf(diagram, node))) {
      if (homes.get(kid)?.includes(kid)) roots.add(kid);
    }
  }
  return parts;
}
