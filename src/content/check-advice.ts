import { OUTCOMES, TELL_VALUES } from '../check/facts.ts';
import type { Guidance } from '../guidance/guidance.ts';
import { quoteStandsIn } from '../guidance/passages.ts';
import { noSection } from './check-policy.ts';
import type { ContentFault } from './content-fault.ts';
import type { DialogFiles } from './dialog-files.ts';
import { nearest, permittedWords } from './nearest.ts';
import type { YamlFile } from './read-yaml.ts';

/** Faults of advice.yaml: words for everything the policy can say and nothing else, and passages that exist. */
export function checkAdvice(files: DialogFiles, guidance: Guidance | null): ContentFault[] {
  const { advice, citations, policy } = files;
  const { rules = [], fixes = [], obligations = [], 'lawful-basis': basis } = policy.parts;
  const wanted = [
    { part: 'outcomes', ids: OUTCOMES, from: null },
    { part: 'rules', ids: rules.map(({ id }) => id), from: 'rules' },
    { part: 'fixes', ids: fixes.map(({ id }) => id), from: 'fixes' },
    {
      part: 'obligations',
      ids: obligations.flatMap((line) => ('id' in line ? [line.id] : [])),
      from: 'obligations',
    },
    { part: 'tell', ids: TELL_VALUES, from: null },
    { part: 'bases', ids: basis?.bases.map(({ id }) => id) ?? [], from: 'lawful-basis' },
  ] as const;
  const faults = wanted.flatMap(({ part, ids, from }) => {
    const policyKnown = from === null || !policy.broken(from);
    return [
      ...missingWords(advice, part, ids),
      // Words for a line of the policy that is at fault itself are not words too many.
      ...(policyKnown ? extraWords(advice, part, Object.keys(advice.parts[part] ?? {}), ids) : []),
    ];
  });

  advice.parts.consent?.cite.forEach((key, i) => {
    if (Object.hasOwn(citations.parts, key) || citations.broken(key)) return;
    const known = permittedWords(key, Object.keys(citations.parts));
    faults.push(advice.fault(['consent', 'cite', i], `"${key}" is not a key of citations.yaml. ${known}`));
  });
  advice.parts.disagreements?.forEach(({ sections }, i) => {
    sections.forEach((id, j) => {
      if (guidance === null || guidance.sections.has(id)) return;
      faults.push(advice.fault(['disagreements', i, 'sections', j], noSection(id, guidance)));
    });
  });
  return faults;
}

/** Faults of quotes.yaml: a quote for every section cited, each word for word as the guidance has it. */
export function checkQuotes(
  { quotes, citations, advice, policy, questions }: DialogFiles,
  guidance: Guidance | null,
): ContentFault[] {
  if (guidance === null) return [];
  const cited = new Set([
    ...Object.values(citations.parts).flatMap((entry) => [
      ...(entry?.sections ?? []),
      ...(entry?.also ?? []).flatMap((also) => also.sections),
    ]),
    ...(advice.parts.disagreements ?? []).flatMap(({ sections }) => sections),
  ]);
  const missing = [...cited].filter(
    (id) => guidance.sections.has(id) && !Object.hasOwn(quotes.parts, id) && !quotes.broken(id),
  );
  const faults = missing.map((id) =>
    quotes.fault([], `"${id}" is cited and has no quote. Add a line "${id}:" with words from that section.`),
  );
  const owners = [
    ...(policy.parts.rules ?? []).map((rule) => rule?.id),
    ...(questions.parts.questions ?? []).map((question) => question?.id),
  ];
  for (const [id, quote] of Object.entries(quotes.parts)) {
    // "T1 section": the words shown for that rule or question alone.
    const [place = id, owner] = id.split(' ').reverse();
    const section = guidance.sections.get(place);
    const known = policy.whole !== null && questions.whole !== null;
    if (known && owner !== undefined && !owners.some((known) => known === owner)) {
      faults.push(
        quotes.fault([id], `"${owner}" is no rule and no question. Write a rule such as T1, or take it out.`),
      );
    } else if (section === undefined) faults.push(quotes.fault([id], noSection(place, guidance)));
    else if (quote !== undefined && !quoteStandsIn(section, quote)) {
      const message = `The quote for "${id}" does not stand word for word in that section (${guidance.id}, page ${section.pages}). Copy the words exactly.`;
      faults.push(quotes.fault([id], message));
    }
  }
  return faults;
}

/** Faults of words.yaml: every key the product shows has words, and no key is there that nothing shows. */
export function checkWords({ words }: DialogFiles, required: readonly string[]): ContentFault[] {
  const missing = required.filter((key) => !Object.hasOwn(words.parts, key) && !words.broken(key));
  const extra =
    required.length === 0 ? [] : Object.keys(words.parts).filter((key) => !required.includes(key));
  return [
    ...missing.map((key) =>
      words.fault([], `There are no words for "${key}". Add a line "${key}:" with what people read.`),
    ),
    ...extra.map((key) => {
      const near = nearest(key, required);
      const help = near === null ? 'Take the line out.' : `Did you mean "${near}"?`;
      return words.fault([key], `Nothing shows the words under "${key}". ${help}`);
    }),
  ];
}

type Advice = YamlFile<Record<string, unknown>>;

function missingWords(
  advice: Pick<Advice, 'fault' | 'broken'> & { parts: object },
  part: string,
  ids: readonly string[],
) {
  const held: object = Object.hasOwn(advice.parts, part) ? (Reflect.get(advice.parts, part) ?? {}) : {};
  return ids
    .filter((id) => !Object.hasOwn(held, id) && !advice.broken(part, id))
    .map((id) =>
      advice.fault([part], `There are no words for "${id}" under "${part}". Write them, as for the others.`),
    );
}

function extraWords(
  advice: Pick<Advice, 'fault'>,
  part: string,
  held: readonly string[],
  ids: readonly string[],
) {
  return held
    .filter((id) => !ids.includes(id))
    .map((id) =>
      advice.fault([part, id], `"${id}" is not among the ${part} of the policy. ${permittedWords(id, ids)}`),
    );
}
