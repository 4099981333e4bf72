import { createHash } from 'node:crypto';
import {
  adviceFileSchema,
  citationsFileSchema,
  dialogFileSchema,
  policyFileSchema,
  questionsFileSchema,
  quotesFileSchema,
  wordsFileSchema,
} from '../check/dialog.ts';
import { readYaml } from './read-yaml.ts';

/** The files of a dialog folder, each read and checked against its own shape. */
export type DialogFiles = Awaited<ReturnType<typeof readDialogFiles>>;

/** Reads the seven files of a dialog folder. Never rejects: what is wrong is in each file's `faults`. */
export async function readDialogFiles(dir: string) {
  const [dialog, questions, policy, citations, advice, quotes, words] = await Promise.all([
    readYaml(dir, 'dialog.yaml', dialogFileSchema),
    readYaml(dir, 'questions.yaml', questionsFileSchema),
    readYaml(dir, 'policy.yaml', policyFileSchema),
    readYaml(dir, 'citations.yaml', citationsFileSchema),
    readYaml(dir, 'advice.yaml', adviceFileSchema),
    readYaml(dir, 'quotes.yaml', quotesFileSchema),
    readYaml(dir, 'words.yaml', wordsFileSchema),
  ]);
  return { dialog, questions, policy, citations, advice, quotes, words };
}

/** SHA-256 (hex) over the files in this order, each as its name, a NUL, its text in UTF-8 and a NUL. */
export function hashOfFiles(
  files: readonly { readonly file: string; readonly text: string | null }[],
): string {
  const hash = createHash('sha256');
  for (const { file, text } of files) hash.update(`${file}\0${text ?? ''}\0`, 'utf8');
  return hash.digest('hex');
}
