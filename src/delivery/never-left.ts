/** Codes of Node's for a connection that never came about: whatever was to be sent is still here. */
const NO_CONNECTION = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
]);

/** Codes for a certificate that was not trusted, before anything was said. */
const NOT_TRUSTED = /^(?:CERT_|ERR_TLS_CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH)/;

/** Whether a failure with this code of Node's came before anything had left this machine. Of any other one cannot tell. */
export function neverLeft(code: string | undefined): boolean {
  return code !== undefined && (NO_CONNECTION.has(code) || NOT_TRUSTED.test(code));
}
