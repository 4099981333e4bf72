import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { takeLists } from '../../src/content/plain-lists.ts';

/** The value of a text read in both ways, the lists put back; null where the quick way leaves it alone. */
function quickly(text: string): unknown {
  const taken = takeLists(text, 300);
  if (taken === null) return null;
  const filled = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      const [only] = value;
      return value.length === 1 && typeof only === 'string' ? taken.listOf([only]) : value.map(filled);
    }
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner)]));
  };
  return filled(soundly(taken.rest) ?? null);
}

function soundly(text: string): unknown {
  try {
    return load(text, { maxAliases: 0 });
  } catch {
    return undefined;
  }
}

const FILES = [
  'knowledge/thesaurus.yaml',
  'knowledge/not-covered.yaml',
  ...globSync('knowledge/*/phrasings/*.yaml'),
];

test.each(FILES)('%s is read as any reader of YAML reads it', (file) => {
  const text = readFileSync(file, 'utf8');
  expect(quickly(text)).not.toBeNull();
  expect(quickly(text)).toEqual(load(text));
});

describe('whatever stands in a list', () => {
  const odd = fc.constantFrom(
    ...[
      'a: b',
      'a #b',
      '#a',
      'a:',
      '"a"',
      "'a'",
      '"a',
      "it's",
      '[a]',
      '{a: b}',
      '|',
      '> a',
      '&a b',
      '*a',
      '!a b',
    ],
    ...[
      'yes',
      'null',
      '~',
      '999',
      '1e3',
      '0x1F',
      '12 years',
      '2026-01-02',
      '- a',
      '? a',
      '%a',
      '@a',
      '`a',
      'é',
      'a, b',
    ],
    ...[
      '',
      ' a ',
      '…',
      '"a: b"',
      "'a # b'",
      'a\n      b',
      'a  # b',
      '---',
      '...',
      '\ta',
      '"a\\nb"',
      '“a”',
      '£5',
    ],
  );
  const words = fc.oneof(odd, fc.string({ maxLength: 8 }), fc.constant('who do I tell'));
  const list = fc
    .tuple(fc.constantFrom('  ', '', '    '), fc.array(words, { minLength: 1, maxLength: 3 }))
    .map(([indent, items]) => `\n${items.map((item) => `${indent}- ${item}`).join('\n')}`);
  const brackets = fc.array(words, { minLength: 1, maxLength: 3 }).map((items) => ` [${items.join(', ')}]`);
  const other = fc.oneof(words, fc.constantFrom('|\n    key:\n      - a', '"a\n  b:\n    - c"', ''));
  const value = fc.oneof(
    list,
    brackets,
    other.map((text) => ` ${text}`),
  );
  const lines = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c-d', '- e', '  f', '# g'), value), {
    minLength: 1,
    maxLength: 4,
  });

  test('it is read as YAML says, or left to the reader of YAML', () => {
    let taken = 0;
    fc.assert(
      fc.property(lines, (entries) => {
        const text = entries.map(([key, held]) => `${key}:${held}`).join('\n');
        const quick = quickly(text);
        if (quick === null) return;
        taken += 1;
        const trimmed = (_: string, inner: unknown) => (typeof inner === 'string' ? inner.trim() : inner);
        expect(JSON.parse(JSON.stringify(quick), trimmed)).toEqual(
          JSON.parse(JSON.stringify(soundly(text) ?? 'not YAML'), trimmed),
        );
      }),
      { numRuns: 4000 },
    );
    expect(taken).toBeGreaterThan(100);
  });
});
