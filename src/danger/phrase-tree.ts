/** Phrases as a tree of words: each path from the root to a node with groups is one phrase of those groups. */
export type PhraseTree = {
  readonly next: Map<number, PhraseTree>;
  /** Numbers of the groups that the phrase ending here belongs to. */
  readonly groups: number[];
};

/** A word as read: the words of the lexicon that it may stand for (more than one where a slip is near to several). */
export type Slot = {
  readonly ids: readonly number[];
  readonly start: number;
  readonly end: number;
  readonly sentence: number;
};

/** A phrase of a group, from the slot it is found at to the slot before `end`. */
export type Hit = { readonly group: number; readonly end: number };

export const emptyTree = (): PhraseTree => ({ next: new Map(), groups: [] });

/** Adds a phrase (its words by number) of a group. */
export function addPhrase(tree: PhraseTree, phrase: readonly number[], group: number): void {
  let node = tree;
  for (const id of phrase) {
    let next = node.next.get(id);
    if (next === undefined) {
      next = emptyTree();
      node.next.set(id, next);
    }
    node = next;
  }
  if (!node.groups.includes(group)) node.groups.push(group);
}

/** By slot, the phrases that begin there; a phrase stays within its sentence. */
export function hitsIn(tree: PhraseTree, slots: readonly Slot[]): (readonly Hit[])[] {
  return slots.map((first, begin) => {
    const hits: Hit[] = [];
    let nodes: readonly PhraseTree[] = [tree];
    for (let end = begin; nodes.length > 0 && end < slots.length; end += 1) {
      const slot = slots[end];
      if (slot === undefined || slot.sentence !== first.sentence) break;
      const reached: PhraseTree[] = [];
      for (const node of nodes) {
        for (const id of slot.ids) {
          const next = node.next.get(id);
          if (next === undefined) continue;
          reached.push(next);
          for (const group of next.groups) hits.push({ group, end: end + 1 });
        }
      }
      nodes = reached;
    }
    return hits;
  });
}
