import type { Citation, Citing, Passage } from './cite.ts';
import { type CompiledPolicy, FIX_SHIFT, OUTCOME_MASK } from './compile-diagrams.ts';
import { FALSE, TRUE } from './diagram.ts';
import type { Cited } from './read-policy.ts';

/** What a decision lists. The lists are shared between decisions that say the same, and frozen. */
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
/** So many conditions fit into the bits of a number; where there are more, nothing is kept. */
const MOST_CONDITIONS = 31;
/** Fewer rules, telling lines and basis lists than this are kept apart by one number. */
const MOST_LINES = 1 << 10;

/**
 * Puts the lists of a decision together. What they hold depends on the advice, the telling line, the basis, and a few
 * conditions on the answers: where those are the same, the lists are.
 */
export class ListMaker {
  readonly #compiled: CompiledPolicy;
  readonly #citing: Citing;
  readonly #due: readonly (readonly Due[])[];
  /** By outcome: the conditions of obligations and passages that are not the same for all answers; null for too many. */
  readonly #conditions: readonly (readonly number[] | null)[];
  readonly #passages: Readonly<Record<'rules' | 'fixes' | 'tell', readonly (readonly Passage[])[]>>;
  readonly #basisPassages: ReadonlyMap<string, readonly Passage[]>;
  /** One place for several: the newest stays. By place, what it depends on, and the lists. */
  readonly #advice = new Int32Array(PLACES);
  readonly #lines = new Int32Array(PLACES);
  readonly #bits = new Int32Array(PLACES);
  readonly #kept = new Array<AdviceLists | undefined>(PLACES).fill(undefined);

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
      const most = Math.max(rules.length, tell.length, compiled.basisLists.length + 1);
      return varying.size > MOST_CONDITIONS || most > MOST_LINES ? null : [...varying];
    });
  }

  /** `advice`, `rule`, `tell` and `basis` are the terminals of their diagrams; `full` the answers and the outcome. */
  lists(advice: number, rule: number, tell: number, basis: number, full: Int8Array): AdviceLists {
    const { diagram } = this.#compiled;
    const conditions = this.#conditions[advice & OUTCOME_MASK] ?? null;
    if (conditions === null) return this.#make(advice, rule, tell, basis, full);
    let bits = 0;
    for (let i = 0; i < conditions.length; i++) {
      if (diagram.evaluate(conditions[i] ?? 0, full) === TRUE) bits |= 1 << i;
    }
    const lines = (rule * MOST_LINES + tell) * MOST_LINES + basis;
    const place = placeOf(advice, lines, bits);
    const again =
      this.#advice[place] === advice && this.#lines[place] === lines && this.#bits[place] === bits;
    const known = again ? this.#kept[place] : undefined;
    if (known !== undefined) return known;
    const made = this.#make(advice, rule, tell, basis, full);
    this.#advice[place] = advice;
    this.#lines[place] = lines;
    this.#bits[place] = bits;
    // From the second time on: lists that come up once would only take memory, and be long in giving it back.
    this.#kept[place] = again ? made : undefined;
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
    return {
      fixes: Object.freeze(fixes),
      obligations: Object.freeze(obligations),
      lawfulBasis,
      citations: Object.freeze(citations),
    };
  }
}

function placeOf(advice: number, lines: number, bits: number): number {
  const hash = Math.imul(lines ^ Math.imul(bits ^ Math.imul(advice, 0xc2b2ae35), 0x9e3779b1), 0x85ebca6b);
  return (hash ^ (hash >>> 15)) & (PLACES - 1);
}

const NONE: readonly string[] = Object.freeze([]);
