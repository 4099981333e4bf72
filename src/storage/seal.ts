import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';
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

/** AES-256-GCM with a fresh random nonce each time. In: the key, 32 bytes (see `loadKey`). */
export function createSeal(secret: Uint8Array): Seal {
  // Prepared once: each use of the bare bytes would do it anew.
  const key = createSecretKey(secret);
  return {
    seal(plain, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(context, 'utf8'));
      const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([Uint8Array.of(VERSION), nonce, sealed, cipher.getAuthTag()]);
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
  return Buffer.from(seal.seal(Buffer.from(JSON.stringify(value ?? null), 'utf8'), context));
}

/** The JSON value that was sealed. Throws as `Seal.open` does. */
export function openJson(seal: Seal, sealed: Uint8Array, context: string): unknown {
  return JSON.parse(Buffer.from(seal.open(sealed, context)).toString('utf8'));
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
