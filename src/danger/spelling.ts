/** Reads a word that may be misspelt: the words of the lexicon it most likely stands for, by number; empty for any other. */
export type ReadSpelling = (word: string) => readonly number[];

const LOOKS_LIKE: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
};
const LONGEST = 24;
const MOST = 4;
const NONE: readonly number[] = [];

type Entry = { readonly word: string; readonly id: number; readonly letters: number };

/**
 * Reads misspelt words against `vocabulary` (by word, its number). A word of four to seven letters may have one slip, a longer
 * one two (a letter too many, missing, wrong, or two swapped). `ordinary` words are never taken for slips.
 */
export function createSpelling(
  vocabulary: ReadonlyMap<string, number>,
  ordinary: ReadonlySet<string>,
): ReadSpelling {
  const byLength: Entry[][] = Array.from({ length: LONGEST + 1 }, () => []);
  for (const [word, id] of vocabulary) {
    if (word.length >= 3) byLength[word.length]?.push({ word, id, letters: lettersOf(word) });
  }
  const exactly = (word: string) => {
    const id = vocabulary.get(word);
    return id === undefined ? null : [id];
  };

  return (typed) => {
    const exact = exactly(typed);
    if (exact !== null) return exact;
    if (ordinary.has(typed) || typed.length < 3 || typed.length > 2 * LONGEST) return NONE;
    const word = /[0-9@$]/.test(typed)
      ? typed.replace(/[0-9@$]/g, (sign) => LOOKS_LIKE[sign] ?? sign)
      : typed;
    const simple =
      exactly(word) ??
      exactly(word.replace(/(.)\1{2,}/g, '$1$1')) ??
      exactly(word.replace(/(.)\1{2,}/g, '$1')) ??
      (word.endsWith('s') ? exactly(word.slice(0, -1)) : null) ??
      (word.endsWith('in') ? exactly(`${word}g`) : null);
    if (simple !== null) return simple;
    if (word.endsWith('s') && ordinary.has(word.slice(0, -1))) return NONE;
    return nearestOf(word.replace(/(.)\1{2,}/g, '$1$1'), byLength);
  };
}

function nearestOf(word: string, byLength: readonly (readonly Entry[])[]): readonly number[] {
  const { length } = word;
  if (length > LONGEST) return NONE;
  const letters = lettersOf(word);
  // A word of three letters with one changed is nearly always another word: only swapped letters count there.
  const reach = length === 3 ? 0 : length < 8 ? 1 : 2;
  let best = reach + 1;
  let found: number[] = [];
  for (let size = length - reach; size <= length + reach; size += 1) {
    for (const entry of byLength[size] ?? []) {
      // Each slip changes at most two of the letters that occur.
      if (bits(entry.letters ^ letters) > 2 * reach) continue;
      if (length > 3 && size === 3) continue;
      if (!startsAlike(word, entry.word)) continue;
      const distance = reach === 0 ? swapped(word, entry.word) : editDistance(word, entry.word, reach);
      if (distance > best || distance > reach) continue;
      if (distance < best) found = [];
      best = distance;
      if (found.length < MOST) found.push(entry.id);
    }
  }
  return found;
}

/** Slips at the first letter are rare, and words that differ there are mostly other words: only swapped ones count. */
function startsAlike(a: string, b: string): boolean {
  return a[0] === b[0] || (a[0] === b[1] && a[1] === b[0]);
}

function swapped(a: string, b: string): number {
  for (let i = 0; i + 1 < a.length; i += 1) {
    if (a[i] !== a[i + 1] && a.slice(0, i) + a[i + 1] + a[i] + a.slice(i + 2) === b) return 0;
  }
  return 1;
}

function lettersOf(word: string): number {
  let letters = 0;
  for (let i = 0; i < word.length; i += 1) letters |= 1 << (word.charCodeAt(i) & 31);
  return letters;
}

function bits(value: number): number {
  let count = 0;
  for (let left = value; left !== 0; left &= left - 1) count += 1;
  return count;
}

/** Damerau–Levenshtein distance (no letter touched twice); anything above `reach` comes back as `reach + 1`. */
export function editDistance(a: string, b: string, reach: number): number {
  if (Math.abs(a.length - b.length) > reach) return reach + 1;
  let older: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      let cost = Math.min(
        (previous[column - 1] ?? 0) + same,
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, (older[column - 2] ?? 0) + 1);
      }
      current.push(cost);
      least = Math.min(least, cost);
    }
    if (least > reach) return reach + 1;
    older = previous;
    previous = current;
  }
  return Math.min(previous[b.length] ?? 0, reach + 1);
}
