/** Words as an id: "After hours: whom to ring?" becomes `after-hours-whom-to-ring`. Empty when no letter or digit of a–z, 0–9 is in them. */
export function slugOf(words: string): string {
  return words
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
