/** Small parts that checks of JSON are built from. A check gives every fault it finds, with the place. */

export type Part = { readonly [key: string]: unknown };
export type Check = (value: unknown, at: string) => readonly string[];

/** True for an object that is not a list. */
export function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The list under a key, or none; what is not an object in it is left out. */
export function partsUnder(value: unknown, key: string): readonly Part[] {
  const list = isPart(value) ? value[key] : undefined;
  return Array.isArray(list) ? list.filter(isPart) : [];
}

/** The text under a key, or none. */
export function textUnder(value: unknown, key: string): string {
  const text = isPart(value) ? value[key] : undefined;
  return typeof text === 'string' ? text : '';
}

export function characters(least: number, most: number): Check {
  return (value, at) => {
    if (typeof value !== 'string') return [`${at}: is not text`];
    if (value.length < least) return [`${at}: has ${value.length} characters, at least ${least} are needed`];
    return value.length > most ? [`${at}: has ${value.length} characters, at most ${most} fit`] : [];
  };
}

export function matching(pattern: RegExp): Check {
  return (value, at) =>
    typeof value === 'string' && pattern.test(value) ? [] : [`${at}: does not look like ${pattern.source}`];
}

export function oneOf(...allowed: readonly unknown[]): Check {
  return (value, at) => (allowed.includes(value) ? [] : [`${at}: is not one of ${allowed.join(', ')}`]);
}

export const bool: Check = oneOf(true, false);

export function whole(least: number, most: number): Check {
  return (value, at) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most
      ? []
      : [`${at}: is not a whole number from ${least} to ${most}`];
}

export function items(least: number, most: number, each: Check): Check {
  return (value, at) => {
    if (!Array.isArray(value)) return [`${at}: is not a list`];
    const count =
      value.length < least || value.length > most
        ? [`${at}: has ${value.length} items, ${least} to ${most} are allowed`]
        : [];
    return [...count, ...value.flatMap((item, index) => each(item, `${at}[${index}]`))];
  };
}

/** An object with these keys and no others: Slack refuses what it does not know. */
export function object(
  required: Readonly<Record<string, Check>>,
  optional: Readonly<Record<string, Check>> = {},
): Check {
  return (value, at) => {
    if (!isPart(value)) return [`${at}: is not an object`];
    const missing = Object.keys(required)
      .filter((key) => value[key] === undefined)
      .map((key) => `${at}.${key}: is missing`);
    const faults = Object.entries(value).flatMap(([key, inner]) => {
      const check = required[key] ?? optional[key];
      if (check === undefined) return [`${at}.${key}: nothing is called so here`];
      return inner === undefined ? [] : check(inner, `${at}.${key}`);
    });
    return [...missing, ...faults];
  };
}

/** Picks the check by the `type` of the object; what is not in the table may not stand here. */
export function byType(table: Readonly<Record<string, Check>>): Check {
  return (value, at) => {
    const type = textUnder(value, 'type');
    const check = table[type];
    return check === undefined ? [`${at}: a "${type}" may not stand here`] : check(value, at);
  };
}
