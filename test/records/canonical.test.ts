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
