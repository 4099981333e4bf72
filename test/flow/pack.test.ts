import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pack } from '../../src/flow/pack.ts';

const boxes = fc.array(
  fc.record({ span: fc.integer({ min: 1, max: 3 }), height: fc.integer({ min: 1, max: 900 }) }),
  {
    minLength: 1,
    maxLength: 8,
  },
);

describe('pack', () => {
  it('places every box in the columns without overlap, the first at the top', () => {
    fc.assert(
      fc.property(boxes, (list) => {
        const { places, height } = pack(list, 3);
        expect(places[0]).toEqual({ column: 0, y: 0 });
        list.forEach((a, i) => {
          const p = places[i] ?? { column: -1, y: -1 };
          expect(p.column).toBeGreaterThanOrEqual(0);
          expect(p.column + a.span).toBeLessThanOrEqual(3);
          expect(p.y + a.height).toBeLessThanOrEqual(height);
          list.slice(i + 1).forEach((b, j) => {
            const q = places[i + 1 + j] ?? p;
            const beside = p.column + a.span <= q.column || q.column + b.span <= p.column;
            expect(beside || p.y + a.height <= q.y || q.y + b.height <= p.y).toBe(true);
          });
        });
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  it('takes a box out of its turn where that saves height', () => {
    const narrow = { span: 1, height: 300 };
    const wide = { span: 3, height: 100 };
    const { height } = pack([wide, narrow, wide, narrow, narrow, wide], 3);
    expect(height).toBe(100 + 300 + 100 + 100);
  });
});
