import { SHIPPED } from '../../src/ask/constants.ts';
import { createRank, type Ranked } from '../../src/ask/rank.ts';
import { freshQuestions, libraryWith } from './ask-content.ts';
import { crossValidate, hitsOf, variations } from './ask-folds.ts';
import { atThreshold, fitConfidence, toldApart } from './fit-confidence.ts';

// node test/bench/tune-ask.ts: what docs/ranking.md says of each constant, measured again. Phrasings are held out in five
// folds and asked. The test questions are not used, but for the list of misses at the end, which shows no question.
const WORST = 10;
const library = await libraryWith(0);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
const points = (share: number) => `${share < 0 ? '' : '+'}${(share * 100).toFixed(1)}`;

/** The confidence is fitted again for each: other constants make other scores. */
const measure = (constants = SHIPPED) => {
  const held = crossValidate(library, constants);
  return { ...hitsOf(held), apart: toldApart(held, fitConfidence(held)) };
};
const shipped = measure();
say(
  `as shipped: right first ${percent(shipped.first)}, in the first three ${percent(shipped.three)}, told from a topic ${percent(shipped.apart)}`,
);
const against = ({ first, three, apart }: typeof shipped) =>
  [first - shipped.first, three - shipped.three, apart - shipped.apart]
    .map((share) => points(share).padStart(6))
    .join(' ');
say(
  'Points more or less (first, in the first three, told from a topic) with one constant other than shipped:',
);
for (const { name, constants } of variations()) {
  say(`${name.padEnd(34)} ${against(measure(constants))}`);
}

say('\nConfidence:');
const held = crossValidate(library);
const fits = {
  shipped: SHIPPED.confidence,
  'fitted again': fitConfidence(held),
  'fitted to a right first section': fitConfidence(held, ({ place }) => place === 1),
};
for (const [name, { constant, strength, lead }] of Object.entries(fits)) {
  say(`${name}: constant ${constant.toFixed(2)}, strength ${strength.toFixed(2)}, lead ${lead.toFixed(2)}`);
}
for (const enough of [0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6]) {
  const { right, wrong, none, refused } = atThreshold(held, SHIPPED.confidence, enough);
  say(
    `from ${enough.toFixed(2)}: right quote ${percent(right)}, wrong ${percent(wrong)}, none ${percent(none)}; topics refused ${percent(refused)}`,
  );
}

say('\nThe worst misses of the test questions:');
const { rank } = createRank(library);
const said = ({ candidate, score, nearest, profile, passage }: Ranked) =>
  `${candidate.section} ${score.toFixed(2)} (nearest ${nearest.toFixed(2)}, profile ${profile.toFixed(2)}, passage ${passage.toFixed(2)})`;
const misses = (await freshQuestions()).flatMap(({ q, expect }, i) => {
  const sections = rank(q).filter(({ candidate }) => candidate.topic === null);
  const at = sections.findIndex(({ candidate }) => expect.includes(candidate.section));
  const [first, right] = [sections[0], sections[at]];
  if (expect.length === 0 || at === 0 || first === undefined) return [];
  return [{ line: i + 1, at, first, right, expect }];
});
const behind = ({ first, right }: (typeof misses)[number]) => first.score - (right?.score ?? 0);
for (const miss of misses.sort((a, b) => behind(b) - behind(a)).slice(0, WORST)) {
  const { line, at, first, right, expect } = miss;
  const wanted = right === undefined ? `${expect.join(', ')}, not found` : `${said(right)}, place ${at + 1}`;
  say(`line ${line}: wanted ${wanted}; got ${said(first)}`);
}
say(`${misses.length} misses in all.`);
