import { describe, expect, test } from 'vitest';
import { busyMonth, countInterruptions, type Interruptions, p95 } from '../support/simulation/month.ts';
import { simulate } from '../support/simulation/simulate.ts';

/**
 * Hazard log, T11, second part. Hazards H5, H17. Interruptions are new messages, emergencies among them; a message that changes is none.
 * Lead-days are working days alone: a weekend would only make it look better. What is simulated stands in
 * test/support/simulation/month.ts: `gather: {at-once: 1, every: 240}`, `digest: "08:30"`, 60 checks for each working day.
 */
describe('T11 Monday morning: 30 days, 1,500 staff, four leads', () => {
  const played = async (...how: Parameters<typeof busyMonth>): Promise<Interruptions> => {
    let counted = (): Interruptions => ({ perDay: [], atNight: [] });
    await simulate({
      ...busyMonth(...how),
      besides: (world) => {
        counted = countInterruptions(world);
      },
    });
    return counted();
  };

  test.each([1, 2, 3])(
    'at most 8 interruptions for a lead in a day (p95), and none at night but emergencies: month %i',
    async (seed) => {
      const { perDay, atNight } = await played(seed);
      expect(perDay.length).toBe(4 * 22);
      expect(p95(perDay)).toBeGreaterThan(2);
      expect(p95(perDay)).toBeLessThanOrEqual(8);
      expect(atNight).toEqual([]);
    },
    60_000,
  );

  test('without gathering them it is many more', async () => {
    const { perDay, atNight } = await played(1, { gather: null, digest: null });
    expect(p95(perDay)).toBeGreaterThan(30);
    expect(atNight).toEqual([]);
  }, 60_000);
});
