/** The few names of characters that Teams writes in the body of a message. */
const NAMES: Readonly<Record<string, string>> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** A few words can stand in many tags, and danger in the last of them. */
const TAGS_TO_WORDS = 8;

/**
 * The words of a message as Teams hands it to a message action: HTML without its tags, lines kept apart, `longest` characters of
 * it. Of tags there may be several times as many; what is longer still is cut before anything is looked at, so that no text can
 * hold up everybody.
 */
export function plainText(html: string, longest: number): string {
  return html
    .slice(0, longest * TAGS_TO_WORDS)
    .replace(/<(?:br|\/p|\/div|\/li|\/tr|\/h[1-6])\b[^<>]*>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hex, name) =>
      name === undefined
        ? character(Number.parseInt(decimal ?? hex, decimal === undefined ? 16 : 10))
        : (NAMES[String(name).toLowerCase()] ?? whole),
    )
    .replace(/[^\S\n]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n')
    .trim()
    .slice(0, longest);
}

const character = (code: number): string =>
  code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : ' ';
