/** Crockford's base 32: no I, L, O or U, so that a reference can be read out and copied by hand. */
const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RANDOM_SYMBOLS = 7;

/** How many random bytes `makeReference` needs. */
export const REFERENCE_BYTES = 5;

/**
 * A reference such as `SC-7K3F-9QXM`: seven random symbols (35 bits) and a check symbol.
 * In: at least five random bytes. It finds a record; it never authorises anybody to see it.
 */
export function makeReference(bytes: Uint8Array): string {
  if (bytes.length < REFERENCE_BYTES) throw new RangeError('makeReference needs five random bytes');
  let bits = 0n;
  for (const byte of bytes.subarray(0, REFERENCE_BYTES)) bits = (bits << 8n) | BigInt(byte);
  const values = Array.from({ length: RANDOM_SYMBOLS }, (_, at) => Number((bits >> BigInt(at * 5)) & 31n));
  return written([...values, checkOf(values)]);
}

/**
 * The reference as we write it, from what somebody typed or read out: any case, with or without hyphens, spaces and
 * the leading SC, the letter O for zero and I or L for one. Null when it is not a reference or has a wrong check symbol.
 */
export function normaliseReference(text: string): string | null {
  const key = referenceKey(text);
  const symbols = key.length === 10 && key.startsWith('SC') ? key.slice(2) : key;
  if (symbols.length !== RANDOM_SYMBOLS + 1) return null;
  const values = [...symbols].map((symbol) => SYMBOLS.indexOf(symbol));
  if (values.includes(-1)) return null;
  return checkOf(values.slice(0, RANDOM_SYMBOLS)) === values[RANDOM_SYMBOLS] ? written(values) : null;
}

/** What two ways of writing one reference have in common: upper case, without hyphens and spaces, O as 0, I and L as 1. */
export function referenceKey(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}

/**
 * The check symbol: the remainder that makes the whole a multiple of x + α over the field of 32 elements
 * (x⁵ + x² + 1), so that every single wrong symbol and every swap of two different symbols is noticed.
 */
function checkOf(values: readonly number[]): number {
  return values.reduce((sum, value) => timesAlpha(sum ^ value), 0);
}

function timesAlpha(value: number): number {
  const doubled = value << 1;
  return doubled & 32 ? doubled ^ 0b100101 : doubled;
}

function written(values: readonly number[]): string {
  const text = values.map((value) => SYMBOLS[value]).join('');
  return `SC-${text.slice(0, 4)}-${text.slice(4)}`;
}
