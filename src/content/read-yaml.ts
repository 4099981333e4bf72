import { z } from 'zod';
import type { ContentFault } from './content-fault.ts';
import { type Path, type PlainIssue, plainIssues, valueAt } from './plain-issue.ts';
import { readText } from './read-text.ts';
import { readYamlText } from './yaml-document.ts';

/** A content file, read and checked against its shape. */
export type YamlFile<T> = {
  readonly file: string;
  /** The text as it stands (line ends as `\n`); null when the file could not be read. */
  readonly text: string | null;
  /** The whole content; null as soon as anything in it is at fault. */
  readonly whole: T | null;
  /** What could be used of it, so that checks across files can go on and find everything at once. */
  readonly parts: Partial<T>;
  readonly faults: readonly ContentFault[];
  /** A fault at the line where the value at `path` of `parts` stands. */
  fault(path: Path, message: string, severity?: 'warning'): ContentFault;
  /** True when something at, around or under `path` of `parts` is at fault already: what is missing there need not be said again. */
  broken(...path: Path): boolean;
};

/**
 * Reads a YAML file of a content folder. Never rejects: a missing file, a slip of writing, a key that stands twice and
 * everything that does not fit `schema` come back as faults with their line.
 */
export async function readYaml<S extends z.ZodType>(
  dir: string,
  file: string,
  schema: S,
): Promise<YamlFile<z.output<S>>> {
  const { text, faults: unread } = await readText(dir, file);
  const document = readYamlText(text ?? '');
  const readable = text !== null && document.value !== undefined;
  const checked = schema.safeParse(document.value);
  const issues = readable && !checked.success ? plainly(checked.error, document.value) : [];
  const faults: ContentFault[] = [
    ...unread,
    ...(text === null ? [] : document.faults.map((fault) => ({ file, ...fault }))),
    ...issues.map(({ path, message }) => ({ file, line: document.lineOf(path), message })),
  ];
  const usable =
    readable && checked.success
      ? { parts: checked.data as Partial<z.output<S>>, original: (path: Path) => path }
      : salvage(schema, document.value, issues);
  const brokenPaths: Path[] = readable ? issues.map(({ path }) => path) : [[]];

  return {
    file,
    text,
    whole: checked.success && faults.length === 0 ? checked.data : null,
    parts: usable.parts,
    faults,
    fault: (path, message, severity) => ({
      file,
      line: document.lineOf(usable.original(path)),
      message,
      ...(severity === undefined ? {} : { severity }),
    }),
    broken: (...path) => {
      const place = usable.original(path);
      return brokenPaths.some((broken) => {
        const shared = Math.min(place.length, broken.length);
        return place.slice(0, shared).every((step, i) => step === broken[i]);
      });
    },
  };
}

function issuesOf(schema: z.ZodType, value: unknown): PlainIssue[] {
  const result = schema.safeParse(value);
  return result.success ? [] : plainly(result.error, value);
}

function plainly(error: z.ZodError, value: unknown): PlainIssue[] {
  return error.issues.flatMap((issue) => plainIssues(issue, value));
}

/**
 * Leaves out what is at fault (an item of a list, a line of a heading) and keeps the rest. `original` turns a path of what
 * was kept into the path in the file, since items before it may have been left out.
 */
function salvage<S extends z.ZodType>(
  schema: S,
  value: unknown,
  issues: readonly PlainIssue[],
): { parts: Partial<z.output<S>>; original: (path: Path) => Path } {
  const lenient = schema instanceof z.ZodObject ? schema.partial() : schema;
  const kept: unknown = structuredClone(value);
  const original = (path: Path): Path => {
    const found: PropertyKey[] = [];
    for (const step of path) {
      const list = valueAt(kept, found);
      const places = Array.isArray(list) && typeof step === 'number' ? Object.keys(list).map(Number) : [];
      found.push(places[Number(step)] ?? step);
    }
    return found;
  };
  let left = issues;
  for (let round = 0; round < 6 && left.length > 0; round += 1) {
    for (const { path } of left) leaveOut(kept, path);
    left = issuesOf(lenient, compact(kept)).map((issue) => ({ ...issue, path: original(issue.path) }));
  }
  const result = lenient.safeParse(compact(kept));
  return { parts: (result.success ? result.data : {}) as Partial<z.output<S>>, original };
}

/** Takes out the innermost item around `path` that stands for itself: an item of a list, or one of the two outer headings. */
function leaveOut(kept: unknown, path: Path): void {
  for (let length = path.length; length > 0; length -= 1) {
    const place = path.slice(0, length);
    const found = valueAt(kept, place);
    const last = place.at(-1);
    const item = typeof last === 'number' && typeof found === 'object';
    const holder = valueAt(kept, place.slice(0, -1));
    if (found === undefined || last === undefined || typeof holder !== 'object' || holder === null) continue;
    if (!item && length > 2) continue;
    // Deleting leaves a hole in a list, so that the places of the items after it stay known.
    Reflect.deleteProperty(holder, last);
    return;
  }
}

/** The same without the holes. */
function compact(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Object.values(value).map(compact);
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, compact(held)]));
}
