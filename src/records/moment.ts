/**
 * "23 November 2026, 10.15am" in the organisation's time zone (NHS and GOV.UK style).
 *
 * @param instant ISO 8601
 * @param zone IANA time zone
 */
export function moment(instant: string, zone: string): string {
  const date = new Date(instant);
  const day = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(date);
  return `${day}, ${clock(instant, zone)}`;
}

/** "10.15am", "midday" is left as 12pm. */
export function clock(instant: string, zone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: 'numeric',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = Object.fromEntries(
    format.formatToParts(new Date(instant)).map((part) => [part.type, part.value]),
  );
  const hour = Number(parts.hour);
  const minute = parts.minute === '00' ? '' : `.${parts.minute}`;
  return `${hour % 12 === 0 ? 12 : hour % 12}${minute}${hour < 12 ? 'am' : 'pm'}`;
}

/** "Monday 23 November". */
export function weekday(instant: string, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  }).formatToParts(new Date(instant));
  const part = (type: string) => parts.find((one) => one.type === type)?.value;
  return `${part('weekday')} ${part('day')} ${part('month')}`;
}
