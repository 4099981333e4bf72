import type { PolicyFile } from './dialog.ts';
import { compilePolicy } from './policy.ts';
import { Proof } from './proof.ts';
import type { Provable } from './prove.ts';
import { SAFETY_RULES } from './safety-rules.ts';

type Path = readonly (string | number)[];

/** A part of policy.yaml that is not as in the original, and the policy with that part put back. */
type Change = { readonly path: Path; readonly undone: PolicyFile };

/**
 * The part of an edited policy.yaml that breaks a safety rule: the first change which, put back on its own, makes the rule
 * hold again. Null when no single one does, or nothing was changed. `original` is the policy the copy was made from.
 */
export function firstFault(
  dialog: Provable,
  original: PolicyFile,
  rule: string,
  pageOf: (section: string) => string,
): Path | null {
  const check = SAFETY_RULES.find(({ id }) => id === rule)?.check;
  const holds = (policy: PolicyFile): boolean => {
    try {
      const edited = { ...dialog, policy };
      return check?.(new Proof(compilePolicy(edited, pageOf), edited)) === null;
    } catch {
      // What does not compile without this change is explained by another one.
      return false;
    }
  };
  return changes(dialog.policy, original).find(({ undone }) => holds(undone))?.path ?? null;
}

/** The lists of policy.yaml, each with what an item of it is known by. */
const LISTS = {
  rules: 'id',
  fixes: 'id',
  obligations: 'id',
  tell: 'value',
  notification: 'class',
} as const;

function changes(edited: PolicyFile, original: PolicyFile): Change[] {
  const basis = edited['lawful-basis'];
  const put = (part: Partial<PolicyFile>): PolicyFile => ({ ...edited, ...part });
  const putBasis = (part: Partial<PolicyFile['lawful-basis']>): PolicyFile =>
    put({ 'lawful-basis': { ...basis, ...part } });
  return [
    ...conditionChanges(edited, original),
    ...Object.entries(LISTS).flatMap(([list, key]) =>
      listChanges(Reflect.get(edited, list), Reflect.get(original, list), [list], key).map(
        ({ path, items }) => ({ path, undone: put({ [list]: items }) }),
      ),
    ),
    ...(same(basis.applies, original['lawful-basis'].applies)
      ? []
      : [
          {
            path: ['lawful-basis', 'applies'],
            undone: putBasis({ applies: original['lawful-basis'].applies }),
          },
        ]),
    ...(['choose', 'bases'] as const).flatMap((list) =>
      listChanges(basis[list], original['lawful-basis'][list], ['lawful-basis', list], 'id').map(
        ({ path, items }) => ({ path, undone: putBasis({ [list]: items }) }),
      ),
    ),
  ];
}

function conditionChanges(edited: PolicyFile, original: PolicyFile): Change[] {
  return Object.entries(edited.conditions).flatMap(([name, condition]) => {
    const before = original.conditions[name];
    if (before === undefined || same(before, condition)) return [];
    return [
      {
        path: ['conditions', name],
        undone: { ...edited, conditions: { ...edited.conditions, [name]: before } },
      },
    ];
  });
}

/** Items that were changed or added, one by one; then the whole list, where some are gone or stand in another order. */
function listChanges(
  items: readonly object[],
  before: readonly object[],
  path: Path,
  key: string,
): { path: Path; items: readonly object[] }[] {
  const nameOf = (item: object, i: number): unknown => Reflect.get(item, key) ?? i;
  const found = items.flatMap((item, i) => {
    const was = before.find((other, j) => nameOf(other, j) === nameOf(item, i));
    if (was !== undefined && same(was, item)) return [];
    if (was === undefined) return [{ path: [...path, i], items: items.filter((other) => other !== item) }];
    const changed = Object.keys(item).find((line) => !same(Reflect.get(item, line), Reflect.get(was, line)));
    return [{ path: [...path, i, ...(changed === undefined ? [] : [changed])], items: items.with(i, was) }];
  });
  const differs = items.findIndex((item, i) => !same(item, before[i]));
  const first = differs < 0 ? Math.min(items.length, before.length) - 1 : differs;
  return same(items, before) ? [] : [...found, { path: [...path, first], items: before }];
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
