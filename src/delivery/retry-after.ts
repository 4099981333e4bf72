/** Nobody is waited for longer: an hour, in seconds. */
const LONGEST = 60 * 60;

/** Seconds to wait by a `Retry-After` header of either form (RFC 9110, 10.2.3), as a field for a DeliveryError. */
export function retryAfter(header: unknown, now: number): { readonly retryAfterSeconds?: number } {
  if (typeof header !== 'string') return {};
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) ? { retryAfterSeconds: Math.min(LONGEST, Math.max(0, seconds)) } : {};
}
