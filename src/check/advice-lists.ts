import { Fault } from '../fault.ts';
import type { Citation, Citing, Passage } from './cite.ts';
import { type CompiledPolicy, FIX_SHIFT, OUTCOME_MASK } from './compile-diagrams.ts';
import { FALSE, TRUE } from './diagram.ts';
import type { Cited } from './read-policy.ts';

/** What a decision lists. The lists are shared between decisions that say the same: never change one. */
export type AdviceLists = {
  readonly fixes: readonly string[];
  readonly obligations: readonly string[];
  readonly lawfulBasis: readonly string[];
  readonly citations: readonly Citation[];
};

/** One line of the table of obligations, for one outcome; `id` null is the place of the fixes. */
type Due = { readonly id: string | null; readonly node: number; readonly passages: readonly Passage[] };

/** As many lists are kept, so that memory does not grow with what is asked. A power of two. */
const PLACES = 16384;
/** So many conditions fit into the bits of a number. */
const MOST_CONDITIONS = 24;

/**
 * Puts the lists of a decision together. What they hold depends on the advice, the telling line, the basis, and a few
 * conditions on the answers: where those are the same, the lists are.
 */
export class ListMaker {
  readonly #compiled: CompiledPolicy;
  readonly #citing: Citing;
  readonly #due: readonly (readonly Due[])[];
  /** By outcome: the conditions of obligations and passages that are not the same for all answers. */
  readonly #conditions: readonly (readonly number[])[];
  readonly #passages: Readonly<Record<'rules' | 'fixes' | 'tell', readonly (readonly Passage[])[]>>;
  readonly #basisPassages: ReadonlyMap<string, readonly Passage[]>;
  /** One place for several: the newest stays. By place, what it depends on, and the lists. */
  readonly #which = new Int32Array(PLACES);
  readonly #bits = new Int32Array(PLACES);
  readonly #kept = new Array<AdviceLists | undefined>(PLACES).fill(undefined);

  /** Throws a Fault when the advice of one outcome depends on too many conditions. */
  constructor(compiled: CompiledPolicy, citing: Citing) {
    this.#compiled = compiled;
    this.#citing = citing;
    const { rules, fixes, obligations, tell, bases, fixesAfter } = compiled.parsed;
    const passagesOf = (lines: readonly Cited[]) => lines.map((line) => citing.passages(line.cite));
    this.#passages = { rules: passagesOf(rules), fixes: passagesOf(fixes), tell: passagesOf(tell) };
    this.#basisPassages = new Map(bases.map((line) => [line.id, citing.passages(line.cite)]));
    const lines = passagesOf(obligations);
    this.#due = compiled.obligations.map((nodes) => {
      const due: Due[] = nodes.map((node, i) => ({
        id: obligations[i]?.id ?? '',
        node,
        passages: lines[i] ?? [],
      }));
      due.splice(fixesAfter, 0, { id: null, node: TRUE, passages: [] });
      return due.filter(({ node }) => node !== FALSE);
    });
    this.#conditions = this.#due.map((due) => {
      const varying = new Set([...due.map(({ node }) => node), ...citing.conditions]);
      varying.delete(TRUE);
      if (varying.size > MOST_CONDITIONS) throw tooMany();
      return [...varying];
    });
  }

  /** `advice`, `rule`, `tell` and `basis` are the terminals of their diagrams; `full` the answers and the outcome. */
  lists(advice: number, rule: number, tell: number, basis: number, full: Int8Array): AdviceLists {
    const { diagram } = this.#compiled;
    const conditions = this.#conditions[advice & OUTCOME_MASK] ?? [];
    let bits = 0;
    for (let i = 0; i < conditions.length; i++) {
      if (diagram.evaluate(conditions[i] ?? 0, full) === TRUE) bits |= 1 << i;
    }
    const which = (((rule << 9) | advice) << 8) | (tell << 4) | basis;
    const place = placeOf(which, bits);
    const known = this.#kept[place];
    if (known !== undefined && this.#which[place] === which && this.#bits[place] === bits) return known;
    const made = this.#make(advice, rule, tell, basis, full);
    this.#which[place] = which;
    this.#bits[place] = bits;
    this.#kept[place] = made;
    return made;
  }

  #make(advice: number, rule: number, tell: number, basis: number, full: Int8Array): AdviceLists {
    const { diagram, parsed, basisLists } = this.#compiled;
    const citations: Citation[] = [];
    const cite = (passages: readonly Passage[] = []) => this.#citing.add(citations, passages, full);
    this.#citing.begin();
    cite(this.#passages.rules[rule]);
    const fixes: string[] = [];
    parsed.fixes.forEach(({ id }, i) => {
      if ((advice & (1 << (FIX_SHIFT + i))) === 0) return;
      fixes.push(id);
      cite(this.#passages.fixes[i]);
    });
    const obligations: string[] = [];
    for (const { id, node, passages } of this.#due[advice & OUTCOME_MASK] ?? []) {
      if (id === null) obligations.push(...fixes);
      else if (diagram.evaluate(node, full) === TRUE) {
        obligations.push(id);
        cite(passages);
      }
    }
    cite(this.#passages.tell[tell]);
    const lawfulBasis = basis === 0 ? NONE : (basisLists[basis - 1] ?? NONE);
    for (const id of lawfulBasis) cite(this.#basisPassages.get(id));
    return { fixes, obligations, lawfulBasis, citations };
  }
}

function placeOf(which: number, bits: number): number {
  const hash = Math.imul(which ^ Math.imul(bits, 0x9e3779b1), 0x85ebca6b);
  return (hash ^ (hash >>> 15)) & (PLACES - 1);
}

const NONE: readonly string[] = Object.freeze([]);

function tooMany(): Fault {
  return new Fault(
    'policy-too-large',
    'The advice of one outcome depends on too many conditions.',
    `Let the obligations of one outcome use at most ${MOST_CONDITIONS} different conditions.`,
  );
}
