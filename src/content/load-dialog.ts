import type { Dialog } from '../check/dialog.ts';
import type { Place } from '../check/proof.ts';
import type { Guidance } from '../guidance/guidance.ts';
import { checkAdvice, checkQuotes, checkWords } from './check-advice.ts';
import { checkPolicy } from './check-policy.ts';
import { checkQuestions } from './check-questions.ts';
import type { ContentFault } from './content-fault.ts';
import { type DialogFiles, hashOfFiles, readDialogFiles } from './dialog-files.ts';
import { missingFolder } from './read-text.ts';

/** A dialog folder, read. */
export type LoadedDialog = {
  readonly dialog: Dialog | null;
  readonly faults: readonly ContentFault[];
  lineOf(place: Place): Pick<ContentFault, 'file' | 'line'>;
};

/**
 * Reads and checks a dialog folder (`dialogs/share-check/`) against the guidance it cites. `requiredWords` are the keys
 * words.yaml has to hold. Never rejects: `dialog` is null when there is any fault, and `faults` then holds every one of
 * every file, with paths relative to `dir`. `lineOf` says in which line of its file a place stands.
 */
export async function loadDialog(
  dir: string,
  guidance: readonly Guidance[],
  requiredWords: readonly string[] = [],
): Promise<LoadedDialog> {
  const missing = await missingFolder(dir, 'Give the folder of a dialog, such as dialogs/share-check.');
  if (missing !== null) return { dialog: null, faults: [missing], lineOf: () => missing };
  const files = await readDialogFiles(dir);
  const cited = guidance.find(({ id }) => id === files.dialog.parts.guidance) ?? null;
  const faults = [
    ...Object.values(files).flatMap((file) => file.faults),
    ...checkGuidance(files, cited, guidance),
    ...checkQuestions(files),
    ...checkPolicy(files, cited),
    ...checkAdvice(files, cited),
    ...checkQuotes(files, cited),
    ...checkWords(files, requiredWords),
  ];
  return {
    dialog: faults.length === 0 ? assembled(files) : null,
    faults,
    lineOf: ({ file, path }) => files[file === 'questions' ? 'questions' : 'policy'].fault(path, ''),
  };
}

function checkGuidance(
  { dialog }: DialogFiles,
  cited: Guidance | null,
  guidance: readonly Guidance[],
): ContentFault[] {
  if (cited !== null || dialog.broken('guidance')) return [];
  const loaded = guidance.map(({ id }) => id).join(', ') || 'none';
  const message = `"${dialog.parts.guidance}" is not among the guidance in use (${loaded}). Correct the id, or the faults in that guidance.`;
  return [dialog.fault(['guidance'], message)];
}

function assembled(files: DialogFiles): Dialog | null {
  const dialog = files.dialog.whole;
  const questions = files.questions.whole;
  const policy = files.policy.whole;
  const citations = files.citations.whole;
  const advice = files.advice.whole;
  const quotes = files.quotes.whole;
  const words = files.words.whole;
  if (!dialog || !questions || !policy || !citations || !advice || !quotes || !words) return null;
  const { dialog: d, questions: q, policy: p, citations: c, advice: a, quotes: s, words: w } = files;
  return {
    ...dialog,
    ...questions,
    hash: hashOfFiles([d, q, p, c, a, s, w]),
    policy,
    citations,
    advice,
    quotes,
    words,
  };
}
