import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textWidth, wrapText } from '../../src/flow/measure-text.ts';

const PLAIN = { size: 14, bold: false };

describe('textWidth', () => {
  it('is wider for wide letters, for bold ones and for larger ones', () => {
    expect(textWidth('WWW', PLAIN)).toBeGreaterThan(textWidth('iii', PLAIN) * 3);
    expect(textWidth('Share', { ...PLAIN, bold: true })).toBeGreaterThan(textWidth('Share', PLAIN));
    expect(textWidth('Share', { ...PLAIN, size: 28 })).toBeCloseTo(textWidth('Share', PLAIN) * 2);
  });

  it('is not less than Arial takes: "Share now" in 100 pixels is 453', () => {
    expect(textWidth('Share now', { size: 100, bold: false })).toBeGreaterThan(453);
  });

  it('takes an accent for its letter, and a letter it does not know for a wide one', () => {
    expect(textWidth('é', PLAIN)).toBe(textWidth('e', PLAIN));
    expect(textWidth('字', PLAIN)).toBeGreaterThan(textWidth('W', PLAIN));
  });
});

describe('wrapText', () => {
  it('breaks between words', () => {
    const lines = wrapText('Is a child in danger right now?', PLAIN, 110);
    expect(lines).toEqual(['Is a child in', 'danger right', 'now?']);
  });

  it('keeps every letter, and no line is too long', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 120 }),
        fc.integer({ min: 40, max: 300 }),
        (text, width) => {
          const lines = wrapText(text, PLAIN, width);
          expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
          for (const line of lines) {
            if ([...line].length > 1) expect(textWidth(line, PLAIN)).toBeLessThanOrEqual(width);
          }
        },
      ),
      { seed: 7 },
    );
  });
});
