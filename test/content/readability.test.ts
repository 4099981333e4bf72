import { readFileSync } from 'node:fs';
import { fleschKincaid } from 'flesch-kincaid';
import { syllable } from 'syllable';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  adviceFileSchema,
  citationsFileSchema,
  policyFileSchema,
  questionsFileSchema,
  quotesFileSchema,
  wordsFileSchema,
} from '../../src/check/dialog.ts';
import { FACT_IDS, FACTS, OUTCOMES, TELL_VALUES } from '../../src/check/facts.ts';
import { localFileSchema } from '../../src/check/local-dialog.ts';
import { lawNotesFileSchema } from '../../src/content/law-note-files.ts';

const read = (name: string): unknown =>
  parse(readFileSync(new URL(`../../dialogs/share-check/${name}.yaml`, import.meta.url), 'utf8'));

const { questions, groups } = questionsFileSchema.parse(read('questions'));
const advice = adviceFileSchema.parse(read('advice'));
const quotes = quotesFileSchema.parse(read('quotes'));
const cards = wordsFileSchema.parse(read('words'));
const policy = policyFileSchema.parse(read('policy'));
const citations = citationsFileSchema.parse(read('citations'));
const local = localFileSchema.parse(
  parse(readFileSync(new URL('../../manifest/example-school/dialogs/local.yaml', import.meta.url), 'utf8')),
);

const lawNotes = lawNotesFileSchema.parse(
  parse(readFileSync(new URL('../../knowledge/law-notes.yaml', import.meta.url), 'utf8')),
).notes;

/** Reading grade at most 8, but for these. Each with its reason; an entry no longer needed fails the test. */
const HARDER: Readonly<Record<string, string>> = {};

type Passage = { readonly where: string; readonly parts: readonly string[] };

const advised = (kind: string, of: Readonly<Record<string, { title: string; text: string }>>): Passage[] =>
  Object.entries(of).map(([id, { title, text }]) => ({ where: `${kind} ${id}`, parts: [title, text] }));

const questionPassages: readonly Passage[] = questions.map(({ id, ask, help, why }) => ({
  where: `question ${id}`,
  parts: [ask, ...(help === undefined ? [] : [help]), why],
}));

const advicePassages: readonly Passage[] = [
  ...Object.entries(advice.outcomes).map(([id, { headline, text, next }]) => ({
    where: `outcome ${id}`,
    parts: [headline, text, next],
  })),
  ...Object.entries(advice.rules).map(([id, text]) => ({ where: `rule ${id}`, parts: [text] })),
  ...advised('fix', advice.fixes),
  ...advised('obligation', advice.obligations),
  ...advised('tell', advice.tell),
  ...Object.entries(advice.bases).flatMap(([id, basis]) => [
    { where: `basis ${id}, suggested`, parts: [basis.suggested] },
    { where: `basis ${id}, not suggested`, parts: [basis['not-suggested']] },
  ]),
  {
    where: 'emergency',
    parts: [advice.emergency.headline, advice.emergency.own, ...advice.emergency.lines],
  },
  { where: 'consent', parts: [advice.consent.title, advice.consent.text] },
  ...advice.disagreements.map(({ about, text }) => ({
    where: `disagreement ${about}`,
    parts: [about, text],
  })),
];

const optionPassages: readonly Passage[] = questions.flatMap(({ id, short, options }) => [
  { where: `short name of ${id}`, parts: [short] },
  ...options.map(({ value, label, help }) => ({
    where: `option ${id}: ${value}`,
    parts: [label, ...(help === undefined ? [] : [help])],
  })),
]);

/** Every text of a tree, with the way to it. */
const textsIn = (value: unknown, where: string): Passage[] =>
  typeof value === 'string'
    ? [{ where, parts: [value] }]
    : Object.entries(value ?? {}).flatMap(([key, inner]) => textsIn(inner, `${where} ${key}`));

/** What the example school lays over the check. */
const localPassages: readonly Passage[] = [
  ...local.questions.map(({ id, ask, help }) => ({
    where: `local question ${id}`,
    parts: [ask, ...(help === undefined ? [] : [help])],
  })),
  ...local.obligations.map(({ id, title, text }) => ({
    where: `local obligation ${id}`,
    parts: [title, text],
  })),
  ...local.contacts.map(({ name, what }) => ({ where: `local contact ${name}`, parts: [what] })),
  ...textsIn(local.wording, 'local wording'),
];
const localNames: readonly Passage[] = [
  ...local.contacts.map(({ name }) => ({ where: 'local contact', parts: [name] })),
  ...local.questions.flatMap(({ id, options }) =>
    options.map(({ value, label }) => ({ where: `local answer ${id}: ${value}`, parts: [label] })),
  ),
];

const everything: readonly Passage[] = [
  ...questionPassages,
  ...optionPassages,
  ...groups.map(({ id, heading }) => ({ where: `group ${id}`, parts: [heading] })),
  ...advicePassages,
  ...Object.entries(advice.bases).map(([id, { name }]) => ({ where: `name of basis ${id}`, parts: [name] })),
  ...localPassages,
  ...localNames,
];

const wordsOf = (text: string): readonly string[] =>
  text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];

/** Flesch–Kincaid grade. Titles and labels without a full stop count as sentences of their own. */
function gradeOf(parts: readonly string[]): number {
  const text = parts.map((part) => (/[.?!]$/.test(part) ? part : `${part}.`)).join(' ');
  const words = wordsOf(text);
  return fleschKincaid({
    sentence: (text.match(/[.?!]+(?=[\s”)]|$)/g) ?? []).length,
    word: words.length,
    syllable: words.reduce((sum, word) => sum + syllable(word), 0),
  });
}

const found = (pattern: RegExp, among: readonly Passage[] = everything): readonly string[] =>
  among.flatMap(({ where, parts }) =>
    parts.filter((part) => pattern.test(part)).map((part) => `${where}: ${part}`),
  );

describe('Reading age', () => {
  // Labels are too short to measure; what is filled in counts as one plain word.
  const cardPassages = Object.entries(cards).flatMap(([key, text]) => {
    const plain = text.replace(/\{[a-z]+\}/g, 'this');
    return wordsOf(plain).length >= 8 ? [{ where: `words ${key}`, parts: [plain] }] : [];
  });
  const notePassages = lawNotes.map(({ id, title, text }) => ({
    where: `law note ${id}`,
    parts: [title, text],
  }));
  const measured = [
    ...questionPassages,
    ...advicePassages,
    ...cardPassages,
    ...localPassages,
    ...notePassages,
  ];
  it.each(measured)('$where reads at grade 8 or below', ({ where, parts }) => {
    const grade = gradeOf(parts);
    expect(grade > 8, `grade ${grade.toFixed(1)}`).toBe(where in HARDER);
  });

  it('lists no exception for a text that does not exist', () => {
    const known = measured.map(({ where }) => where);
    expect(Object.keys(HARDER).filter((where) => !known.includes(where))).toEqual([]);
  });

  it('leaves no text of the example school out', () => {
    const seen = [...localPassages, ...localNames].flatMap(({ parts }) => parts);
    const texts = textsIn([local.wording, local.questions, local.obligations, local.contacts], 'local');
    const shown = texts.filter(({ where }) => !/ (id|value|asks|phone|email)$| when /.test(where));
    expect(seen.length).toBeGreaterThan(15);
    expect(shown.flatMap(({ parts }) => parts).filter((text) => !seen.includes(text))).toEqual([]);
  });

  it('tells plain words from officialese', () => {
    expect(gradeOf(['Tell them what they need to keep the child safe.'])).toBeLessThan(4);
    expect(
      gradeOf(['Proportionality considerations necessitate multi-agency deliberation.']),
    ).toBeGreaterThan(12);
  });
});

describe('Length, for a phone in a shaking hand', () => {
  const tooLong = (of: readonly (readonly [string, string])[], most: number): readonly string[] =>
    of.filter(([, text]) => wordsOf(text).length > most).map(([id]) => id);
  const texts = (of: Readonly<Record<string, { text: string }>>) =>
    Object.entries(of).map(([id, { text }]) => [id, text] as const);

  it('keeps outcomes to 45 words, rules to 30, and all else that is to be done to 40', () => {
    expect(tooLong(texts(advice.outcomes), 45)).toEqual([]);
    expect(tooLong(Object.entries(advice.rules), 30)).toEqual([]);
    expect(tooLong(texts(advice.obligations), 40)).toEqual([]);
    expect(tooLong(texts(advice.fixes), 40)).toEqual([]);
    expect(tooLong(texts(advice.tell), 40)).toEqual([]);
    const ours = [...localPassages, ...localNames].flatMap(({ where, parts }) =>
      parts.map((part) => [where, part] as const),
    );
    expect(tooLong(ours, 40)).toEqual([]);
  });

  it('keeps every headline whole in a 90 character preview, and every button in 45', () => {
    const headlines = [...Object.values(advice.outcomes), advice.emergency].map(({ headline }) => headline);
    expect(headlines.filter((headline) => headline.length > 90)).toEqual([]);
    const labels = questions.flatMap(({ options }) => options.map(({ label }) => label));
    const own = local.questions.flatMap(({ options }) => options.map(({ label }) => label));
    expect([...labels, ...own].filter((label) => label.length > 45)).toEqual([]);
  });

  it('gives at most three sentences of "why we ask"', () => {
    const long = questions.filter(({ why }) => (why.match(/[.?!]+(?=\s|$)/g) ?? []).length > 3);
    expect(long.map(({ id }) => id)).toEqual([]);
  });
});

describe('House style', () => {
  it('uses none of the banned words', () => {
    expect(found(/\b(please|sorry|valid|invalid|oops|forbidden|an error occurred)\b/i)).toEqual([]);
  });

  it('writes "do not" in full', () => {
    expect(found(/n['’]t\b|\b(we|you|they|it)['’](re|ll|ve|d)\b|\bit['’]s\b/i)).toEqual([]);
  });

  it('has no double spaces, shouting or stray line ends', () => {
    expect(found(/ {2}|\n/)).toEqual([]);
    expect(found(/\b(?!DPIA|DSL|NHS|GDPR)[A-Z]{3,}\b/)).toEqual([]);
  });

  it('never asks for consent or permission', () => {
    const asked = /\b(consent|permission|permit|allowed?|agree[ds]? to)\b/i;
    expect(questions.filter(({ ask }) => asked.test(ask)).map(({ id }) => id)).toEqual([]);
    expect(questions.find(({ id }) => id === 'views')?.ask).toBe(
      'What have the child or family said about you sharing this?',
    );
  });

  it('leaves phone numbers to the deployment', () => {
    expect(found(/\b999\b|\b0\d{3,}/)).toEqual([]);
  });

  it('explains "DSL" where it stands, and nowhere else', () => {
    const used = found(/\bDSL\b/);
    expect(used).toHaveLength(1);
    expect(used[0]).toContain(
      'designated safeguarding lead (the person in charge of child protection where you work)',
    );
  });
});

describe('What the draft does not say', () => {
  it('is labelled as Share Check’s own', () => {
    const beyond = [
      ...policy.rules.filter((rule) => rule['beyond-draft']).map(({ id }) => `rule ${id}`),
      ...policy.fixes.filter((fix) => fix['beyond-draft']).map(({ id }) => `fix ${id}`),
      ...policy.obligations.flatMap((each) =>
        'id' in each && each['beyond-draft'] ? [`obligation ${each.id}`] : [],
      ),
      ...policy.tell.filter((tell) => tell['beyond-draft']).map(({ value }) => `tell ${value}`),
      ...policy['lawful-basis'].bases
        .filter((basis) => basis['beyond-draft'])
        .flatMap(({ id }) => [`basis ${id}, suggested`, `basis ${id}, not suggested`]),
      'emergency',
    ];
    expect(beyond.length).toBeGreaterThan(5);
    const texts = new Map(advicePassages.map(({ where, parts }) => [where, parts.join(' ')]));
    expect(
      beyond.filter((where) => !/Share Check adds|Share Check's own/.test(texts.get(where) ?? '')),
    ).toEqual([]);
  });

  it('is never mentioned without that label', () => {
    const bare = found(/\b(DSL|LADO|Gillick|Article 10|vital interests|paragraph 18|ring the police)\b/, [
      ...questionPassages,
      ...advicePassages,
    ]).filter((text) => !/Share Check adds|Share Check's own/.test(text));
    expect(bare).toEqual([]);
  });

  it('says that "do not share yet" is not "never", and what to do when worried after all', () => {
    const words = advice.outcomes['do-not-share-yet'];
    expect(words?.headline).toContain('not a “never”');
    expect(words?.text).toMatch(/worried after all, start again or tell your safeguarding lead/);
  });
});

describe('Words and policy fit together', () => {
  const same = (words: Readonly<Record<string, unknown>>, ids: readonly string[]) =>
    expect(Object.keys(words).toSorted()).toEqual(ids.toSorted());
  const idsOf = (of: readonly { id: string }[]): readonly string[] => of.map(({ id }) => id);

  it('asks the sixteen questions in order, each with its values in order', () => {
    expect(questions.map(({ id }) => id)).toEqual(FACT_IDS);
    for (const { id, options } of questions) {
      expect(options.map(({ value }) => value)).toEqual(FACTS[id]);
      expect(options.at(-1)?.label).toBe('Not sure');
      expect(new Set(options.map(({ label }) => label)).size).toBe(options.length);
    }
  });

  it('has words for every outcome, rule, fix, obligation, tell value and basis, and no others', () => {
    same(advice.outcomes, OUTCOMES);
    same(advice.rules, idsOf(policy.rules));
    same(advice.fixes, idsOf(policy.fixes));
    same(advice.obligations, idsOf(policy.obligations.filter((each) => 'id' in each)));
    same(advice.tell, TELL_VALUES);
    same(advice.bases, idsOf(policy['lawful-basis'].bases));
  });

  it('cites only known keys, and quotes every section they lead to', () => {
    const cited = [...questions.flatMap(({ cite }) => cite), ...advice.consent.cite];
    expect(cited.filter((key) => !(key in citations))).toEqual([]);
    const sections = new Set([
      ...Object.values(citations).flatMap(({ sections, also = [] }) => [
        ...sections,
        ...also.flatMap((more) => more.sections),
      ]),
      ...advice.disagreements.flatMap(({ sections }) => sections),
    ]);
    same(Object.fromEntries(Object.entries(quotes).filter(([key]) => !key.includes(' '))), [...sections]);
    expect(Object.entries(quotes).filter(([, quote]) => quote.length > 350)).toEqual([]);
  });
});
