import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** What an app signs in to Microsoft with in place of a secret. */
export type AppCertificate = {
  /** SHA-1 of the certificate, as Microsoft Entra names it: 40 hexadecimal digits. */
  readonly thumbprint: string;
  /** PEM, PKCS #8, not locked. */
  readonly privateKey: string;
  readonly endsAt: Date;
};

/** Certificate, chain and key together have some 10 KB. */
const LARGEST = 256 * 1024;
const SHORTEST_KEY = 2048;
const BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const MAKE_ONE =
  'Make the file with: cat certificate.pem private-key.pem > share-check.pem (for a .pfx file: openssl pkcs12 -in file.pfx -out share-check.pem -nodes)';

/**
 * Reads a PEM file with a certificate and its private key, both as they are now. Gives the certificate, or what is wrong, in
 * words after the name of the setting; neither the path nor anything of the file is repeated.
 */
export function readAppCertificate(
  path: string,
  now: Date = new Date(),
): { readonly certificate: AppCertificate } | { readonly fault: string } {
  const text = readText(path);
  if (typeof text !== 'string') return text;
  const certificates = (text.match(BLOCK) ?? []).flatMap(parse);
  if (certificates.length === 0) return { fault: `names a file with no certificate in it. ${MAKE_ONE}` };
  const key = readKey(text);
  if ('fault' in key) return key;
  // A file may hold the issuers' certificates too, in any order.
  const own = certificates.find((certificate) => certificate.checkPrivateKey(key.key));
  if (own === undefined) {
    return {
      fault:
        'names a file whose private key belongs to another certificate. Put the two that belong together into it.',
    };
  }
  if (now > own.validToDate) {
    return {
      fault:
        'names a certificate that has run out. Make a new one, upload it to the app registration ("Certificates & secrets"), and put it with its key into the file.',
    };
  }
  if (now < own.validFromDate) {
    return { fault: 'names a certificate that does not hold yet. Check the clock of this machine, or wait.' };
  }
  return {
    certificate: {
      thumbprint: own.fingerprint.replaceAll(':', ''),
      privateKey: key.key.export({ type: 'pkcs8', format: 'pem' }).toString(),
      endsAt: own.validToDate,
    },
  };
}

function readText(path: string): string | { readonly fault: string } {
  try {
    const bytes = readFileSync(resolve(path));
    if (bytes.length <= LARGEST) return bytes.toString('latin1');
    return { fault: `names a file that is too large for a certificate. ${MAKE_ONE}` };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT') return { fault: 'names a file that is not there. Check the path.' };
    if (code === 'EISDIR') return { fault: 'names a folder. Name the file in it.' };
    return {
      fault:
        'names a file that cannot be read. Let the account that runs the service read it, and nobody else.',
    };
  }
}

function parse(block: string): X509Certificate[] {
  try {
    return [new X509Certificate(block)];
  } catch {
    return [];
  }
}

function readKey(text: string): { readonly key: KeyObject } | { readonly fault: string } {
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) {
    return { fault: `names a file with no private key in it. ${MAKE_ONE}` };
  }
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: 4,ENCRYPTED/.test(text)) {
    return {
      fault:
        'names a file whose private key is locked with a password. Unlock it with: openssl pkey -in private-key.pem -out unlocked.pem',
    };
  }
  try {
    const key = createPrivateKey(text);
    const long = (key.asymmetricKeyDetails?.modulusLength ?? 0) >= SHORTEST_KEY;
    if (key.asymmetricKeyType === 'rsa' && long) return { key };
    return { fault: 'names a key that Microsoft does not take. Make an RSA key of 2048 bits or more.' };
  } catch {
    return { fault: `names a file whose private key cannot be read. ${MAKE_ONE}` };
  }
}
