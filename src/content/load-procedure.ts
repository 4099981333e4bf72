import { z } from 'zod';
import type { ContentFault } from './content-fault.ts';
import { hashOf, type LoadedGuidance } from './load-guidance.ts';
import { plainIssues } from './plain-issue.ts';
import { readText } from './read-text.ts';
import { slugOf } from './slug.ts';
import { type Head, splitProcedure } from './split-procedure.ts';
import { readYamlText } from './yaml-document.ts';

const line = z.string().trim().min(1).max(200);
const headSchema = z.strictObject({ title: line.optional(), edition: line.optional() });

/**
 * Reads a local procedure of `owner` that is one Markdown file, `file` in `dir`, without a source card. Its id is the name
 * of the file. Lines between `---` at its head may say `title` and `edition`.
 */
export async function loadProcedure(dir: string, file: string, owner: string): Promise<LoadedGuidance> {
  const name = file.replace(/\.md$/, '');
  const id = slugOf(name);
  const { text, faults: unread } = await readText(dir, file);
  const faults: ContentFault[] = [...unread];
  if (id === '') {
    faults.push({
      file,
      line: 1,
      message: 'The name of this file becomes its id. Use letters from a to z and digits in it.',
    });
  }
  const places = new Map<string, { readonly file: string; readonly line: number }>();
  const { head, above, rest } = takeHead(text ?? '', file, faults);
  const split = splitProcedure(rest, { file, slug: id, name: inWords(name), head, above });
  if (text !== null) faults.push(...split.faults);
  for (const section of split.sections) {
    const place = places.get(section.id);
    if (place === undefined) places.set(section.id, { file, line: section.line });
    else {
      const message = `The id "${section.id}" stands at ${file}:${place.line} already. Each section has an id of its own.`;
      faults.push({ file, line: section.line, message });
    }
  }
  const guidance = {
    id,
    title: split.title,
    shortTitle: split.title,
    edition: split.edition ?? `Local procedure of ${owner}`,
    current: false,
    hash: hashOf([{ name: file, text: text ?? '' }]),
    licence: `For use within ${owner}`,
    attribution: `Local procedure of ${owner}.`,
    supersededBy: '',
    sections: new Map(split.sections.map(({ line: _, ...section }) => [section.id, section])),
  };
  return {
    guidance: faults.length === 0 ? guidance : null,
    card: { id, current: false },
    file,
    places,
    lineOf: () => 1,
    faults,
  };
}

/** The lines between `---` at the head of a file, what they say, and the text under them. */
function takeHead(
  text: string,
  file: string,
  faults: ContentFault[],
): { head: Head; above: number; rest: string } {
  const found = /^---[ \t]*\n([\s\S]*?\n)?---[ \t]*(?:\n|$)/.exec(text);
  const yaml = found?.[1] ?? '';
  // A line of hyphens is also drawn across a page: then what follows is text.
  if (found === null || !/^\s*[A-Za-z-]+\s*:/m.test(yaml)) return { head: {}, above: 0, rest: text };
  const document = readYamlText(yaml);
  const read = headSchema.safeParse(document.value);
  const issues = read.success ? [] : read.error.issues.flatMap((issue) => plainIssues(issue, document.value));
  const unknown = document.faults.length > 0 ? [] : issues;
  for (const fault of document.faults) faults.push({ file, line: fault.line + 1, message: fault.message });
  for (const { path, message } of unknown) {
    faults.push({
      file,
      line: document.lineOf(path) + 1,
      message: `${message} "title" and "edition" can stand here.`,
    });
  }
  return {
    head: read.success ? read.data : {},
    above: found[0].split('\n').length - 1,
    rest: text.slice(found[0].length),
  };
}

/** `home-visits` as "Home visits". */
function inWords(name: string): string {
  const words = name.replace(/[-_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
