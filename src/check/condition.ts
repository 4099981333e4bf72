import { FACT_IDS, FACTS, type Fact, OUTCOMES, type Outcome } from './facts.ts';

/**
 * The closed language of conditions, as the dialog files write it: equals, in, all, any, not, named (`is`), always.
 * Several keys under one heading all hold. This file reads it and says what is wrong with it; nothing here decides.
 */
export type ParsedCondition =
  | { readonly kind: 'always' }
  | { readonly kind: 'fact'; readonly fact: Fact; readonly values: readonly string[] }
  | { readonly kind: 'outcome'; readonly values: readonly Outcome[] }
  | { readonly kind: 'all' | 'any'; readonly of: readonly ParsedCondition[] }
  | { readonly kind: 'not'; readonly of: ParsedCondition }
  | { readonly kind: 'is'; readonly name: string };

/** What may be named where the condition stands. */
export type ConditionNames = {
  /** The named conditions that `is:` may point to here. */
  readonly named: readonly string[];
  /** Whether `outcome:` may be used here. Rules and fixes decide the outcome, so they cannot ask for it. */
  readonly outcome: boolean;
};

/** One fault in a condition; `path` leads to it from the condition's own top. */
export type ConditionProblem = { readonly path: (string | number)[]; readonly message: string };

export type ConditionResult =
  | { readonly ok: true; readonly condition: ParsedCondition }
  | { readonly ok: false; readonly problems: ConditionProblem[] };

/**
 * Reads one condition. `raw` is what the YAML holds; `names` says what it may refer to.
 * Gives the condition, or every fault in it, each with what would fit. Never throws.
 */
export function parseCondition(raw: unknown, names: ConditionNames): ConditionResult {
  const problems: ConditionProblem[] = [];
  const condition = read(raw, [], names, problems);
  return problems.length === 0 ? { ok: true, condition } : { ok: false, problems };
}

/** The names a condition points to with `is:`, in the order they appear. */
export function namesIn(condition: ParsedCondition): string[] {
  if (condition.kind === 'is') return [condition.name];
  if (condition.kind === 'not') return namesIn(condition.of);
  if (condition.kind === 'all' || condition.kind === 'any') return condition.of.flatMap(namesIn);
  return [];
}

/** True when a condition itself asks for the outcome (not through a name). */
export function mentionsOutcome(condition: ParsedCondition): boolean {
  if (condition.kind === 'outcome') return true;
  if (condition.kind === 'not') return mentionsOutcome(condition.of);
  if (condition.kind === 'all' || condition.kind === 'any') return condition.of.some(mentionsOutcome);
  return false;
}

type Path = readonly (string | number)[];

/** Stands in for a part that could not be read; never leaves this file, because a problem goes with it. */
const unread: ParsedCondition = { kind: 'always' };

function read(
  raw: unknown,
  path: Path,
  names: ConditionNames,
  problems: ConditionProblem[],
): ParsedCondition {
  const fault = (message: string, at: Path = path): ParsedCondition => {
    problems.push({ path: [...at], message });
    return unread;
  };
  if (!isMapping(raw)) {
    return fault(`A condition is written as "question: answer". It can start with: ${keysFor(names)}.`);
  }
  const parts: ParsedCondition[] = [];
  for (const [key, value] of Object.entries(raw)) {
    const at = [...path, key];
    if (key === 'always') {
      parts.push(value === true ? { kind: 'always' } : fault('"always" can only be: true.', at));
    } else if (key === 'all' || key === 'any') {
      if (!Array.isArray(value) || value.length === 0) {
        parts.push(fault(`"${key}" takes a list of at least one condition.`, at));
      } else {
        parts.push({ kind: key, of: value.map((item, i) => read(item, [...at, i], names, problems)) });
      }
    } else if (key === 'not') {
      parts.push({ kind: 'not', of: read(value, at, names, problems) });
    } else if (key === 'is') {
      if (typeof value === 'string' && names.named.includes(value)) parts.push({ kind: 'is', name: value });
      else parts.push(fault(`"is" names a condition that can be used here: ${listOf(names.named)}.`, at));
    } else if (key === 'outcome') {
      if (!names.outcome) {
        parts.push(fault('The outcome is not known here yet, so a condition cannot ask for it.', at));
      } else {
        const values = readValues(value, OUTCOMES, at, problems);
        parts.push({ kind: 'outcome', values: OUTCOMES.filter((outcome) => values.includes(outcome)) });
      }
    } else {
      const fact = FACT_IDS.find((id) => id === key);
      if (fact === undefined) parts.push(fault(`A condition can start with: ${keysFor(names)}.`, at));
      else parts.push({ kind: 'fact', fact, values: readValues(value, FACTS[fact], at, problems) });
    }
  }
  const only = parts[0];
  if (only === undefined)
    return fault(`A condition cannot be empty. For "in every case" write: always: true.`);
  return parts.length === 1 ? only : { kind: 'all', of: parts };
}

function readValues(
  raw: unknown,
  allowed: readonly string[],
  path: Path,
  problems: ConditionProblem[],
): string[] {
  const list = isMapping(raw) && Object.keys(raw).join() === 'in' ? raw.in : undefined;
  const many = Array.isArray(list);
  const values: unknown[] = many ? list : [raw];
  const shape = `Write one of: ${listOf(allowed)}; or several as { in: [${allowed.slice(0, 2).join(', ')}] }.`;
  if (many && values.length === 0) problems.push({ path: [...path, 'in'], message: shape });
  const found: string[] = [];
  values.forEach((value, i) => {
    const at = many ? [...path, 'in', i] : [...path];
    if (typeof value !== 'string') problems.push({ path: at, message: shape });
    else if (!allowed.includes(value))
      problems.push({ path: at, message: `“${value}” does not fit here. ${shape}` });
    else if (found.includes(value)) problems.push({ path: at, message: 'This answer is listed twice.' });
    else found.push(value);
  });
  return found;
}

function isMapping(raw: unknown): raw is Record<string, unknown> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}

function keysFor(names: ConditionNames): string {
  return listOf([...FACT_IDS, ...(names.outcome ? ['outcome'] : []), 'is', 'all', 'any', 'not', 'always']);
}

function listOf(items: readonly string[]): string {
  return items.length === 0 ? '(none)' : items.join(', ');
}
