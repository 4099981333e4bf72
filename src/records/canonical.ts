import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * RFC 8785 canonical JSON of a value, as UTF-8 bytes: the same value always gives the same bytes.
 * A half of a surrogate pair (an emoji cut in two) becomes the replacement character, as it has no UTF-8 form.
 * Throws a TypeError for what JSON cannot hold.
 */
export function canonicalBytes(value: unknown): Uint8Array {
  const text = canonicalText(value);
  if (text === undefined) throw new TypeError('There is no JSON for this value');
  return Buffer.from(text, 'utf8');
}

/** With the keys in order, what JSON writes is canonical: a third of the time the library takes. It does whatever is not plain. */
function canonicalText(value: unknown): string | undefined {
  const sorted = inOrder(value);
  const text = sorted === NOT_PLAIN ? undefined : JSON.stringify(sorted);
  // Half of a surrogate pair is written as an escape.
  if (text !== undefined && !text.includes('\\ud')) return text;
  return canonicalize(wellFormed(value));
}

const NOT_PLAIN = Symbol('not plain');

/** The same value with the keys of every object in order; `NOT_PLAIN` where JSON could write anything else than that. */
function inOrder(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : NOT_PLAIN;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const ordered = value.map(inOrder);
    return ordered.includes(NOT_PLAIN) ? NOT_PLAIN : ordered;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return NOT_PLAIN;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    const ordered = inOrder((value as Record<string, unknown>)[key]);
    // An object puts numbers first whatever the order, and may take this one key for something else.
    if (ordered === NOT_PLAIN || /^\d/.test(key) || key === '__proto__' || key === 'toJSON') return NOT_PLAIN;
    copy[key] = ordered;
  }
  return copy;
}

/** SHA-256 of the bytes, in lower-case hexadecimal. */
export function sha256Hex(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
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
