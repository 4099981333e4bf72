import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeReference, normaliseReference, REFERENCE_BYTES } from '../../src/records/reference.ts';

const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const bytes = fc.uint8Array({ minLength: REFERENCE_BYTES, maxLength: REFERENCE_BYTES });

describe('a reference', () => {
  test('looks like SC-7K3F-9QX3', () => {
    fc.assert(
      fc.property(bytes, (random) => {
        expect(makeReference(random)).toMatch(/^SC-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
      }),
    );
  });

  test('differs when any of its 35 bits differs', () => {
    const zero = new Uint8Array(REFERENCE_BYTES);
    const made = new Set([makeReference(zero)]);
    for (let bit = 0; bit < 35; bit += 1) {
      const one = Uint8Array.from(zero);
      one[4 - Math.floor(bit / 8)] = 1 << (bit % 8);
      made.add(makeReference(one));
    }
    expect(made.size).toBe(36);
  });

  test('needs five random bytes', () => {
    expect(() => makeReference(new Uint8Array(4))).toThrow(RangeError);
  });

  test.each([
    ['small letters', (r: string) => r.toLowerCase()],
    ['no hyphens', (r: string) => r.replaceAll('-', '')],
    ['without SC', (r: string) => r.slice(3)],
    ['spaces around and within', (r: string) => ` ${r.replaceAll('-', ' ')}\n`],
    ['long dashes', (r: string) => r.replaceAll('-', '–')],
    ['O for zero', (r: string) => r.replaceAll('0', 'o')],
    ['I for one', (r: string) => r.replaceAll('1', 'I')],
    ['L for one', (r: string) => r.replaceAll('1', 'l')],
    ['wide letters', (r: string) => r.replaceAll('S', '\uff33')],
  ])('is found when written with %s', (_, change) => {
    fc.assert(
      fc.property(bytes, (random) => {
        const reference = makeReference(random);
        expect(normaliseReference(change(reference))).toBe(reference);
      }),
    );
  });

  test('with one wrong symbol is never taken for another', () => {
    fc.assert(
      fc.property(bytes, fc.nat(7), fc.constantFrom(...SYMBOLS), (random, place, symbol) => {
        const reference = makeReference(random);
        const plain = [...reference.replaceAll('-', '').slice(2)];
        fc.pre(plain[place] !== symbol);
        plain[place] = symbol;
        expect(normaliseReference(`SC${plain.join('')}`)).toBeNull();
      }),
    );
  });

  test('with two symbols swapped is never taken for another', () => {
    fc.assert(
      fc.property(bytes, fc.nat(7), fc.nat(7), (random, a, b) => {
        const plain = [...makeReference(random).replaceAll('-', '').slice(2)];
        const [first, second] = [plain[a] ?? '', plain[b] ?? ''];
        fc.pre(first !== second);
        plain[a] = second;
        plain[b] = first;
        expect(normaliseReference(`SC${plain.join('')}`)).toBeNull();
      }),
    );
  });

  test.each(['', 'SC', 'SC-7K3F', 'SC-7K3F-9QX33', 'SC-7K3F-9QU3', 'Mum hit him', '12345678901'])(
    'is not %j',
    (text) => {
      expect(normaliseReference(text)).toBeNull();
    },
  );
});
