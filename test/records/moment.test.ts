import { expect, test } from 'vitest';
import { clock, moment } from '../../src/records/moment.ts';

const LONDON = 'Europe/London';

test.each([
  ['2026-11-23T10:15:00Z', '23 November 2026, 10.15am'],
  ['2026-08-06T16:30:00Z', '6 August 2026, 5.30pm'],
  ['2026-08-06T08:00:00Z', '6 August 2026, 9am'],
  ['2026-12-31T23:59:00Z', '31 December 2026, 11.59pm'],
])('%s is written as the NHS writes it: %s', (instant, words) => {
  expect(moment(instant, LONDON)).toBe(words);
});

test.each([
  ['2026-11-23T12:00:00Z', '12pm'],
  ['2026-11-23T00:00:00Z', '12am'],
  ['2026-11-23T00:05:00Z', '12.05am'],
  // On the night the clocks go back, the hour comes twice.
  ['2026-10-25T00:30:00Z', '1.30am'],
  ['2026-10-25T01:30:00Z', '1.30am'],
])('the hour of %s is %s', (instant, words) => {
  expect(clock(instant, LONDON)).toBe(words);
});
