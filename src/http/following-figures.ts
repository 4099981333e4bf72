/** What is read off the open cases: instants, and null for none. */
export type FollowingFigures = {
  /** By class, since when the oldest concern waits that nobody has acknowledged (ISO 8601); every class named. */
  readonly unacknowledgedSince: Readonly<Record<string, string | null>>;
  /** When every open case was last looked at. */
  readonly lastFinished: Date | null;
};

/**
 * Lines in the Prometheus text format, version 0.0.4: how long the oldest concern has waited, in seconds, and when every open case was
 * last looked at, in seconds since 1970 and 0 for never. A watcher raises the alarm when the first grows or the second stands still.
 */
export function followingLines(
  { unacknowledgedSince, lastFinished }: FollowingFigures,
  now: Date,
): readonly string[] {
  const age = (since: string | null) =>
    since === null ? 0 : Math.max(0, Math.round((now.getTime() - Date.parse(since)) / 1000));
  return [
    '# HELP share_check_oldest_unacknowledged_seconds How long the oldest concern has waited that nobody has acknowledged; 0 for none.',
    '# TYPE share_check_oldest_unacknowledged_seconds gauge',
    ...Object.entries(unacknowledgedSince).map(
      ([name, since]) => `share_check_oldest_unacknowledged_seconds{class="${name}"} ${age(since)}`,
    ),
    '# HELP share_check_sweeper_last_finished_timestamp_seconds When every open case was last looked at; 0 for not yet.',
    '# TYPE share_check_sweeper_last_finished_timestamp_seconds gauge',
    `share_check_sweeper_last_finished_timestamp_seconds ${Math.floor((lastFinished?.getTime() ?? 0) / 1000)}`,
  ];
}
