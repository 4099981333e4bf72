import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalBytes, sha256Hex } from '../../src/records/canonical.ts';

const text = (value: unknown) => Buffer.from(canonicalBytes(value)).toString('utf8');

test('keys are sorted, at every depth, and nothing is added', () => {
  expect(text({ b: 1, a: { d: [2, { z: 1, y: null }], c: 'é' } })).toBe(
    '{"a":{"c":"é","d":[2,{"y":null,"z":1}]},"b":1}',
  );
});

test('numbers are written as RFC 8785 says', () => {
  expect(text(JSON.parse('[333333333.33333329, 1e30, 4.50, 2e-3, -0]'))).toBe(
    '[333333333.3333333,1e+30,4.5,0.002,0]',
  );
});

test('every value that JSON can hold is written as the library for RFC 8785 writes it', () => {
  const key = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('10', '9', '0', 'a', '__proto__', 'toJSON', 'é', '\u2028', 'A'),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'medium' },
      fc.string({ unit: 'binary' }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
      fc.boolean(),
      fc.constantFrom(null, undefined, '\\ud83d as it is typed', '"'),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(key, tie('value'), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(value, (each) => {
      const held = { each };
      expect(text(held)).toBe(canonicalize(held));
    }),
    { numRuns: 2000 },
  );
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 1n])('what JSON cannot hold is refused: %s', (value) => {
  expect(() => canonicalBytes({ value })).toThrow();
});

test('half an emoji, as a cut-off text field leaves it, can still be kept', () => {
  expect(text({ note: 'hurt \ud83d' })).toBe('{"note":"hurt \ufffd"}');
});

test('a cycle is refused', () => {
  const loop: Record<string, unknown> = {};
  loop.self = loop;
  expect(() => canonicalBytes(loop)).toThrow();
});

test('the hash is SHA-256 in hexadecimal', () => {
  expect(sha256Hex(new TextEncoder().encode('abc'))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});
