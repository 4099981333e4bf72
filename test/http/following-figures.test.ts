import { expect, test } from 'vitest';
import { followingLines } from '../../src/http/following-figures.ts';

const NOW = new Date('2026-11-23T10:15:30.400Z');
const lines = (changes: Partial<Parameters<typeof followingLines>[0]> = {}) =>
  followingLines(
    {
      unacknowledgedSince: { emergency: null, today: null, routine: null },
      lastFinished: new Date('2026-11-23T10:15:10.900Z'),
      ...changes,
    },
    NOW,
  ).filter((line) => !line.startsWith('#'));

test('how long the oldest concern of each class has waited, in seconds; 0 for none', () => {
  const unacknowledgedSince = { emergency: '2026-11-23T10:13:00.000Z', today: null, routine: null };
  expect(lines({ unacknowledgedSince })).toEqual([
    'share_check_oldest_unacknowledged_seconds{class="emergency"} 150',
    'share_check_oldest_unacknowledged_seconds{class="today"} 0',
    'share_check_oldest_unacknowledged_seconds{class="routine"} 0',
    'share_check_sweeper_last_finished_timestamp_seconds 1795428910',
  ]);
});

test('one that leaves in two minutes has not waited yet, and a look that never finished is at 0', () => {
  const unacknowledgedSince = { emergency: '2026-11-23T10:17:00.000Z' };
  expect(lines({ unacknowledgedSince, lastFinished: null })).toEqual([
    'share_check_oldest_unacknowledged_seconds{class="emergency"} 0',
    'share_check_sweeper_last_finished_timestamp_seconds 0',
  ]);
});

test('each figure has its help and its type once, as the format wants it', () => {
  const all = followingLines({ unacknowledgedSince: { emergency: null }, lastFinished: null }, NOW);
  for (const name of ['oldest_unacknowledged_seconds', 'sweeper_last_finished_timestamp_seconds']) {
    expect(all.filter((line) => line.startsWith(`# HELP share_check_${name} `))).toHaveLength(1);
    expect(all.filter((line) => line === `# TYPE share_check_${name} gauge`)).toHaveLength(1);
  }
});
