import { expect, test } from 'vitest';
import { bannersOf } from '../../src/delivery/marks.ts';

const WRITTEN = '2026-11-23T10:15:00.000Z';
const bannersAfter = (minutes: number, among: 'emergency' | 'today' | 'routine', changes = {}) =>
  bannersOf(
    { class: among, createdAt: WRITTEN, wantedAt: WRITTEN, unclear: false, ...changes },
    new Date(Date.parse(WRITTEN) + minutes * 60_000),
    'Europe/London',
  );
const LATE = 'Sent late: this was written at 10.15am on Monday 23 November.';

test('an emergency is late after ten minutes, anything else after two hours', () => {
  expect(bannersAfter(10, 'emergency')).toEqual([]);
  expect(bannersAfter(10.01, 'emergency')).toEqual([LATE]);
  for (const among of ['today', 'routine'] as const) {
    expect(bannersAfter(120, among)).toEqual([]);
    expect(bannersAfter(120.01, among)).toEqual([LATE]);
  }
});

test('what waited for the lead’s hours is counted from then, and says when it was written', () => {
  const wantedAt = '2026-11-24T08:00:00.000Z';
  expect(bannersAfter(22 * 60, 'routine', { wantedAt })).toEqual([]);
  expect(bannersAfter(25 * 60, 'routine', { wantedAt })).toEqual([LATE]);
});

test('the time is that of the organisation, in summer too', () => {
  const createdAt = '2026-07-01T23:30:00.000Z';
  const banners = bannersAfter(0, 'today', { createdAt, wantedAt: createdAt });
  expect(banners).toEqual(['Sent late: this was written at 12.30am on Thursday 2 July.']);
});

test('a late message that may have arrived says both', () => {
  expect(bannersAfter(60, 'emergency', { unclear: true })).toEqual([
    LATE,
    'This message may have reached you before.',
  ]);
});
