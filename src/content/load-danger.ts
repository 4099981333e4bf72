import { compileLexicon } from '../danger/compile-lexicon.ts';
import { findSigns } from '../danger/find-signs.ts';
import { type DangerLexicon, dangerFileSchema } from '../danger/lexicon.ts';
import type { ContentFault } from './content-fault.ts';
import { readYaml } from './read-yaml.ts';

/** The file of a knowledge folder that holds the words that signal danger. */
export const DANGER_FILE = 'danger.yaml';

/**
 * Reads `danger.yaml` of the knowledge folder `dir`, and tries each sign on its own examples: one that is not found, or is found
 * where it should not be, is a fault with its line. Never rejects. `lexicon` is null when anything is at fault.
 */
export async function loadDanger(
  dir: string,
): Promise<{ readonly lexicon: DangerLexicon | null; readonly faults: readonly ContentFault[] }> {
  const read = await readYaml(dir, DANGER_FILE, dangerFileSchema);
  if (read.whole === null) return { lexicon: null, faults: read.faults };
  const lexicon = read.whole;
  const { compiled, problems } = compileLexicon(lexicon);
  const faults = problems.map(({ path, message }) => read.fault(path, message));
  if (faults.length === 0) {
    lexicon.signs.forEach(({ examples, calm = [] }, i) => {
      const found = (text: string) => findSigns(text, compiled).some(({ sign }) => sign === i);
      examples.forEach((text, j) => {
        if (found(text)) return;
        const message =
          'This example is not found by its own sign. Add a line under "say" that fits it, or take it out.';
        faults.push(read.fault(['signs', i, 'examples', j], message));
      });
      calm.forEach((text, j) => {
        if (!found(text)) return;
        const message =
          'This calm text is found by the sign. Add what quiets it under "unless", or narrow a line under "say".';
        faults.push(read.fault(['signs', i, 'calm', j], message));
      });
    });
  }
  return { lexicon: faults.length === 0 ? lexicon : null, faults };
}
