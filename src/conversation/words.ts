import type { WordKey } from './word-keys.ts';

/** The words on buttons and cards, filled in from `words.yaml`. */

/**
 * @param words the dialog's words by key
 * @param key which words; the loader checks that every key the code uses is there
 * @param fill what stands for `{name}`
 */
export function say(
  words: Readonly<Record<string, string>>,
  key: WordKey,
  fill: Readonly<Record<string, string>> = {},
): string {
  const text = words[key] ?? '';
  if (!text.includes('{')) return text;
  return text.replace(/\{([a-z]+)\}/g, (whole, name: string) => fill[name] ?? whole);
}
