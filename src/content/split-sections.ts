import type { Section } from '../guidance/guidance.ts';
import type { ContentFault } from './content-fault.ts';
import { permittedWords } from './nearest.ts';

/** A section with the line its anchor stands on. */
export type FoundSection = Section & { readonly line: number };

const ANCHOR_KEYS = ['id', 'pages', 'heading'] as const;
const COMMENT = /^\s*<!--(.*?)-->\s*$/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const LOOKS_LIKE_ANCHOR = 'Above each heading stands a line such as <!-- id: what-is-harm | pages: 7–8 -->.';

/**
 * The sections of one Markdown file. A section begins with its anchor, `<!-- id: … | pages: … -->`, then its heading, then
 * its text up to the next anchor. `heading: …` in the anchor names a section whose printed heading does not stand alone.
 * What stands above the first anchor (the heading of the part) belongs to no section. Faults name `file` and line.
 */
export function splitSections(
  markdown: string,
  file: string,
): { sections: readonly FoundSection[]; faults: readonly ContentFault[] } {
  const sections: FoundSection[] = [];
  const faults: ContentFault[] = [];
  const lines = markdown.split(/\r?\n/);
  const starts = lines.flatMap((line, index) => (isAnchor(line) ? [index] : []));

  for (const [position, start] of starts.entries()) {
    const fault = (message: string, index = start) => faults.push({ file, line: index + 1, message });
    const anchor = readAnchor(lines[start] ?? '', fault);
    const block = lines.slice(start + 1, starts[position + 1]);
    const first = block.findIndex((line) => line.trim() !== '');
    const printed = HEADING.exec(block[first] ?? '')?.[2];
    const body = block.slice(printed === undefined ? 0 : first + 1);
    const offset = start + 1 + block.length - body.length;

    for (const [index, line] of body.entries()) {
      if (HEADING.test(line)) fault(`A heading without an anchor. ${LOOKS_LIKE_ANCHOR}`, offset + index);
    }
    const text = readable(body.join('\n'));
    const name = anchor.id === undefined ? 'This section' : `Section "${anchor.id}"`;
    if (anchor.id === undefined) fault(`An anchor without an id. ${LOOKS_LIKE_ANCHOR}`);
    if (anchor.pages === undefined)
      fault(`${name} has no pages. Write the printed page or pages, such as 7 or 7–8.`);
    const heading = anchor.heading ?? printed;
    if (!heading) fault(`${name} has no heading. Write it on the next line, after ## and a space.`);
    if (text === '') fault(`${name} is empty. Write its text under the heading, or take the section out.`);
    if (anchor.id && anchor.pages && heading && text !== '') {
      sections.push({ id: anchor.id, heading, pages: anchor.pages, text, line: start + 1 });
    }
  }

  const above = lines.slice(0, starts[0]);
  for (const [index, line] of above.entries()) {
    if (starts.length > 0 && (HEADING.exec(line)?.[1]?.length ?? 1) > 1) {
      faults.push({ file, line: index + 1, message: `A heading without an anchor. ${LOOKS_LIKE_ANCHOR}` });
    }
  }
  return { sections, faults };
}

/** Any comment of its own line is an anchor, but for notes: so that a mistyped key is found. */
function isAnchor(line: string): boolean {
  const inside = COMMENT.exec(line)?.[1]?.trim();
  return inside !== undefined && !/^note:/i.test(inside);
}

/** What the line above a heading says of its section. */
export type Anchor = { readonly id?: string; readonly pages?: string; readonly heading?: string };

/** Reads such a line; what is wrong with it is handed to `fault`. */
export function readAnchor(line: string, fault: (message: string) => void): Anchor {
  const anchor: { id?: string; pages?: string; heading?: string } = {};
  for (const part of (COMMENT.exec(line)?.[1] ?? '').split(' | ')) {
    const colon = part.indexOf(':');
    const key = part.slice(0, Math.max(colon, 0)).trim();
    const value = part.slice(colon + 1).trim();
    const known = ANCHOR_KEYS.find((name) => name === key);
    if (known === undefined) {
      fault(
        `"${key || part.trim()}" is not a key of an anchor. ${permittedWords(key, ANCHOR_KEYS)} ` +
          'A remark begins with note:, as in <!-- note: checked in May -->.',
      );
    } else if (value !== '') anchor[known] = known === 'pages' ? value.replace(/\s*[-–]\s*/, '–') : value;
  }
  if (anchor.id !== undefined && !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(anchor.id)) {
    fault(`"${anchor.id}" is not an id. Write lower-case letters, digits and hyphens.`);
  }
  if (anchor.pages !== undefined && !/^\d+(–\d+)?$/.test(anchor.pages)) {
    fault(`"${anchor.pages}" is not a page. Write one page, such as 7, or the first and last, such as 7–8.`);
  }
  return anchor;
}

/** Without remarks, and with links that lead nowhere as plain words. */
export function readable(markdown: string): string {
  return markdown
    .replace(/[ \t]*<!--[\s\S]*?-->/g, '')
    .replace(/\[([^\]]*)\]\(#\)/g, '$1')
    .trim();
}
