/**
 * The instant (ISO 8601, UTC) of a local time in England, written `2026-11-23 10:15`.
 * In the hour that comes twice in October the earlier one is meant.
 */
export function englandTime(local: string): string {
  for (const offset of ['+01:00', '+00:00']) {
    const instant = new Date(`${local.replace(' ', 'T')}:00${offset}`);
    const parts = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Europe/London',
      dateStyle: 'short',
      timeStyle: 'short',
    });
    if (parts.format(instant) === local) return instant.toISOString();
  }
  throw new Error(`There is no such time in England: ${local}`);
}
