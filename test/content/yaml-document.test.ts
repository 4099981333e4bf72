import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { readYamlText } from '../../src/content/yaml-document.ts';

const PROJECT = `${import.meta.dirname}/../..`;

// Sound files are read by the quick reader, and faults and lines come from the careful one: they have to mean the same.
test.each(globSync(['dialogs/**/*.yaml', 'knowledge/**/*.yaml', 'manifest/**/*.yaml'], { cwd: PROJECT }))(
  'the quick and the careful reading of %s are the same',
  (file) => {
    const text = readFileSync(`${PROJECT}/${file}`, 'utf8');
    const document = readYamlText(text);
    expect(document.faults).toEqual([]);
    expect(document.value).toStrictEqual(parse(text));
  },
);

test('both readings of whatever can be written are the same', () => {
  const word = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      'yes',
      'no',
      'null',
      '~',
      '0o17',
      '0x1F',
      '1e3',
      '.inf',
      '2024-05-01',
      '12:30',
      '<<',
      '- a',
    ),
    fc.constantFrom(
      '# not a comment',
      ' leading',
      'trailing ',
      'a: b',
      'two\nlines\n',
      "it's",
      '"quoted"',
      '!tag',
      '*name',
    ),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      word,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      tie('list'),
      tie('map'),
    ),
    list: fc.array(tie('value'), { maxLength: 4 }),
    map: fc.dictionary(
      word.filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 4, noNullPrototype: true },
    ),
  }));
  fc.assert(
    fc.property(value, fc.constantFrom(20, 80, 0), (held, lineWidth) => {
      const text = stringify(held, { lineWidth });
      const document = readYamlText(text);
      expect(document.faults).toEqual([]);
      expect(document.value).toStrictEqual(parse(text));
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['an unset heading', 'a:\nb: ~\n'],
  ['numbers in every writing', 'a: [0o17, 0x1F, 1_000, 010, +5, 1e3, .5, .inf, -.inf, .nan]\n'],
  ['words that other readers take for yes and no', 'a: [yes, no, on, off, y, True, FALSE, Null]\n'],
  ['dates, times and versions', 'a: [2024-05-01, 2024-05-01T10:00:00Z, 12:30:45, 1.10]\n'],
  ['text over several lines', 'a: >\n  one\n  two\n\n  three\nb: |-\n  one\n   two\nc: one\n  two\n'],
  ['quotes with escapes', "a: \"tab\\t, dash \\u2013, line\\\n  end\"\nb: 'it''s'\n"],
  ['a merge key, which is a word like any other', 'a: {"<<": 1}\n'],
  ['Windows line ends', 'a: 1\r\nb:\r\n  - x\r\n'],
  ['a comment alone', '# nothing yet\n'],
  ['nothing', ''],
])('both readings of %s are the same', (_, text) => {
  expect(readYamlText(text).value).toStrictEqual(parse(text));
});

test.each([
  ['a repeated place', 'a: &x 1\nb: *x\n', 2],
  ['a tag', 'a: 1\nb: !secret x\n', 2],
  ['a list as heading', 'a: 1\n? [b, c]\n: 2\n', 2],
  ['a flow list as heading', 'a: 1\n[b, c]: 2\n', 2],
  ['a heading that stands twice', 'a: 1\nb: 2\na: 3\n', 3],
  ['a tab', 'a:\n\tb: 1\n', 2],
  ['two documents', 'a: 1\n---\nb: 2\n', 2],
])('%s is a fault with its line', (_, text, line) => {
  expect(readYamlText(text).faults.map((fault) => fault.line)).toEqual([line]);
});

test('a sound file says where its values stand', () => {
  const document = readYamlText('a: 1\nlist:\n  - x\n  - deep: y\n');
  expect(document.lineOf(['a'])).toBe(1);
  expect(document.lineOf(['list', 1, 'deep'])).toBe(4);
  expect(document.lineOf(['list', 7])).toBe(2);
});

test('a text of several lines says where each of them stands', () => {
  const document = readYamlText(
    'a: |\n  one\n  two\n\n  four\nlist:\n  - b: | # a remark\n      one\n      two\n    c: one\n',
  );
  expect([0, 1, 2, 3].map((line) => document.lineOf(['a', line]))).toEqual([2, 3, 4, 5]);
  expect([0, 1].map((line) => document.lineOf(['list', 0, 'b', line]))).toEqual([8, 9]);
  expect(document.lineOf(['a'])).toBe(1);
  expect(document.lineOf(['list', 0, 'c', 0])).toBe(10);
});

test('a line past the end of the file stands where its heading does', () => {
  expect(readYamlText('a: |\n  one').lineOf(['a', 5])).toBe(1);
});
