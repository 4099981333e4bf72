import type { Section } from '../guidance/guidance.ts';
import type { ContentFault } from './content-fault.ts';
import { slugOf } from './slug.ts';
import { type Anchor, readAnchor, readable } from './split-sections.ts';

/** What one Markdown file without a source card holds. */
export type SplitProcedure = {
  readonly title: string;
  /** As its first lines say it; null when they do not. */
  readonly edition: string | null;
  readonly sections: readonly (Section & { readonly line: number })[];
  readonly faults: readonly ContentFault[];
};

/** What the lines between `---` at the head of the file say. */
export type Head = { readonly title?: string | undefined; readonly edition?: string | undefined };

type Part = { heading: string; level: number; line: number; anchor: Anchor | null; body: string[] };

const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*$/;
const UNDERLINE = /^ {0,3}(=+|-+)[ \t]*$/;
const FENCE = /^ {0,3}(```|~~~)/;
const NO_HEADING = 'A heading is wanted under the line above. Write it after ## and a space.';
const ANCHOR = /^\s*<!--\s*(?:id|pages|heading)\s*:.*-->\s*$/;

/**
 * The sections of a local procedure as somebody writes it: one begins at every heading, and gets an id from the name of the
 * file (`slug`) and the heading. A line `<!-- id: … | pages: … -->` above a heading is followed, and none is needed. A
 * heading with nothing under it is none. `name` is the title when no heading is one. Faults name `file` and line.
 */
export function splitProcedure(
  markdown: string,
  {
    file,
    slug,
    name,
    head,
    above,
  }: {
    readonly file: string;
    readonly slug: string;
    readonly name: string;
    readonly head: Head;
    /** Lines of the file above `markdown`. */
    readonly above: number;
  },
): SplitProcedure {
  const faults: ContentFault[] = [];
  const parts = partsOf(markdown, (line, message) => faults.push({ file, line: line + above, message }));
  const [before, first] = parts;
  // The one heading above all others is the title of the whole. Where several stand side by side, none is.
  const titled = first !== undefined && parts.slice(2).every(({ level }) => level > first.level);
  const title = head.title ?? (titled ? first.heading : name);
  const opening = titled && before?.body.every((line) => line.trim() === '') ? first : before;

  const taken = new Set(parts.flatMap(({ anchor }) => anchor?.id ?? []));
  const sections = parts.flatMap((part) => {
    const text = readable(part.body.join('\n'));
    if (text === '') return [];
    const whole = part === opening;
    const heading = part.anchor?.heading ?? (whole ? title : part.heading);
    const id = part.anchor?.id ?? unused(whole ? slug : `${slug}-${slugOf(heading) || 'section'}`, taken);
    taken.add(id);
    return [{ id, heading, pages: part.anchor?.pages ?? '', text, line: part.line + above }];
  });
  if (sections.length === 0 && faults.length === 0) {
    faults.push({
      file,
      line: 1,
      message: 'There is nothing to quote in this file. Write its text, or take the file away.',
    });
  }
  return { title, edition: head.edition ?? null, sections, faults };
}

/** The text above the first heading, then each heading with its text. */
function partsOf(markdown: string, fault: (line: number, message: string) => void): Part[] {
  let part: Part = { heading: '', level: 0, line: 1, anchor: null, body: [] };
  const parts = [part];
  let anchor: Anchor | null = null;
  const begin = (heading: string, level: number, line: number): void => {
    part = { heading: heading.trim(), level, line, anchor, body: [] };
    parts.push(part);
    anchor = null;
  };
  const lines = markdown.split('\n');
  let fenced = false;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (FENCE.test(line)) fenced = !fenced;
    const heading = HEADING.exec(line);
    const underline = isAlone(line, lines[index - 1]) ? UNDERLINE.exec(lines[index + 1] ?? '') : null;
    if (fenced) part.body.push(line);
    else if (ANCHOR.test(line)) anchor = readAnchor(line, (message) => fault(index + 1, message));
    else if (heading !== null) begin(heading[2] ?? '', heading[1]?.length ?? 1, index + 1);
    else if (underline !== null) {
      begin(line, underline[1]?.startsWith('=') ? 1 : 2, index + 1);
      index += 1;
    } else {
      if (anchor !== null && line.trim() !== '') {
        if (anchor.heading === undefined) fault(index + 1, NO_HEADING);
        begin(anchor.heading ?? '', 7, index + 1);
      }
      part.body.push(line);
    }
  }
  return parts;
}

/** A line of words of its own, which a line of hyphens under it makes a heading. */
function isAlone(line: string, before = ''): boolean {
  return before.trim() === '' && line.trim() !== '' && !/^\s*(?:[-*+|>=]|\d+\.|<!--)/.test(line);
}

function unused(id: string, taken: ReadonlySet<string>): string {
  let free = id;
  for (let count = 2; taken.has(free); count += 1) free = `${id}-${count}`;
  return free;
}
