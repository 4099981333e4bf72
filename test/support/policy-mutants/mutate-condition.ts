import type { Condition } from '../../../src/check/dialog.ts';
import { FACT_IDS, FACTS, OUTCOMES } from '../../../src/check/facts.ts';

/** A changed condition: what was done, and at which place under the condition's own top. */
export type ConditionMutant = {
  readonly what: string;
  readonly at: readonly string[];
  readonly condition: Condition;
};

/**
 * Every change of one condition, each made at every place in it: negate, leave out one of several, hold all instead of any and
 * the other way round, another answer, one answer more or fewer, another name. `names` are those that `is:` may point to.
 */
export function conditionMutants(condition: Condition, names: readonly string[]): ConditionMutant[] {
  const seen = new Set([JSON.stringify(condition)]);
  return [...mutants(condition, names)].filter((mutant) => {
    const key = JSON.stringify(mutant.condition);
    return !seen.has(key) && seen.add(key);
  });
}

function* mutants(condition: Condition, names: readonly string[]): Generator<ConditionMutant> {
  const keys = Object.keys(condition);
  yield { what: 'the opposite', at: [], condition: negated(condition) };
  if (keys.length > 1) {
    yield { what: 'any of these in place of all', at: [], condition: { any: keys.map(partOf(condition)) } };
    for (const key of keys) {
      const part = partOf(condition)(key);
      yield { what: 'left out', at: [key], condition: without(condition, key) };
      yield { what: 'the opposite', at: [key], condition: withPart(condition, key, negated(part)) };
    }
  }
  for (const key of keys) {
    for (const { what, at, condition: part } of partMutants(key, condition[key], names))
      yield { what, at: [key, ...at], condition: withPart(condition, key, part) };
  }
}

function* partMutants(key: string, value: unknown, names: readonly string[]): Generator<ConditionMutant> {
  if ((key === 'all' || key === 'any') && Array.isArray(value)) {
    const parts: Condition[] = value;
    const other = key === 'all' ? 'any' : 'all';
    if (parts.length > 1) {
      yield { what: `${other} in place of ${key}`, at: [], condition: { [other]: parts } };
      for (const i of parts.keys())
        yield { what: 'left out', at: [`${i}`], condition: { [key]: parts.toSpliced(i, 1) } };
    }
    for (const [i, part] of parts.entries())
      for (const { what, at, condition } of mutants(part, names))
        yield { what, at: [`${i}`, ...at], condition: { [key]: parts.with(i, condition) } };
  } else if (key === 'not') {
    for (const { what, at, condition } of mutants(value as Condition, names))
      yield { what, at, condition: negated(condition) };
  } else if (key === 'is') {
    for (const name of names)
      if (name !== value) yield { what: `is ${name}`, at: [], condition: { is: name } };
  } else if (key !== 'always') {
    for (const [what, values] of otherValues(value, allowedFor(key)))
      yield { what, at: [], condition: { [key]: values } };
  }
}

function* otherValues(value: unknown, allowed: readonly string[]): Generator<[what: string, value: unknown]> {
  const given: readonly string[] = typeof value === 'string' ? [value] : (value as { in: string[] }).in;
  const missing = allowed.filter((other) => !given.includes(other));
  for (const other of missing) yield [`${other} as well`, { in: [...given, other] }];
  if (given.length === 1) for (const other of missing) yield [`${other} in its place`, other];
  else for (const one of given) yield [`without ${one}`, { in: given.filter((other) => other !== one) }];
}

function allowedFor(key: string): readonly string[] {
  const fact = FACT_IDS.find((id) => id === key);
  return fact === undefined ? OUTCOMES : FACTS[fact];
}

function negated(condition: Condition): Condition {
  const isNot = Object.keys(condition).join() === 'not';
  return isNot ? (condition.not as Condition) : { not: condition };
}

function partOf(condition: Condition): (key: string) => Condition {
  return (key) => ({ [key]: condition[key] });
}

function without(condition: Condition, key: string): Condition {
  return Object.fromEntries(Object.entries(condition).filter(([other]) => other !== key));
}

/** The condition with what one key says replaced; where the keys would meet, they are listed under `all`. */
function withPart(condition: Condition, key: string, part: Condition): Condition {
  const rest = without(condition, key);
  const meet = Object.keys(part).some((other) => Object.hasOwn(rest, other));
  return meet ? { all: [...Object.keys(rest).map(partOf(rest)), part] } : { ...rest, ...part };
}
