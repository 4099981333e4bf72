import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block, Card } from '../../src/conversation/card.ts';
import { LONGEST_TEXT, textOf } from '../../src/delivery/text-of.ts';

const card = (changes: Partial<Card> = {}): Card => ({
  title: 'Title',
  summary: 'Emergency, SC-7K3F-9QXM. Open Share Check now.',
  blocks: [],
  buttons: [],
  ...changes,
});
const text = (words: string): Block => ({ kind: 'text', text: words });

describe('a text message', () => {
  test('is the summary and then the texts, one a line', () => {
    const blocks: Block[] = [
      text('Somebody  decided\nto share.'),
      { kind: 'heading', text: 'H' },
      text('Two.'),
    ];
    expect(textOf(card({ blocks }))).toBe(
      'Emergency, SC-7K3F-9QXM. Open Share Check now.\nSomebody decided to share.\nTwo.',
    );
  });

  test('says after the summary that it may be a repeat', () => {
    expect(textOf(card({ banner: 'This may be a repeat.', blocks: [text('One.')] }))).toBe(
      'Emergency, SC-7K3F-9QXM. Open Share Check now.\nThis may be a repeat.\nOne.',
    );
  });

  test('holds nothing that somebody typed, whatever field it is in', () => {
    const typed: Block = { kind: 'text', text: 'canary', typed: true };
    const blocks: Block[] = [
      typed,
      { kind: 'input', id: 'a', label: 'b', value: 'canary', maxLength: 9 },
      { kind: 'details', summary: 'canary', blocks: [typed] },
    ];
    expect(textOf(card({ blocks }))).toBe(card().summary);
  });

  test('keeps to the letters that phones have room for', () => {
    expect(textOf(card({ summary: 'Don’t wait – ring “now”…' }))).toBe('Don\'t wait - ring "now"...');
  });

  test('is cut after a whole sentence', () => {
    const blocks = Array.from({ length: 20 }, (_, n) =>
      text(`Sentence ${n} has quite a few words in it. And a 2nd one!`),
    );
    const cut = textOf(card({ blocks }));
    expect(cut.length).toBeLessThanOrEqual(LONGEST_TEXT);
    expect(cut.length).toBeGreaterThan(LONGEST_TEXT - 60);
    expect(cut).toMatch(/[.!]$/);
  });

  test('of one sentence without an end is cut between words, and says so', () => {
    const cut = textOf(card({ summary: 'word '.repeat(300) }));
    expect(cut).toMatch(/^(?:word )+word\.\.\.$/);
    expect(cut.length).toBeLessThanOrEqual(LONGEST_TEXT);
    expect(textOf(card({ summary: '€'.repeat(900) }))).toBe(`${'€'.repeat(304)}...`);
  });

  test('never says more than the card, nor goes over four messages', () => {
    const words = fc.string({
      unit: fc.constantFrom('a', 'b', ' ', '.', '!', '\n', '[', '’', '€'),
      maxLength: 500,
    });
    fc.assert(
      fc.property(words, fc.array(words, { maxLength: 6 }), (summary, texts) => {
        const said = textOf(card({ summary, blocks: texts.map(text) }));
        const room = said.length + (said.match(/[[\]{}\\^|~€]/g)?.length ?? 0);
        expect(room).toBeLessThanOrEqual(LONGEST_TEXT);
        const plain = (t: string) => t.replaceAll('’', "'").replace(/\s+/g, ' ').trim();
        const all = [summary, ...texts]
          .map(plain)
          .filter((line) => line !== '')
          .join('\n');
        expect(all.startsWith(said.replace(/\.\.\.$/, ''))).toBe(true);
      }),
    );
  });
});
