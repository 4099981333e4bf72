/**
 * "23 November 2026, 10.15am" in the organisation's time zone (NHS and GOV.UK style).
 *
 * @param instant ISO 8601
 * @param zone IANA time zone
 */
export function moment(instant: string, zone: string): string {
  return `${formatsFor(zone).day.format(new Date(instant))}, ${clock(instant, zone)}`;
}

/** "10.15am", "midday" is left as 12pm. */
export function clock(instant: string, zone: string): string {
  const parts = Object.fromEntries(
    formatsFor(zone)
      .time.formatToParts(new Date(instant))
      .map((part) => [part.type, part.value]),
  );
  const hour = Number(parts.hour);
  const minute = parts.minute === '00' ? '' : `.${parts.minute}`;
  return `${hour % 12 === 0 ? 12 : hour % 12}${minute}${hour < 12 ? 'am' : 'pm'}`;
}

type Formats = { readonly day: Intl.DateTimeFormat; readonly time: Intl.DateTimeFormat };
/** Made once for each zone: making one takes far longer than using it. A deployment has one zone. */
const FORMATS = new Map<string, Formats>();

function formatsFor(timeZone: string): Formats {
  const known = FORMATS.get(timeZone);
  if (known !== undefined) return known;
  const made = {
    day: new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'long', year: 'numeric' }),
    time: new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hour: 'numeric',
      minute: '2-digit',
      hourCycle: 'h23',
    }),
  };
  FORMATS.set(timeZone, made);
  return made;
}
