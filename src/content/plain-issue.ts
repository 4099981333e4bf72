import type { z } from 'zod';
import { permittedWords } from './nearest.ts';

type Issue = z.core.$ZodIssue;
export type Path = readonly PropertyKey[];

/** One thing wrong with a value, at its path, in words for the person who edits the file. */
export type PlainIssue = { readonly path: Path; readonly message: string };

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a heading with lines under it',
  record: 'a heading with lines under it',
};

/**
 * Says in plain words what zod found: what is wrong and what would be accepted.
 * `value` is the whole value that was checked; one issue can come back as several (each key that is not known).
 */
export function plainIssues(issue: Issue, value: unknown): PlainIssue[] {
  const found = valueAt(value, issue.path);
  const name = nameOf(issue.path);
  const one = (message: string): PlainIssue[] => [{ path: issue.path, message }];

  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      message:
        valueAt(found, [key]) === null
          ? `"${key}" is read as a heading of its own. Between braces, put text that has a comma in it between double quotes.`
          : `"${key}" is not one of the headings that can stand here. Take it out, or correct its spelling.`,
    }));
  }
  if (issue.code === 'invalid_union') {
    return closestBranch(issue.errors).flatMap((inner) =>
      plainIssues({ ...inner, path: [...issue.path, ...inner.path] }, value),
    );
  }
  if (found === undefined) return one(`${name} is missing.${wanted(issue)}`);
  if (issue.code === 'invalid_value') {
    return one(`${name} is ${show(found)}. ${permittedWords(String(found), issue.values.map(String))}`);
  }
  if (typeof found === 'number' && isOutOfBounds(issue)) {
    return one(`${name} is ${found}. Write ${issue.message}.`);
  }
  if (issue.code === 'invalid_type') return one(wrongKind(name, found, issue.expected));
  if (issue.code === 'invalid_format') return one(`${name} is ${show(found)}. Write ${issue.message}.`);
  if (issue.code === 'too_big')
    return one(`${name} is too long: ${amount(found, issue.maximum, 'at most')}.`);
  if (issue.code === 'too_small') {
    if (typeof found === 'string') return one(`${name} is empty. Write it, or take the line out.`);
    const how = 'exact' in issue && issue.exact === true ? 'exactly' : 'at least';
    return one(`${name} is not the right length: ${amount(found, issue.minimum, how)}.`);
  }
  return one(`${name}: ${issue.message}`);
}

/** For a number: too small, too large or not a whole one. The message of the shape says what it can be. */
function isOutOfBounds(issue: Issue): boolean {
  if (issue.code === 'invalid_type') return issue.expected === 'int';
  return issue.code === 'too_big' || issue.code === 'too_small';
}

/** The value under a path; undefined when there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = Reflect.get(at, step);
  }
  return at;
}

function nameOf(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'The file';
  if (typeof last !== 'number') return `"${String(last)}"`;
  const list = path.at(-2);
  return list === undefined ? `Item ${last + 1}` : `Item ${last + 1} of "${String(list)}"`;
}

function wanted(issue: Issue): string {
  if (issue.code === 'invalid_value') return ` It can be: ${issue.values.map(String).join(', ')}.`;
  if (issue.code === 'invalid_type') return ` It has to be ${KINDS[issue.expected] ?? issue.expected}.`;
  return '';
}

function wrongKind(name: string, found: unknown, expected: string): string {
  if (found === null) return `${name} is empty. It has to be ${KINDS[expected] ?? expected}.`;
  if (expected === 'string' && typeof found !== 'object') {
    return `${name} is read as ${typeof found === 'number' ? 'a number' : 'true or false'}. Put it in quotes, so that it is kept as it is written.`;
  }
  return `${name} has to be ${KINDS[expected] ?? expected}.`;
}

function amount(found: unknown, limit: number | bigint, how: string): string {
  return typeof found === 'string'
    ? `${found.length} characters, ${how} ${limit}`
    : `${Array.isArray(found) ? found.length : 0} lines, ${how} ${limit}`;
}

function show(found: unknown): string {
  const text = typeof found === 'string' ? found : (JSON.stringify(found) ?? '');
  return `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
}

/** Of the shapes that did not fit, the one that was most likely meant: fewest unknown headings, then fewest issues. */
function closestBranch(branches: readonly Issue[][]): Issue[] {
  const distance = (branch: Issue[]) =>
    branch.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? 10 * issue.keys.length : 1), 0);
  return [...branches].sort((a, b) => distance(a) - distance(b))[0] ?? [];
}
