import { describe, expect, it } from 'vitest';
import { passages, quoteStandsIn } from '../../src/guidance/passages.ts';

const SECTION = {
  text: `**You do not need consent** to share
if a _child_ is at *risk*. See [the code](https://example.org/code).

It can be shared on certain grounds:

- where **legally** required; or
- where there is
  a public interest.

Decide case by case.

- a list
- on its own

1. one;
2. two`,
};

describe('the passages of a section', () => {
  it('are paragraphs, and lists with the line that leads into them, as plain text', () => {
    expect(passages(SECTION)).toEqual([
      'You do not need consent to share if a child is at risk. See the code.',
      'It can be shared on certain grounds:\n• where legally required; or\n• where there is a public interest.',
      'Decide case by case.',
      '• a list\n• on its own',
      '1. one;\n2. two',
    ]);
  });

  it('are none for an empty section', () => {
    expect(passages({ text: ' \n\n ' })).toEqual([]);
  });
});

describe('a quote stands in a section', () => {
  it.each([
    'You do not need consent to share if a child is at risk.',
    'You do **not** need\n  consent',
    'certain grounds: where legally required; or where there is a public interest.',
    '• where legally required; or\n• where there is a public interest.',
    ...passages(SECTION),
  ])('word for word: %j', (quote) => expect(quoteStandsIn(SECTION, quote)).toBe(true));

  it.each([
    ['nothing', '  '],
    ['only marks', '**'],
    ['another word', 'You never need consent'],
    ['another case', 'you do not need consent'],
    ['other punctuation', 'if a child is at risk, See'],
    ['half a word', 'onsent to share'],
    ['half a word at the end', 'You do not need con'],
    ['words left out', 'You need consent'],
    ['words left out, with dots', 'You do not need … if a child'],
    ['the address of a link', 'https://example.org/code'],
  ])('not with %s', (_, quote) => expect(quoteStandsIn(SECTION, quote)).toBe(false));
});
