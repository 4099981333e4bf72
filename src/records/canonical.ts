import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * RFC 8785 canonical JSON of a value, as UTF-8 bytes: the same value always gives the same bytes.
 * A half of a surrogate pair (an emoji cut in two) becomes the replacement character, as it has no UTF-8 form.
 * Throws a TypeError for what JSON cannot hold.
 */
export function canonicalBytes(value: unknown): Uint8Array {
  const text = canonicalize(wellFormed(value));
  if (text === undefined) throw new TypeError('There is no JSON for this value');
  return new TextEncoder().encode(text);
}

/** SHA-256 of the bytes, in lower-case hexadecimal. */
export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, held]) => [key.toWellFormed(), wellFormed(held)]),
    );
  }
  return value;
}
