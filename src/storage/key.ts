import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { Fault } from '../fault.ts';
import { configuredStore } from './prepare-store.ts';
import { sqliteFault } from './sqlite-fault.ts';
import { REHEARSAL_FILE, STORE_FILE } from './store-files.ts';

const KEY_BYTES = 32;
const MAKE_ONE =
  'A new one for a new store comes from `openssl rand -base64 32`; keep a copy in a safe place: without it no record can be read.';

/**
 * The key that seals the store, 32 bytes: from SHARE_CHECK_KEY (`value`: base64, or its bytes), or in the local mode from `local.key`
 * in the data folder, made on the first run and readable by its owner alone.
 * Throws a Fault: `key-missing`, `key-malformed`, `local-key-missing`, `store-is-configured`, `store-not-writable`.
 */
export function loadKey(from: {
  readonly value: string | Uint8Array | null | undefined;
  readonly folder: string;
  readonly local: boolean;
}): Uint8Array {
  const value = (typeof from.value === 'string' ? from.value : base64(from.value)).trim();
  if (value !== '') return decodeKey(value, 'SHARE_CHECK_KEY');
  if (from.local) return localKey(from.folder);
  throw new Fault(
    'key-missing',
    'SHARE_CHECK_KEY is not set. It seals the records, and a configured service does not run without it.',
    `Set it to 32 random bytes in base64. ${MAKE_ONE}`,
  );
}

function localKey(folder: string): Uint8Array {
  const file = join(folder, 'local.key');
  try {
    if (!existsSync(file)) makeLocalKey(folder, file);
    return decodeKey(readFileSync(file, 'utf8').trim(), file);
  } catch (error) {
    throw sqliteFault(error, file);
  }
}

function makeLocalKey(folder: string, file: string): void {
  const modes = [STORE_FILE, REHEARSAL_FILE].map((name) => storedMode(join(folder, name)));
  if (modes.includes('configured')) throw configuredStore();
  if (modes.includes('local')) {
    throw new Fault(
      'local-key-missing',
      `The data folder holds a store, but not the key that opens it: ${file}.`,
      'Put local.key back. If it is lost, the store cannot be read: move the data folder aside to begin afresh.',
    );
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flush: true });
  try {
    // Appears whole or not at all, and never over a key another process has just made.
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** How a store was last used, without opening it for writing; null when there is none that can be read. */
function storedMode(file: string): 'local' | 'configured' | null {
  if (!existsSync(file)) return null;
  try {
    const raw = new SqliteDatabase(file, { readonly: true });
    try {
      const mode: unknown = raw.prepare('select mode from meta').pluck().get();
      return mode === 'local' || mode === 'configured' ? mode : null;
    } finally {
      raw.close();
    }
  } catch {
    // Whatever is wrong with the file, opening the store says it better.
    return null;
  }
}

const base64 = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('base64');

function decodeKey(text: string, where: string): Uint8Array {
  const key = Buffer.from(text, 'base64');
  if (key.length === KEY_BYTES && /^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return key;
  throw new Fault(
    'key-malformed',
    `${where} does not hold a key: 32 bytes in base64, which is 44 characters.`,
    `Check that it was copied whole. ${MAKE_ONE}`,
  );
}
