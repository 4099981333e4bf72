import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plain } from '../../src/channels/teams/adaptive-card.ts';
import { read } from '../support/teams/read-card.ts';
import { toHtml } from './teams-picture/markdown.ts';

/** What a browser shows of it. */
const shown = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');

describe('Markdown in a picture of Teams', () => {
  it.each([
    ['plain', '<p>plain</p>'],
    ['one\ntwo\n\nthree', '<p>one two</p><p>three</p>'],
    ['**Case:** SC\\-1', '<p><b>Case:</b> SC-1</p>'],
    ['[999](tel:999)', '<p><a href="tel:999">999</a></p>'],
    ['- one\n- two', '<ul><li>one</li><li>two</li></ul>'],
    ['1. one\n2. two', '<ol><li>one</li><li>two</li></ol>'],
    ['1\\. no list, \\*\\*not bold\\*\\*', '<p>1. no list, **not bold**</p>'],
    ['<img src="x"> &amp;', '<p>&lt;img src=&quot;x&quot;&gt; &amp;amp;</p>'],
  ])('is drawn as Teams draws it: %s', (markdown, html) => {
    expect(toHtml(markdown)).toBe(html);
  });

  it('shows every text of a card as it was written, and so does the reading of a card', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('**', '](', '[', '- ', '1. ', '1) ', '\\', '\\*', '`', '_a_', '> '),
    );
    fc.assert(
      fc.property(
        fc.array(word).map((words) => words.join('')),
        (text) => {
          expect(shown(toHtml(plain(text)))).toBe(text);
          expect(read(plain(text))).toBe(text);
        },
      ),
    );
  });
});
