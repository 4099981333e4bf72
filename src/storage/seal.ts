import { createCipheriv, createDecipheriv, createSecretKey, randomFillSync } from 'node:crypto';
import { Fault } from '../fault.ts';

/**
 * Closes and opens what is kept. `context` says what it is and where it belongs (`entry:<id>`): sealed bytes moved to
 * another place do not open there.
 */
export type Seal = {
  seal(plain: Uint8Array, context: string): Uint8Array;
  /** Throws the Fault `sealed-unreadable` when the key is another one, or the bytes were changed or moved. */
  open(sealed: Uint8Array, context: string): Uint8Array;
};

/** First byte of everything sealed: how it was sealed. */
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + NONCE_BYTES;

const nonces = new Uint8Array(NONCE_BYTES * 256);
let given = nonces.length;

/** Random bytes of the system, asked for many at a time: a turn seals a dozen things. Each is given out once. */
function takeNonce(into: Uint8Array): void {
  if (given === nonces.length) {
    randomFillSync(nonces);
    given = 0;
  }
  into.set(nonces.subarray(given, given + NONCE_BYTES));
  given += NONCE_BYTES;
}

/** AES-256-GCM with a fresh random nonce each time. In: the key, 32 bytes (see `loadKey`). */
export function createSeal(secret: Uint8Array): Seal {
  // Prepared once: each use of the bare bytes would do it anew.
  const key = createSecretKey(secret);
  return {
    seal(plain, context) {
      const sealed = Buffer.allocUnsafe(HEAD_BYTES + plain.length + TAG_BYTES);
      sealed[0] = VERSION;
      const nonce = sealed.subarray(1, HEAD_BYTES);
      takeNonce(nonce);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      cipher.setAAD(Buffer.from(context, 'utf8'));
      sealed.set(cipher.update(plain), HEAD_BYTES);
      // In this mode nothing is left for the end but the tag.
      cipher.final();
      sealed.set(cipher.getAuthTag(), HEAD_BYTES + plain.length);
      return sealed;
    },
    open(sealed, context) {
      if (sealed.length < HEAD_BYTES + TAG_BYTES || sealed[0] !== VERSION) throw unreadable(context);
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, HEAD_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(context, 'utf8'));
      decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
      try {
        return Buffer.concat([
          decipher.update(sealed.subarray(HEAD_BYTES, sealed.length - TAG_BYTES)),
          decipher.final(),
        ]);
      } catch {
        throw unreadable(context);
      }
    },
  };
}

/** Any JSON value, sealed. */
export function sealJson(seal: Seal, value: unknown, context: string): Buffer {
  return asBuffer(seal.seal(Buffer.from(JSON.stringify(value ?? null), 'utf8'), context));
}

/** The same bytes as the database takes them, without a copy. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** The JSON value that was sealed. Throws as `Seal.open` does. */
export function openJson(seal: Seal, sealed: Uint8Array, context: string): unknown {
  return JSON.parse(asBuffer(seal.open(sealed, context)).toString('utf8'));
}

function unreadable(context: string): Fault {
  // Only the kind of thing is named: an address or an event id does not belong in a message.
  const kind = context.split(':', 1)[0];
  return new Fault(
    'sealed-unreadable',
    `Something kept in the store cannot be opened (${kind}). It was changed, or it was sealed with another key.`,
    'Stop the service. Check that SHARE_CHECK_KEY is the key this store was made with. If it is, the file was changed: put the last backup back.',
  );
}
