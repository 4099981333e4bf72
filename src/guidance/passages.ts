import type { Section } from './guidance.ts';

const ITEM = /^\s*(?:[-*+]|\d+\.)\s+/;

/**
 * The passages of a section as plain text, in order: each paragraph is one; a list stands with the line that leads into
 * it, one item a line, marked `•` (or numbered, as in the guidance). Markdown marks are gone, the words are untouched.
 */
export function passages(section: Pick<Section, 'text'>): readonly string[] {
  const found: string[] = [];
  for (const block of section.text.split(/\n\s*\n/)) {
    const text = block.trim();
    if (text === '') continue;
    const previous = found.at(-1);
    const isList = ITEM.test(text);
    const plain = isList ? items(text) : oneLine(plainText(text));
    if (isList && previous?.endsWith(':')) found[found.length - 1] = `${previous}\n${plain}`;
    else found.push(plain);
  }
  return found;
}

/**
 * True when `quote` stands word for word in the section: same letters and punctuation, whole words, in one run.
 * Line breaks, spaces, list marks, emphasis and link targets do not count, on either side. An empty quote does not stand.
 */
export function quoteStandsIn(section: Pick<Section, 'text'>, quote: string): boolean {
  const wanted = comparable(quote);
  if (wanted === '') return false;
  const text = comparable(section.text);
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    if (isEdge(text, at) && isEdge(text, at + wanted.length)) return true;
  }
  return false;
}

/** Markdown to the words a reader sees: emphasis, link targets, headings, comments and backslashes gone. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/\[((?:\\.|[^\]\\])*)\]\([^()\s]*\)/g, '$1')
    .replace(/<(https?:[^>\s]+)>/g, '$1')
    .replace(/^#{1,6}\s+/gm, '')
    .replace(/\*\*/g, '')
    .replace(/\*(?=\S)([^*\n]*?\S)\*/g, '$1')
    .replace(/(?<![\p{L}\p{N}_])(_{1,2})(?=\S)([^_\n]*?[^_\s])\1(?![\p{L}\p{N}_])/gu, '$2')
    .replace(/\\([\\`*_{}[\]()#+\-.!|<>])/g, '$1');
}

function items(list: string): string {
  return list
    .split(/\n(?=\s*(?:[-*+]|\d+\.)\s)/)
    .map((item) => oneLine(plainText(item.replace(/^\s*[-*+]\s+/, '• '))))
    .join('\n');
}

function comparable(markdown: string): string {
  return oneLine(plainText(markdown.replace(/^\s*(?:[-*+•]|\d+\.)\s+/gm, '')));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Whether a word may begin or end at `at`: not between two letters or digits. */
function isEdge(text: string, at: number): boolean {
  const letter = /[\p{L}\p{N}]/u;
  return !(letter.test(text[at - 1] ?? '') && letter.test(text[at] ?? ''));
}
