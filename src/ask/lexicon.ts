import { stemOf } from './terms.ts';

/** Stands for a stem or a pair that no text of ours has. */
export const UNKNOWN = -1;

/**
 * Numbers for everything texts are compared by: stems, and pairs of neighbouring stems. It learns from texts of our own;
 * what a person typed is only looked up, never kept.
 */
export class Lexicon {
  /** The place of each word in the two lists under it. */
  readonly #words = new Map<string, number>();
  readonly #stemOfWord: number[] = [];
  readonly #usesOfWord: number[] = [];
  readonly #stems = new Map<string, number>();
  readonly #used = new Set<number>();
  readonly #pairs = new PairNumbers();
  #size = 0;

  /** Numbers run from 0 to one less than this. */
  get size(): number {
    return this.#size;
  }

  /** The stems of the words of a text, which are known from now on; each time counts as a use. */
  read(words: readonly string[]): number[] {
    const row: number[] = [];
    for (let i = 0; i < words.length; i++) {
      const word = words[i] as string;
      const known = this.#words.get(word);
      if (known !== undefined) {
        this.#usesOfWord[known] = (this.#usesOfWord[known] as number) + 1;
        row.push(this.#stemOfWord[known] as number);
        continue;
      }
      const stem = this.learnStem(stemOf(word));
      this.#used.add(stem);
      this.#words.set(word, this.#stemOfWord.push(stem) - 1);
      this.#usesOfWord.push(1);
      row.push(stem);
    }
    return row;
  }

  /** The stems of words that were read before; others are left out. */
  stemsOf(words: readonly string[]): number[] {
    return words.flatMap((word) => {
      const known = this.#words.get(word);
      return known === undefined ? [] : [this.#stemOfWord[known] as number];
    });
  }

  /** The number of a stem, a new one if need be. */
  learnStem(stem: string): number {
    const known = this.#stems.get(stem);
    if (known !== undefined) return known;
    this.#stems.set(stem, this.#size);
    return this.#next();
  }

  /** The number of a pair, a new one if need be. */
  learnPair(first: number, second: number): number {
    const number = this.#pairs.getOrSet(first, second, this.#size);
    return number === this.#size ? this.#next() : number;
  }

  stem(stem: string): number {
    return this.#stems.get(stem) ?? UNKNOWN;
  }

  pair(first: number, second: number): number {
    return first === UNKNOWN || second === UNKNOWN ? UNKNOWN : this.#pairs.get(first, second);
  }

  /** Whether a word with this stem was read. */
  isUsed(stem: string): boolean {
    return this.#used.has(this.stem(stem));
  }

  /** How often each word was read. */
  *uses(): Iterable<readonly [word: string, times: number]> {
    for (const [word, at] of this.#words) yield [word, this.#usesOfWord[at] as number];
  }

  #next(): number {
    this.#size += 1;
    return this.#size - 1;
  }
}

/** Numbers by two numbers: a table with open addressing, since a Map would want a text or a big number made for each pair. */
class PairNumbers {
  /** Three places each: the first number plus one (0: free), the second, what is kept for them. */
  #table = new Int32Array(3 * 2 ** 16);
  #count = 0;

  get(first: number, second: number): number {
    const at = this.#find(first, second);
    return this.#table[at] === 0 ? UNKNOWN : (this.#table[at + 2] as number);
  }

  /** The number that is kept; the one given is, when there was none. */
  getOrSet(first: number, second: number, number: number): number {
    const at = this.#find(first, second);
    if (this.#table[at] !== 0) return this.#table[at + 2] as number;
    this.#put(at, first, second, number);
    this.#count += 1;
    if (this.#count * 6 > this.#table.length) this.#grow();
    return number;
  }

  #find(first: number, second: number): number {
    const table = this.#table;
    const places = table.length / 3;
    let place = hashOf(first, second) & (places - 1);
    for (; table[3 * place] !== 0; place = (place + 1) & (places - 1)) {
      if (table[3 * place] === first + 1 && table[3 * place + 1] === second) break;
    }
    return 3 * place;
  }

  #put(at: number, first: number, second: number, number: number): void {
    this.#table[at] = first + 1;
    this.#table[at + 1] = second;
    this.#table[at + 2] = number;
  }

  #grow(): void {
    const old = this.#table;
    this.#table = new Int32Array(2 * old.length);
    for (let at = 0; at < old.length; at += 3) {
      if (old[at] === 0) continue;
      const [first, second] = [(old[at] as number) - 1, old[at + 1] as number];
      this.#put(this.#find(first, second), first, second, old[at + 2] as number);
    }
  }
}

function hashOf(first: number, second: number): number {
  const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
