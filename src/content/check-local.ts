import { parseCondition } from '../check/condition.ts';
import type { Condition, Dialog } from '../check/dialog.ts';
import { FACTS, type Fact } from '../check/facts.ts';
import type { LocalFile } from '../check/local-dialog.ts';
import { ANY_FIX } from '../check/read-policy.ts';
import type { ContentFault } from './content-fault.ts';
import { CONSENT_WORDS, FIXED_LABELS, FIXED_WORDS, NO_CONSENT, NOT_LAID_OVER } from './local-reasons.ts';
import { permittedWords } from './nearest.ts';
import type { Path } from './plain-issue.ts';
import type { YamlFile } from './read-yaml.ts';

type Local = YamlFile<LocalFile>;

/** Faults of local.yaml beyond its shape, each with the reason: what may not be laid over, and what does not fit. */
export function checkLocal(local: Local, dialog: Dialog): ContentFault[] {
  return [
    ...local.faults.map(withReason),
    ...checkQuestionWording(local, dialog),
    ...checkAdviceWording(local, dialog),
    ...checkWords(local, dialog),
    ...checkLines(local, dialog),
    ...checkConditions(local, dialog),
    ...checkConsent(local),
  ];
}

/** A heading that is left out on purpose is told with its reason. */
function withReason(fault: ContentFault): ContentFault {
  const heading = /^"([a-z-]+)" is not one of the headings/.exec(fault.message)?.[1] ?? '';
  const reason = Object.hasOwn(NOT_LAID_OVER, heading) ? NOT_LAID_OVER[heading] : undefined;
  return reason === undefined ? fault : { ...fault, message: `"${heading}" cannot stand here. ${reason}` };
}

function checkQuestionWording(local: Local, dialog: Dialog): ContentFault[] {
  const wording = local.parts.wording?.questions ?? {};
  return dialog.questions.flatMap(({ id }) => {
    const words = wording[id];
    if (words === undefined) return [];
    const at: Path = ['wording', 'questions', id];
    const fixed = FIXED_LABELS[id];
    const faults: ContentFault[] = [];
    if (words.ask !== undefined && fixed !== undefined) faults.push(local.fault([...at, 'ask'], fixed));
    for (const [value, option] of Object.entries(words.options ?? {})) {
      const place = [...at, 'options', value];
      const known: readonly string[] = FACTS[id as Fact];
      if (!known.includes(value)) {
        faults.push(
          local.fault(place, `"${value}" is not an answer to "${id}". ${permittedWords(value, known)}`),
        );
      } else if (option.label !== undefined && (fixed !== undefined || value === 'unsure')) {
        const message = fixed ?? '"Not sure" is worded the same at every question. Leave it as it is.';
        faults.push(local.fault([...place, 'label'], message));
      }
    }
    return faults;
  });
}

function checkAdviceWording(local: Local, { advice }: Dialog): ContentFault[] {
  return (['fixes', 'obligations'] as const).flatMap((part) =>
    Object.keys(local.parts.wording?.[part] ?? {}).flatMap((id) => {
      const known = Object.keys(advice[part]);
      if (known.includes(id)) return [];
      const message = `"${id}" is not among the ${part} of the check. ${permittedWords(id, known)} A new one goes under "obligations".`;
      return [local.fault(['wording', part, id], message)];
    }),
  );
}

function checkWords(local: Local, { words }: Dialog): ContentFault[] {
  return Object.entries(local.parts.wording?.words ?? {}).flatMap(([key, text]) => {
    const at: Path = ['wording', 'words', key];
    const original = words[key];
    if (original === undefined) {
      const message = `"${key}" is not a key of words.yaml. ${permittedWords(key, Object.keys(words))}`;
      return [local.fault(at, message)];
    }
    if (FIXED_WORDS.some((start) => key.startsWith(start))) {
      const message =
        'These words say whom to ring, what was done or what was advised. They stay as they are, so that they are true.';
      return [local.fault(at, message)];
    }
    const [wanted, found] = [placeholders(original), placeholders(text ?? '')];
    if (wanted.join() === found.join()) return [];
    const message =
      wanted.length === 0
        ? 'Nothing is filled in here: leave out what is between braces.'
        : `This has to hold ${wanted.join(', ')}, which is filled in, and nothing else between braces.`;
    return [local.fault(at, message)];
  });
}

const placeholders = (text: string) => [...new Set(text.match(/\{[a-z]+\}/g) ?? [])].sort();

/** Ids that mean one thing each, and contacts that can be reached. */
function checkLines(local: Local, { policy }: Dialog): ContentFault[] {
  const { questions = [], obligations = [], contacts = [] } = local.parts;
  const faults: ContentFault[] = [];
  const taken = new Set<string>([
    ...[...policy.rules, ...policy.fixes, ...policy['lawful-basis'].bases].map(({ id }) => id),
    ...policy.obligations.flatMap((line) => ('id' in line ? [line.id] : [])),
    ...policy.tell.map(({ value }) => value),
  ]);
  obligations.forEach(({ id }, i) => {
    const message = taken.has(id)
      ? `"${id}" is one of the check's own and cannot be replaced. Choose another id; to word it your way, use "wording".`
      : `"${id}" stands here twice. Give each its own id.`;
    const again = obligations.findIndex((line) => line.id === id) < i;
    if (taken.has(id) || again) faults.push(local.fault(['obligations', i, 'id'], message));
  });
  questions.forEach(({ id, options }, i) => {
    if (questions.findIndex((line) => line.id === id) < i)
      faults.push(local.fault(['questions', i, 'id'], `"${id}" stands here twice. Give each its own id.`));
    options.forEach(({ value }, j) => {
      if (options.findIndex((option) => option.value === value) === j) return;
      const message = `The answer "${value}" stands here twice. Keep one of the two.`;
      faults.push(local.fault(['questions', i, 'options', j, 'value'], message));
    });
  });
  contacts.forEach(({ name, phone, email }, i) => {
    if (phone !== undefined || email !== undefined) return;
    const message = `"${name}" has neither a phone number nor an e-mail address. Add one.`;
    faults.push(local.fault(['contacts', i], message));
  });
  return faults;
}

function checkConditions(local: Local, { policy }: Dialog): ContentFault[] {
  const named = [...Object.keys(policy.conditions), ANY_FIX];
  const of = (list: 'questions' | 'obligations' | 'contacts') =>
    (local.parts[list] ?? []).flatMap((line: { readonly when?: Condition | undefined }, i) => {
      if (line.when === undefined) return [];
      const read = parseCondition(line.when, { named, outcome: true });
      if (read.ok) return [];
      return read.problems.map(({ path, message }) => local.fault([list, i, 'when', ...path], message));
    });
  return [...of('questions'), ...of('obligations'), ...of('contacts')];
}

/** Looks through every text for consent, whatever it is the text of. */
function checkConsent(local: Local): ContentFault[] {
  const faults: ContentFault[] = [];
  const walk = (value: unknown, path: Path): void => {
    if (typeof value === 'string') {
      if (CONSENT_WORDS.test(value)) faults.push(local.fault(path, NO_CONSENT));
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [key, item] of Object.entries(value)) {
      walk(item, [...path, Array.isArray(value) ? Number(key) : key]);
    }
  };
  walk(local.parts, []);
  return faults;
}
