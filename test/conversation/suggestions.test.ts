import { describe, expect, test } from 'vitest';
import { type Answers, FACT_IDS, FACTS, type Fact, NOTIFICATION_CLASSES } from '../../src/check/facts.ts';
import { CUES, isStory, suggestionsIn } from '../../src/conversation/suggestions.ts';
import { provenShipped, shippedContent } from '../support/house.ts';

const values = (text: string) =>
  Object.fromEntries(suggestionsIn(text, FACT_IDS).map(({ fact, value }) => [fact, value]));

test('a story suggests what it names, with the words that led to it', () => {
  expect(suggestionsIn('Mum’s boyfriend hit him, school nurse asking', FACT_IDS)).toEqual([
    { fact: 'risk', value: 'clear', cue: 'hit' },
    { fact: 'recipient', value: 'safeguarding-role', cue: 'school nurse' },
    { fact: 'harm-source', value: 'known-other', cue: "mum's boyfriend" },
  ]);
});

test('nobody is suggested as the one who harms where no harm is named', () => {
  expect(values('his mum came to see me and he was fine')).toEqual({});
  expect(values('his mum hit him')).toEqual({ risk: 'clear', 'harm-source': 'parent-carer' });
  expect(values('the white house, mumbling, a hitch')).toEqual({});
});

test('facts that are not asked are not suggested', () => {
  expect(suggestionsIn('his mum hit him', ['harm-source']).map(({ fact }) => fact)).toEqual(['harm-source']);
});

describe('what is a story', () => {
  test.each([
    ["Mum's boyfriend hit him, school nurse asking", true],
    ['she came in with bruises again today', true],
    ['can I tell the police his mum hit him', false],
    ['his mum hit him, do I need consent?', false],
    ['sharing with police', false],
    ['consent school nurse police', false],
    ['what if she says no to social services', false],
  ])('%s: %s', (text, story) => {
    expect(isStory(text)).toBe(story);
  });
});

/** Numbers that look random and are the same each time. */
function diceOf(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 16) % sides;
  };
}

test('no suggestion lowers a concern, whatever else is answered', async () => {
  const { policy } = provenShipped(await shippedContent());
  const sooner = [
    'share-now',
    'share',
    'fix-then-share',
    'seek-advice',
    'talk-first',
    'plan-first',
    'do-not-share-yet',
  ];
  const dice = diceOf(11);
  const some = (fact: Fact) => FACTS[fact][dice(FACTS[fact].length)];
  const lowered: string[] = [];
  let compared = 0;
  for (let n = 0; n < 4000; n += 1) {
    const answers = Object.fromEntries(
      FACT_IDS.flatMap((fact) => (dice(4) === 0 ? [] : [[fact, some(fact)]])),
    ) as Answers;
    // Without any worry the check is about support, and more is known: a recipient with a part in it may then lead to talking first.
    const noWorry = answers.risk === 'support-only' || answers.risk === 'none';
    for (const { fact, value } of CUES) {
      const { [fact]: _left, ...without } = answers;
      const before = policy.decide(without as Answers);
      const after = policy.decide({ ...answers, [fact]: value } as Answers);
      compared += 1;
      const later = sooner.indexOf(after.outcome) > sooner.indexOf(before.outcome);
      const calmer =
        NOTIFICATION_CLASSES.indexOf(after.notification) > NOTIFICATION_CLASSES.indexOf(before.notification);
      if (calmer || (later && (fact === 'risk' || !noWorry))) {
        lowered.push(`${fact} ${value}: ${before.rule} to ${after.rule}`);
      }
    }
  }
  expect(compared).toBeGreaterThan(30_000);
  expect([...new Set(lowered)]).toEqual([]);
});

test('how urgent it is, and that there is no worry, is never suggested', () => {
  const suggested = CUES.map(({ fact, value }) => `${fact} ${value}`);
  expect(
    suggested.filter((each) => /^urgency|none|no-one|support|not-relevant|restricted|safe$/.test(each)),
  ).toEqual([]);
  for (const { fact, value } of CUES) expect(FACTS[fact]).toContain(value);
});
