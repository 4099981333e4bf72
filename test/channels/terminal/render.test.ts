import { describe, expect, test } from 'vitest';
import { widthFor } from '../../../src/channels/terminal/limits.ts';
import { mayColour, painter } from '../../../src/channels/terminal/paint.ts';
import { renderCards, renderDetails } from '../../../src/channels/terminal/render.ts';
import { wrap } from '../../../src/channels/terminal/wrap.ts';
import type { Card } from '../../../src/conversation/card.ts';

const card = (rest: Partial<Card>): Card => ({
  title: 'A title',
  summary: 's',
  blocks: [],
  buttons: [],
  ...rest,
});

const LONG = 'Information sharing is essential for keeping children safe and it should be timely. '
  .repeat(5)
  .trim();

/** One of each block. */
const EVERYTHING = card({
  title: `Is a child in danger right now? ${LONG}`,
  banner: 'Rehearsal. Nothing is recorded for real and nobody is told.',
  blocks: [
    { kind: 'text', text: LONG, tone: 'lead' },
    { kind: 'text', text: LONG, tone: 'warning' },
    { kind: 'heading', text: 'How to do it' },
    { kind: 'list', items: [LONG, 'Short.'], ordered: true },
    { kind: 'list', items: [LONG, 'Short.'] },
    { kind: 'phones', phones: [{ label: 'Emergency services', number: '999', note: LONG }] },
    { kind: 'quote', text: LONG, source: 'Golden rule 1, page 4. Draft, June 2023, since superseded' },
    {
      kind: 'rows',
      rows: [
        { label: 'The worry', value: LONG },
        { label: 'A label that is far too long for a column', value: 'x' },
      ],
    },
    {
      kind: 'options',
      options: [
        { token: 't1', label: 'Yes', help: LONG },
        { token: 't2', label: 'No', chosen: true },
      ],
    },
    {
      kind: 'details',
      summary: 'More',
      blocks: [{ kind: 'options', options: [{ token: 't3', label: 'Inside' }] }],
    },
  ],
  buttons: [
    { token: 't4', label: 'Go on', style: 'primary' },
    { token: 't5', label: 'Stop', style: 'danger' },
  ],
});

describe('a card as text', () => {
  test('no line is wider than the width, whatever is on the card', () => {
    for (const width of [78, 40]) {
      const { text } = renderCards([EVERYTHING], { width });
      const lines = text.split('\n');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      expect(lines.filter((line) => /\s$/.test(line))).toEqual([]);
    }
  });

  test('answers and details are numbered, buttons lettered, folded parts stay folded', () => {
    const { text, keys, fields } = renderCards([EVERYTHING]);
    expect(text).toContain('  1  Yes\n');
    expect(text).toContain('  2  No (chosen)\n');
    expect(text).toContain('  3  Show: More\n');
    expect(text).toContain('  a  Go on\n  b  Stop');
    expect(text).not.toContain('Inside');
    expect([...keys].map(([key, what]) => [key, what.kind === 'press' ? what.token : what.kind])).toEqual([
      ['1', 't1'],
      ['2', 't2'],
      ['3', 'open'],
      ['a', 't4'],
      ['b', 't5'],
    ]);
    expect(fields).toEqual([]);
  });

  test('what was folded gets the next keys, and the keys before it still work', () => {
    const screen = renderCards([EVERYTHING]);
    const more = screen.keys.get('3');
    if (more?.kind !== 'open') throw new Error('not folded');
    const opened = renderDetails(more.details, {}, screen);
    expect(opened.text).toContain('  4  Inside');
    expect(opened.keys.get('4')).toMatchObject({ token: 't3' });
    expect(opened.keys.get('1')).toMatchObject({ token: 't1' });
  });

  test('keys run on over several cards', () => {
    const { keys } = renderCards([EVERYTHING, EVERYTHING]);
    expect([...keys.keys()]).toEqual(['1', '2', '3', 'a', 'b', '4', '5', '6', 'c', 'd']);
  });

  test('a phone number stands alone on its line, under what it is for', () => {
    const { text } = renderCards([EVERYTHING]);
    expect(text).toMatch(/^ {2}Emergency services\n {4}999\n/m);
  });

  test('a quote is set off on every line, with its source', () => {
    const text = renderCards([
      card({ blocks: [{ kind: 'quote', text: `${LONG}\nSecond line.`, source: 'page 4' }] }),
    ]).text;
    const quote = text.split('\n').filter((line) => line.startsWith('| '));
    expect(quote.length).toBeGreaterThan(5);
    expect(quote).toContain('| Second line.');
    expect(quote.at(-1)).toBe('| (page 4)');
  });

  test('a form gives its fields, also folded ones, and letters to everything that can be tapped', () => {
    const form = card({
      blocks: [
        { kind: 'input', id: 'shared', label: 'What was shared', maxLength: 10 },
        { kind: 'options', options: [{ token: 't1', label: 'Yes' }] },
        {
          kind: 'details',
          summary: 'More',
          blocks: [{ kind: 'input', id: 'ref', label: 'Reference', maxLength: 10 }],
        },
      ],
      buttons: [{ token: 't2', label: 'Record it', style: 'primary', submits: true }],
    });
    const { text, keys, fields } = renderCards([form]);
    expect(fields.map(({ id }) => id)).toEqual(['shared', 'ref']);
    expect([...keys.keys()]).toEqual(['a', 'b', 'c']);
    expect(text).not.toContain('What was shared');
  });

  test('words on a card cannot command the terminal', () => {
    const evil = '\u001b[2J\u001b]0;title\u0007cleared\u009b31m\r\nnext\ttab';
    const { text } = renderCards([card({ title: evil, blocks: [{ kind: 'text', text: evil }] })], {
      colour: false,
    });
    expect(text).toContain('[2J]0;titlecleared31m\nnext tab');
    expect([...text].filter((sign) => sign !== '\n' && /\p{Cc}/u.test(sign))).toEqual([]);
  });
});

describe('colour', () => {
  test('takes nothing away: without it every word and sign is still there', () => {
    const plain = renderCards([EVERYTHING], { colour: false }).text;
    const painted = renderCards([EVERYTHING], { colour: true }).text;
    expect(painted).not.toBe(plain);
    const sign = String.fromCharCode(27);
    expect(painted.replaceAll(new RegExp(`${sign}\\[[0-9;]*m`, 'g'), '')).toBe(plain);
    expect(plain).toContain('! Information');
    expect(plain).toContain('* Rehearsal.');
  });

  test('only at a terminal, and not when asked for none', () => {
    expect(mayColour(true, undefined)).toBe(true);
    expect(mayColour(true, '')).toBe(true);
    expect(mayColour(true, '1')).toBe(false);
    expect(mayColour(false, undefined)).toBe(false);
    expect(painter(false)('red', 'x')).toBe('x');
  });
});

describe('wrapping', () => {
  test('keeps line breaks, hangs the indent, and leaves an address whole', () => {
    const url = `https://www.gov.uk/${'x'.repeat(40)}`;
    expect(wrap(`one two three\nfour ${url}`, 12, '- ', '  ')).toBe(`- one two\n  three\n  four\n  ${url}`);
    expect(wrap('', 10)).toBe('');
  });

  test('fits the terminal, between 40 and 78 columns', () => {
    expect([undefined, 0, 20, 60, 80, 200].map(widthFor)).toEqual([78, 78, 40, 58, 78, 78]);
  });
});
