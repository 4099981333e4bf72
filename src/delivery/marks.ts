import type { NotificationClass } from '../check/facts.ts';
import { clock, weekday } from '../records/moment.ts';
import type { LeasedDelivery } from '../storage/store.ts';

/** The words over a message whose earlier copy may have arrived. */
export const REPEAT_BANNER = 'This message may have reached you before.';

/** What leaves so much later than it was to says when it was written. Minutes. */
const LATE_AFTER: Readonly<Record<NotificationClass, number>> = { emergency: 10, today: 120, routine: 120 };

/** The words over a message that leaves late: nobody is to take it for news of this minute. */
export function lateBanner(writtenAt: string, timeZone: string): string {
  return `Sent late: this was written at ${clock(writtenAt, timeZone)} on ${weekday(writtenAt, timeZone)}.`;
}

/** What has to be said over a message that leaves now. */
export function bannersOf(
  delivery: Pick<LeasedDelivery, 'class' | 'wantedAt' | 'createdAt' | 'unclear'>,
  now: Date,
  timeZone: string,
): readonly string[] {
  const late = now.getTime() - Date.parse(delivery.wantedAt) > LATE_AFTER[delivery.class] * 60_000;
  return [
    ...(late ? [lateBanner(delivery.createdAt, timeZone)] : []),
    ...(delivery.unclear ? [REPEAT_BANNER] : []),
  ];
}
