import { Fault } from '../fault.ts';
import type { CompiledPolicy } from './compile-diagrams.ts';
import { TRUE } from './diagram.ts';

/** A pointer into a guidance document. */
export type Citation = { readonly guidance: string; readonly section: string; readonly page: string };

/** A passage, and the condition on the answers under which it is cited. */
export type Passage = { readonly citation: Citation; readonly number: number; readonly when: number };

/** The passages behind the keys of citations.yaml, for one compiled policy. */
export class Citing {
  readonly #compiled: CompiledPolicy;
  readonly #byKey = new Map<string, readonly Passage[]>();
  /** The conditions, as nodes, under which some passages are cited. */
  readonly conditions: ReadonlySet<number>;
  readonly #seen: Int32Array;
  #round = 0;

  /** `pageOf` gives the printed page or pages of a section of the guidance `guidance`. */
  constructor(compiled: CompiledPolicy, guidance: string, pageOf: (section: string) => string) {
    this.#compiled = compiled;
    const passages = new Map<string, Omit<Passage, 'when'>>();
    const passage = (section: string, when: number): Passage => {
      let known = passages.get(section);
      if (!known) {
        const citation = Object.freeze({ guidance, section, page: pageOf(section) });
        known = { citation, number: passages.size };
        passages.set(section, known);
      }
      return { ...known, when };
    };
    for (const [key, entry] of compiled.parsed.citations) {
      const cited = entry.sections.map((section) => passage(section, TRUE));
      for (const more of entry.also) {
        const when = compiled.condition(more.when);
        for (const section of more.sections) cited.push(passage(section, when));
      }
      this.#byKey.set(key, cited);
    }
    const cited = [...this.#byKey.values()].flat();
    this.conditions = new Set(cited.map(({ when }) => when).filter((when) => when !== TRUE));
    this.#seen = new Int32Array(passages.size);
  }

  /** The passages of a list of keys. Throws a Fault for a key that citations.yaml does not have. */
  passages(keys: readonly string[]): readonly Passage[] {
    return keys.flatMap((key) => {
      const passages = this.#byKey.get(key);
      if (!passages) {
        throw new Fault(
          'unknown-citation',
          `"${key}" is not a key of citations.yaml.`,
          `Use one of: ${[...this.#byKey.keys()].join(', ')}.`,
        );
      }
      return passages;
    });
  }

  /** Begins a new list, in which each section comes once. */
  begin(): void {
    this.#round++;
  }

  /** Adds to `list` what of `passages` holds for these answers and is not there yet. */
  add(list: Citation[], passages: readonly Passage[], full: Int8Array): void {
    for (const { citation, number, when } of passages) {
      if (this.#seen[number] === this.#round) continue;
      if (when !== TRUE && this.#compiled.diagram.evaluate(when, full) !== TRUE) continue;
      this.#seen[number] = this.#round;
      list.push(citation);
    }
  }
}
