import { parseCondition } from '../check/condition.ts';
import type { Condition, Dialog, Question } from '../check/dialog.ts';
import { FACTS } from '../check/facts.ts';
import type { LocalFile } from '../check/local-dialog.ts';
import { ANY_FIX } from '../check/read-policy.ts';
import { checkLocalTexts } from './check-local-texts.ts';
import type { ContentFault } from './content-fault.ts';
import {
  FIXED_ADVICE,
  FIXED_ANSWERS,
  FIXED_QUESTIONS,
  LAID_OVER_WORDS,
  LOCAL_HEADINGS,
  NOT_LAID_OVER,
} from './local-reasons.ts';
import { nearest, permittedWords } from './nearest.ts';
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
    ...checkLocalTexts(local),
  ];
}

/** A heading that is left out on purpose is told with its reason, a slip with the heading that was most likely meant. */
function withReason(fault: ContentFault): ContentFault {
  const heading = /^"([^"]+)" is not one of the headings/.exec(fault.message)?.[1];
  if (heading === undefined) return fault;
  const reason = Object.hasOwn(NOT_LAID_OVER, heading) ? NOT_LAID_OVER[heading] : undefined;
  if (reason !== undefined) return { ...fault, message: `"${heading}" cannot stand here. ${reason}` };
  const near = nearest(heading, LOCAL_HEADINGS);
  return near === null || near === heading
    ? fault
    : { ...fault, message: `${fault.message} Did you mean "${near}"?` };
}

function checkQuestionWording(local: Local, dialog: Dialog): ContentFault[] {
  const wording = local.parts.wording?.questions ?? {};
  return dialog.questions.flatMap((question) => {
    const { id } = question;
    const words = wording[id];
    if (words === undefined) return [];
    const at: Path = ['wording', 'questions', id];
    const whole = FIXED_QUESTIONS[id];
    if (whole !== undefined) return [local.fault(at, whole)];
    const { values, reason = '' } = FIXED_ANSWERS[id] ?? {};
    const faults: ContentFault[] = [];
    if (words.ask !== undefined && values !== undefined) faults.push(local.fault([...at, 'ask'], reason));
    for (const [value, { label }] of Object.entries(words.options ?? {})) {
      const place = [...at, 'options', value];
      const known: readonly string[] = FACTS[id];
      if (!known.includes(value)) {
        faults.push(
          local.fault(place, `"${value}" is not an answer to "${id}". ${permittedWords(value, known)}`),
        );
        continue;
      }
      if (label === undefined) continue;
      const problem =
        value === 'unsure'
          ? '"Not sure" is worded the same at every question. Leave it as it is.'
          : values === 'all' || values?.includes(value)
            ? reason
            : saidTwice(question, value, label, words.options ?? {});
      if (problem !== null) faults.push(local.fault([...place, 'label'], problem));
    }
    return faults;
  });
}

/** Two answers that read the same, or that have changed places. */
function saidTwice(
  { options }: Question,
  value: string,
  label: string,
  wording: Readonly<Record<string, { readonly label?: string | undefined }>>,
): string | null {
  const same = (words: string | undefined) => words?.toLowerCase() === label.toLowerCase();
  const other = options.find((o) => o.value !== value && (same(o.label) || same(wording[o.value]?.label)));
  return other === undefined
    ? null
    : `"${label}" is what the answer "${other.value}" is called. Each answer needs words of its own, so that none is taken for another.`;
}

function checkAdviceWording(local: Local, { advice }: Dialog): ContentFault[] {
  const { wording = {} } = local.parts;
  return (['fixes', 'obligations', 'tell'] as const).flatMap((part) =>
    Object.entries(wording[part] ?? {}).flatMap(([id, words]) => {
      const at: Path = ['wording', part, id];
      const known = Object.keys(advice[part]);
      if (!known.includes(id)) {
        const message = `"${id}" is not among the ${part} of the check. ${permittedWords(id, known)} A new one goes under "obligations".`;
        return [local.fault(at, message)];
      }
      const kept = FIXED_ADVICE[`${part} ${id}`];
      if (kept === undefined) return [];
      if (kept.only === undefined) return [local.fault(at, kept.reason)];
      return kept.only
        .filter((key) => Object.hasOwn(words ?? {}, key))
        .map((key) => local.fault([...at, key], kept.reason));
    }),
  );
}

function checkWords(local: Local, { words }: Dialog): ContentFault[] {
  return Object.entries(local.parts.wording?.words ?? {}).flatMap(([key, text]) => {
    const at: Path = ['wording', 'words', key];
    const original = Object.hasOwn(words, key) ? words[key] : undefined;
    if (original === undefined) {
      const message = `"${key}" is not a key of words.yaml. ${permittedWords(key, LAID_OVER_WORDS)}`;
      return [local.fault(at, message)];
    }
    if (!LAID_OVER_WORDS.includes(key)) {
      const message = `These words say what was advised, done or kept, or whom to ring. They stay as they are, so that they are true. Those that can be worded: ${LAID_OVER_WORDS.join(', ')}.`;
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
  const taken = new Set<string>(
    [
      ...[...policy.rules, ...policy.fixes, ...policy['lawful-basis'].bases].map(({ id }) => id),
      ...policy.obligations.flatMap((line) => ('id' in line ? [line.id] : [])),
      ...policy.tell.map(({ value }) => value),
    ].map((id) => id.toLowerCase()),
  );
  obligations.forEach(({ id }, i) => {
    const own = taken.has(id.toLowerCase());
    const message = own
      ? `"${id}" is one of the check's own and cannot be replaced. Choose another id; to word it your way, use "wording".`
      : `"${id}" stands here twice. Give each its own id.`;
    const again = obligations.findIndex((line) => sameId(line.id, id)) < i;
    if (own || again) faults.push(local.fault(['obligations', i, 'id'], message));
  });
  questions.forEach(({ id, options }, i) => {
    if (questions.findIndex((line) => sameId(line.id, id)) < i)
      faults.push(local.fault(['questions', i, 'id'], `"${id}" stands here twice. Give each its own id.`));
    options.forEach((option, j) => {
      for (const key of ['value', 'label'] as const) {
        if (options.findIndex((other) => sameId(other[key], option[key])) === j) continue;
        const message = `The answer "${option[key]}" stands here twice. Keep one of the two.`;
        faults.push(local.fault(['questions', i, 'options', j, key], message));
      }
    });
  });
  contacts.forEach(({ name, phone, email }, i) => {
    if (EMERGENCY.includes(phone?.replaceAll(' ', '') ?? '')) {
      const message = `${phone} is for emergencies. It stands where it is needed, and is no contact of yours.`;
      faults.push(local.fault(['contacts', i, 'phone'], message));
    }
    if (phone !== undefined || email !== undefined) return;
    const message = `"${name}" has neither a phone number nor an e-mail address. Add one.`;
    faults.push(local.fault(['contacts', i], message));
  });
  return faults;
}

const sameId = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
const EMERGENCY: readonly string[] = ['999', '112'];

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
