/**
 * "23 November 2026, 10.15am" in the organisation's time zone (NHS and GOV.UK style).
 *
 * @param instant ISO 8601
 * @param zone IANA time zone
 */
export function moment(instant: string, zone: string): string {
  const day = dayOf(zone).format(new Date(instant));
  return `${day}, ${clock(instant, zone)}`;
}

/** "10.15am", "midday" is left as 12pm. */
export function clock(instant: string, zone: string): string {
  const parts = Object.fromEntries(
    clockOf(zone)
      .formatToParts(new Date(instant))
      .map((part) => [part.type, part.value]),
  );
  const hour = Number(parts.hour);
  const minute = parts.minute === '00' ? '' : `.${parts.minute}`;
  return `${hour % 12 === 0 ? 12 : hour % 12}${minute}${hour < 12 ? 'am' : 'pm'}`;
}

/** "Monday 23 November". */
export function weekday(instant: string, zone: string): string {
  const parts = weekdayOf(zone).formatToParts(new Date(instant));
  const part = (type: string) => parts.find((one) => one.type === type)?.value;
  return `${part('weekday')} ${part('day')} ${part('month')}`;
}

const dayOf = inZone({ day: 'numeric', month: 'long', year: 'numeric' });
const clockOf = inZone({ hour: 'numeric', minute: '2-digit', hourCycle: 'h23' });
const weekdayOf = inZone({ weekday: 'long', day: 'numeric', month: 'long' });

/** The format for each zone, made once: making one takes a hundred times as long as using it. */
function inZone(options: Intl.DateTimeFormatOptions): (zone: string) => Intl.DateTimeFormat {
  const made = new Map<string, Intl.DateTimeFormat>();
  return (zone) => {
    const known = made.get(zone);
    if (known !== undefined) return known;
    const format = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone });
    made.set(zone, format);
    return format;
  };
}
