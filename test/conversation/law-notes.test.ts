import { beforeAll, describe, expect, test } from 'vitest';
import type { LawNote } from '../../src/ask/law-notes.ts';
import type { Content } from '../../src/content/load-all.ts';
import { notesInWords } from '../../src/conversation/law-notes.ts';
import { passages } from '../../src/guidance/passages.ts';
import { fakeAsks } from '../support/fake-asks.ts';
import { shippedContent, startHouse } from '../support/house.ts';
import { allBlocks } from '../support/transcript/card-text.ts';

const NOTE: LawNote = {
  id: 'a',
  title: 'A new law',
  text: 'It says more.',
  status: 'verified',
  changed: true,
  holdsFrom: null,
  shownFrom: null,
  link: null,
  guidance: 'dfe-2023-draft',
  beside: ['golden-rule-3', 'definition-consent'],
};
const HERE = [{ guidance: 'dfe-2023-draft', section: 'golden-rule-3' }];

let content: Content;
beforeAll(async () => {
  content = await shippedContent();
});

const shown = (notes: readonly LawNote[], now = '2026-11-23T10:15:00Z', sections = HERE) =>
  notesInWords({ ...content, lawNotes: notes, now }, sections);

describe('a note', () => {
  // In summer the clocks in England are an hour ahead of UTC: the day begins at 23:00 of the day before.
  test.each([
    ['holdsFrom', '2026-02-05', '2026-02-04T23:59:59Z', '2026-02-05T00:00:00Z'],
    ['holdsFrom', '2026-07-01', '2026-06-30T22:59:59Z', '2026-06-30T23:00:00Z'],
    ['shownFrom', '2026-07-01', '2026-06-30T22:59:59Z', '2026-06-30T23:00:00Z'],
  ])('with %s is shown from the first minute of that day, by the local clock: %s', (key, day, before, at) => {
    const notes = [{ ...NOTE, [key]: day }];
    expect(shown(notes, before)).toEqual([]);
    expect(shown(notes, at)).toHaveLength(1);
  });

  test('with both days waits for the later one', () => {
    const notes = [{ ...NOTE, holdsFrom: '2026-02-05', shownFrom: '2026-09-01' }];
    expect(shown(notes, '2026-08-31T12:00:00Z')).toEqual([]);
    expect(shown(notes, '2026-09-01T12:00:00Z')[0]?.foot).toBe('From 5 February 2026.');
  });

  test('whose day is the organisation’s says so', () => {
    const [note] = shown([{ ...NOTE, status: 'not-verified', shownFrom: '2026-10-01' }]);
    expect(note?.foot).toBe('Larkfield School shows this from 1 October 2026.');
  });

  test('stands beside its own document only', () => {
    expect(shown([NOTE], undefined, [{ guidance: 'newer-edition', section: 'golden-rule-3' }])).toEqual([]);
    expect(shown([NOTE], undefined, [{ guidance: 'dfe-2023-draft', section: 'golden-rule-4' }])).toEqual([]);
  });

  test('is one of two at most, under one heading for both where that fits', () => {
    const notes = ['One', 'Two', 'Three'].map((title) => ({ ...NOTE, id: title, title }));
    expect(shown(notes).map(({ title }) => title)).toEqual(['One', 'Two']);
    expect(shown(notes).map(({ heading }) => heading === null)).toEqual([false, true]);
    const [since, beyond] = shown([NOTE, { ...NOTE, changed: false }]);
    expect(since?.heading).toBe('Since this draft (Share Check’s note, not the guidance)');
    expect(beyond?.heading).toBe('What this draft does not say (Share Check’s note, not the guidance)');
  });
});

test('on the card it stands below the quotes and in none of them', async () => {
  const asks = { ...fakeAsks(content.guidance), lawNotes: [{ ...NOTE, link: 'https://law.example/1' }] };
  const house = await startHouse({ asks });
  const speaker = { channel: 'teams', userId: house.userId('sam-okafor', 'teams') } as const;
  const { cards } = await house.handle({ id: 'e1', speaker, kind: 'message', text: 'both about consent' });
  await house.end();
  const top = cards.flatMap(({ blocks }) => blocks);
  const said = top.map((block) => ('text' in block ? block.text : block.kind));
  const heading = said.indexOf('Since this draft (Share Check’s note, not the guidance)');
  expect(heading).toBeGreaterThan(top.map(({ kind }) => kind).lastIndexOf('quote'));
  expect(said.slice(heading + 1, heading + 5)).toEqual([
    'A new law',
    'It says more.',
    'https://law.example/1',
    'Was this what you needed?',
  ]);
  const quotes = allBlocks(top).filter((block) => block.kind === 'quote');
  const words = [...content.guidance.flatMap(({ sections }) => [...sections.values()].flatMap(passages))];
  expect(quotes.length).toBeGreaterThan(1);
  for (const { text, source } of quotes) {
    expect(words).toContain(text);
    expect(text + source).not.toMatch(/A new law|It says more|law\.example|Share Check/);
  }
});
