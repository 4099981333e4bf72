import type { Logger, LogLevel } from '@slack/bolt';

/** Log lines of Slack's SDK can hold what people typed: none is written. What matters is reported by its code. */
export const SILENT: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => 'error' as LogLevel,
  setName: () => undefined,
};
