/**
 * The guidance reduced to what has to survive: every word, number and punctuation mark, link and list mark, in order.
 * The source and the Markdown are reduced by rules of their own, and have to come out the same.
 */
export type GuidanceWords = { readonly body: readonly string[]; readonly footnotes: readonly string[] };

const MARKS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
/** The other way to write italics in Markdown, which formatters prefer. */
const ITALIC = /(?<!\w)_([^_\n]+)_(?!\w)/g;
const FOOTNOTE = new RegExp(`^([${MARKS}]+) (.*)$`);

/** The source text: page ends, footnote marks, tags, leader dots and escapes are not words. */
export function wordsOfSource(source: string): GuidanceWords {
  const body: string[] = [];
  const footnotes: string[] = [];
  for (const line of source.split('\n')) {
    const [, mark, text] = FOOTNOTE.exec(line) ?? [];
    if (mark === undefined) body.push(line);
    else footnotes.push(`${markNumber(mark)}. ${text}`);
  }
  return {
    body: words(withoutFurniture(body.join('\n'))),
    footnotes: words(withoutFurniture(footnotes.join('\n'))),
  };
}

/** Markdown files, in order; the footnotes' file on its own. Comments, headings and the contents table are not words. */
export function wordsOfMarkdown(files: readonly string[], footnotes: string): GuidanceWords {
  const reduce = (markdown: string) =>
    words(
      markdown
        .replace(/<!--.*?-->/g, '')
        .replace(/^#{1,6} /gm, '')
        .replace(/^\|[ |:-]*\|$/gm, '')
        .replace(/^\| (.*) \| +(\d+) \|$/gm, '$1 $2')
        .replace(ITALIC, '$1')
        .replace(/^- (?=[ab]\) )/gm, '')
        .replace(/^- /gm, '• '),
    );
  return { body: reduce(files.join('\n')), footnotes: reduce(footnotes) };
}

/** Runs in bold, then runs in italics, as written between their asterisks. */
export function emphasised(markdown: string): { bold: string[]; italic: string[] } {
  return {
    bold: [...markdown.matchAll(/\*\*(.+?)\*\*/g)].map(([, run]) => run ?? ''),
    italic: [...markdown.replace(ITALIC, '*$1*').matchAll(/(?<!\*)\*([^*\n]+)\*(?!\*)/g)].map(
      ([, run]) => run ?? '',
    ),
  };
}

/** The source with the bold type of the golden rules opened where each begins (it is only closed there). */
export function withRulesOpened(source: string): string {
  return source.replace(/^- (\d\.) (.*?)\*\*/gm, '$1 **$2**');
}

/** The words in front of each footnote mark of the source, by the number of the footnote. */
export function wordsBeforeMarks(source: string): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const text = source
    .split('\n')
    .filter((line) => !FOOTNOTE.test(line))
    .join('\n')
    .replaceAll('*', '');
  for (const mark of text.matchAll(new RegExp(`[${MARKS}]+`, 'g'))) {
    found.set(markNumber(mark[0]), text.slice(Math.max(0, mark.index - 200), mark.index).trimEnd());
  }
  return found;
}

function withoutFurniture(text: string): string {
  return text
    .replace(new RegExp(`[${MARKS}]`, 'g'), '')
    .replace(/\\([()])/g, '$1')
    .replace(/<\/?(?:p|ul|li)\b[^>]*>/g, ' ')
    .replace(/\.{3,}(?=\t)/g, '')
    .replace(/^- (?=\d\. )/gm, '')
    .replace(/^- /gm, '• ');
}

function words(text: string): string[] {
  return text.replaceAll('*', '').split(/\s+/).filter(Boolean);
}

function markNumber(mark: string): number {
  return Number([...mark].map((digit) => MARKS.indexOf(digit)).join(''));
}
