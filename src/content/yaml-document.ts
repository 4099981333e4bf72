import { createRequire } from 'node:module';
import { load } from 'js-yaml';
import type { Document, LineCounter, YAMLError } from 'yaml';
import type { Path } from './plain-issue.ts';

/**
 * `js-yaml` reads a sound file in a fifth of the time of `yaml`, but stops at the first slip and does not say where a value
 * stands. `yaml` does both, and is loaded the first time either is asked for.
 */
const carefully = (): typeof import('yaml') => createRequire(import.meta.url)('yaml');

/** A YAML text, read: its value, what is wrong with its writing, and where everything stands. */
export type YamlDocument = {
  /** The whole as plain lists and objects; undefined when the text cannot be read. */
  readonly value: unknown;
  readonly faults: readonly { readonly line: number; readonly message: string }[];
  /** Line (from 1) of the value at a path; of the nearest value around it when there is none. */
  lineOf(path: Path): number;
};

const ADVICE: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'This line begins with a tab. Indent with spaces.',
  BAD_INDENT:
    'This line is not indented like the lines it belongs to. Lines of one group begin in the same column.',
  BLOCK_AS_IMPLICIT_KEY:
    'There is a second colon in this line. Put text that has a colon in it between double quotes.',
  MULTILINE_IMPLICIT_KEY: 'This line has no colon after its heading, or belongs to the line above it.',
  MISSING_CHAR: 'A closing quote, bracket or colon is missing in or before this line.',
  MULTIPLE_DOCS:
    'A line of three hyphens begins a second document. One file holds one document: take the line out.',
  BAD_SCALAR_START: 'Text may not begin with this character. Put the text between double quotes.',
};
const GENERAL =
  'This line cannot be read. Look for a missing quote, colon, bracket or space in it or just above.';

/** Reads YAML text. Never throws: what cannot be read is a fault with its line. */
export function readYamlText(text: string): YamlDocument {
  const value = soundValue(text);
  if (value === undefined) return readCarefully(text);
  let lines: YamlDocument['lineOf'] | null = null;
  return {
    value,
    faults: [],
    lineOf: (path) => {
      lines ??= readCarefully(text).lineOf;
      return lines(path);
    },
  };
}

/** The value of a text with nothing at fault in it; undefined for every other. */
export function soundValue(text: string): unknown {
  try {
    return load(text, { maxAliases: 0 });
  } catch {
    return undefined;
  }
}

function readCarefully(text: string): YamlDocument {
  const { LineCounter, parseDocument, isScalar, visit } = carefully();
  const lines: LineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line);

  const faults = document.errors.map((error) => ({ line: lineAt(error.pos[0]), message: said(error, text) }));
  for (const warning of document.warnings) {
    faults.push({
      line: lineAt(warning.pos[0]),
      message: 'Words beginning with "!" are not used here. Take it out.',
    });
  }
  let aliases = false;
  visit(document, {
    Alias(_, node) {
      aliases = true;
      const message = 'A word beginning with "*" repeats another place. Write it out instead.';
      faults.push({ line: lineAt(node.range?.[0] ?? 0), message });
    },
    Pair(_, pair) {
      if (isScalar(pair.key)) return;
      const at =
        typeof pair.key === 'object' && pair.key !== null && 'range' in pair.key ? pair.key.range : null;
      const offset = Array.isArray(at) && typeof at[0] === 'number' ? at[0] : 0;
      faults.push({ line: lineAt(offset), message: 'A heading has to be a single word or line of text.' });
      aliases = true;
    },
  });
  const readable = !aliases && document.errors.every((error) => error.code === 'DUPLICATE_KEY');
  return {
    value: readable ? document.toJS() : undefined,
    faults: firstOfEachLine(faults),
    lineOf: (path) => lineAt(offsetOf(document, path, text)),
  };
}

function said(error: YAMLError, text: string): string {
  if (error.code !== 'DUPLICATE_KEY') return ADVICE[error.code] ?? GENERAL;
  const key = /^[^:\s]+/.exec(text.slice(error.pos[0]))?.[0] ?? '';
  return `"${key}" stands here a second time. Keep one of the two.`;
}

/** One slip often upsets the reader several times in a line; the first is the one to act on. */
function firstOfEachLine<T extends { readonly line: number }>(faults: readonly T[]): T[] {
  return faults.filter((fault, index) => faults.findIndex(({ line }) => line === fault.line) === index);
}

function offsetOf(document: Document.Parsed, path: Path, text: string): number {
  const { isMap, isScalar, isSeq } = carefully();
  let node: unknown = document.contents;
  let offset = document.contents?.range[0] ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (pair === undefined) break;
      offset = (isScalar(pair.key) ? pair.key.range?.[0] : undefined) ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      const item: unknown = node.items[step];
      if (item === undefined) break;
      const range = typeof item === 'object' && item !== null && 'range' in item ? item.range : null;
      if (Array.isArray(range) && typeof range[0] === 'number') offset = range[0];
      node = item;
    } else if (isScalar(node) && node.type === 'BLOCK_LITERAL' && typeof step === 'number') {
      // A line of a text under `key: |`.
      let start = node.range?.[0] ?? offset;
      for (let line = 0; line <= step && start > 0; line++) start = text.indexOf('\n', start) + 1;
      return start === 0 ? offset : start;
    } else break;
  }
  return offset;
}
