import type { NotificationClass } from '../check/facts.ts';

/** First and longest wait in seconds: an emergency is tried again within a minute for as long as it lasts. */
const WAITS: Readonly<Record<NotificationClass, { readonly first: number; readonly longest: number }>> = {
  emergency: { first: 2, longest: 60 },
  today: { first: 5, longest: 15 * 60 },
  routine: { first: 5, longest: 15 * 60 },
};

/**
 * Seconds until a delivery is tried again: doubling, with jitter between half and the whole of it, so that messages that
 * failed together do not come back together. `attempts` counts from 1; `random` is from 0 up to 1. Never sooner than the
 * receiving service asked for (`Retry-After`).
 */
export function backOffSeconds(
  urgency: NotificationClass,
  attempts: number,
  random: number,
  retryAfterSeconds = 0,
): number {
  const { first, longest } = WAITS[urgency];
  const doubled = Math.min(longest, first * 2 ** Math.min(attempts - 1, 20));
  return Math.max(doubled * (0.5 + random / 2), retryAfterSeconds);
}
