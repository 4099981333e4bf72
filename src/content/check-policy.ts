import type { Condition, PolicyFile } from '../check/dialog.ts';
import { readPolicy } from '../check/read-policy.ts';
import type { Guidance } from '../guidance/guidance.ts';
import type { ContentFault } from './content-fault.ts';
import type { DialogFiles } from './dialog-files.ts';
import { nearest, permittedWords } from './nearest.ts';
import { valueAt } from './plain-issue.ts';

/**
 * Faults of policy.yaml and citations.yaml: conditions, names and ids (as the engine reads them), what has to be cited, the
 * last line of each list, and that consent is never suggested. `guidance` null: the document could not be loaded.
 */
export function checkPolicy(files: DialogFiles, guidance: Guidance | null): ContentFault[] {
  return [
    ...engineFaults(files),
    ...lastLines(files),
    ...uncited(files),
    ...bases(files),
    ...sections(files, guidance),
  ];
}

/** What the engine says of the rules. What only follows from a line left out as faulty is not said again. */
function engineFaults({ policy, citations }: DialogFiles): ContentFault[] {
  const read = readPolicy({ ...EMPTY, ...policy.parts }, citations.parts as Parameters<typeof readPolicy>[1]);
  if (read.ok) return [];
  return read.problems.flatMap(({ file, path, message }) => {
    if (file === 'citations') return [citations.fault(path, message)];
    const key = valueAt(policy.parts, path);
    if (path.includes('cite') && typeof key === 'string') {
      if (citations.broken(key)) return [];
      const known = permittedWords(key, Object.keys(citations.parts));
      return [policy.fault(path, `"${key}" is not a key of citations.yaml. ${known}`)];
    }
    if (path.at(-1) === 'is' && (policy.broken('conditions') || policy.broken('fixes'))) return [];
    if (path[0] !== undefined && path.length === 1 && policy.broken(path[0])) return [];
    return [policy.fault(path, message)];
  });
}

const EMPTY: PolicyFile = {
  conditions: {},
  rules: [],
  fixes: [],
  obligations: [],
  tell: [],
  'lawful-basis': { applies: { always: true }, choose: [], bases: [] },
  notification: [],
  'then-ask': [],
};

/** Every combination of answers has to lead somewhere: these lists end in a line that always holds. */
function lastLines({ policy }: DialogFiles): ContentFault[] {
  const { rules, tell, notification, 'lawful-basis': basis } = policy.parts;
  const lists: { path: string[]; conditions: Condition[] | undefined }[] = [
    { path: ['rules'], conditions: rules?.map((rule) => rule.if) },
    { path: ['tell'], conditions: tell?.map((line) => line.when) },
    { path: ['lawful-basis', 'choose'], conditions: basis?.choose.map((line) => line.when) },
    { path: ['notification'], conditions: notification?.map((line) => line.when) },
  ];
  return lists.flatMap(({ path, conditions }) => {
    if (conditions === undefined || policy.broken(...path)) return [];
    const last = conditions.at(-1);
    if (last !== undefined && Object.keys(last).length === 1 && last.always === true) return [];
    const message = 'The last line of this list has to hold for everything that is left: { always: true }.';
    return [policy.fault(last === undefined ? path : [...path, conditions.length - 1], message)];
  });
}

function uncited({ policy }: DialogFiles): ContentFault[] {
  const { rules = [], fixes = [], obligations = [], tell = [], 'lawful-basis': basis } = policy.parts;
  const lists = { rules, fixes, obligations, tell };
  const items = [
    ...Object.entries(lists).flatMap(([list, lines]) => lines.map((line, i) => ({ line, path: [list, i] }))),
    ...(basis?.bases ?? []).map((line, i) => ({ line, path: ['lawful-basis', 'bases', i] })),
  ];
  return items.flatMap(({ line, path }) => {
    if (!('cite' in line) || line.cite.length > 0 || line['beyond-draft'] === true) return [];
    const message =
      'Nothing is cited here. Name a passage, or say "beyond-draft: true": then it is shown as Share Check\'s own.';
    return [policy.fault([...path, 'cite'], message)];
  });
}

function bases({ policy }: DialogFiles): ContentFault[] {
  const choose = policy.parts['lawful-basis']?.choose ?? [];
  return choose.flatMap((line, i) =>
    line.bases.flatMap((basis, j) =>
      basis === 'consent'
        ? [
            policy.fault(
              ['lawful-basis', 'choose', i, 'bases', j],
              'Consent is never suggested as the basis: a child at risk does not wait for it. Take it out here.',
            ),
          ]
        : [],
    ),
  );
}

function sections({ citations }: DialogFiles, guidance: Guidance | null): ContentFault[] {
  if (guidance === null) return [];
  return Object.entries(citations.parts).flatMap(([key, entry]) => {
    if (entry === undefined) return [];
    const lists = [
      { path: [key, 'sections'], ids: entry.sections },
      ...(entry.also ?? []).map((also, i) => ({ path: [key, 'also', i, 'sections'], ids: also.sections })),
    ];
    return lists.flatMap(({ path, ids }) =>
      ids.flatMap((id, i) =>
        guidance.sections.has(id) ? [] : [citations.fault([...path, i], noSection(id, guidance))],
      ),
    );
  });
}

/** How a section that is not there is told: with the nearest one, since there are too many to list. */
export function noSection(id: string, guidance: Guidance): string {
  const near = nearest(id, [...guidance.sections.keys()]);
  const help = near === null ? 'Its sections are marked "id:" in knowledge/.' : `Did you mean "${near}"?`;
  return `"${id}" is not a section of ${guidance.id}. ${help}`;
}
