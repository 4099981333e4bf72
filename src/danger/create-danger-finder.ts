import type { FindDanger } from '../ask/danger.ts';
import { compileLexicon } from './compile-lexicon.ts';
import { findSigns } from './find-signs.ts';
import type { DangerLexicon } from './lexicon.ts';

/**
 * Makes the finder of words that signal danger to a child. It leans to asking: what sounds like danger now counts, in any
 * spelling; a calm question about the rules, or what was years ago, does not. The same text always gets the same words, well
 * under a millisecond for a message; nothing is kept of it.
 * Throws for a lexicon that does not fit together: load it with `loadDanger`, which says what is wrong and where.
 */
export function createDangerFinder(lexicon: DangerLexicon): FindDanger {
  const { compiled, problems } = compileLexicon(lexicon);
  const [problem] = problems;
  if (problem !== undefined) throw new Error(`The danger words do not fit together. ${problem.message}`);
  return (text) => {
    const spans = findSigns(text, compiled)
      .flatMap((found) => found.spans)
      .sort((a, b) => a.start - b.start || b.end - a.end);
    const words: string[] = [];
    let reached = 0;
    for (const { start, end } of spans) {
      if (end <= reached) continue;
      words.push(text.slice(Math.max(start, reached), end).trim().replace(/\s+/g, ' '));
      reached = end;
    }
    return words;
  };
}
