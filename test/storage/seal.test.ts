import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadKey } from '../../src/storage/key.ts';
import { createSeal, openJson, sealJson } from '../../src/storage/seal.ts';
import { KEY, openAt, temporaryFolder } from './temporary-store.ts';

const words = (text: string) => new TextEncoder().encode(text);

describe('the seal', () => {
  const seal = createSeal(KEY);
  const sealed = seal.seal(words('what a child said'), 'entry:1');

  test('opens what it closed, in its own place', () => {
    expect(Buffer.from(seal.open(sealed, 'entry:1')).toString()).toBe('what a child said');
    expect(openJson(seal, sealJson(seal, { a: [1] }, 'x'), 'x')).toEqual({ a: [1] });
    expect(openJson(seal, sealJson(seal, undefined, 'x'), 'x')).toBeNull();
  });

  test('hides the words, and never gives the same bytes twice', () => {
    expect(Buffer.from(sealed).includes('child')).toBe(false);
    expect(Buffer.from(seal.seal(words('what a child said'), 'entry:1')).equals(sealed)).toBe(false);
  });

  test('does not open in another place, with another key, or when any byte was changed', () => {
    const refused = expect.objectContaining({ code: 'sealed-unreadable' });
    expect(() => seal.open(sealed, 'entry:2')).toThrow(refused);
    expect(() => createSeal(new Uint8Array(32)).open(sealed, 'entry:1')).toThrow(refused);
    expect(() => seal.open(sealed.subarray(0, 20), 'entry:1')).toThrow(refused);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Uint8Array.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => seal.open(changed, 'entry:1'), `byte ${at}`).toThrow(refused);
    }
  });

  test('names the kind of thing that does not open, and not whose it is', () => {
    expect(() => seal.open(sealed, 'address:teams:person-1')).toThrow(/\(address\)/);
    expect(() => seal.open(sealed, 'address:teams:person-1')).not.toThrow(/person-1/);
  });
});

describe('the key', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  const base64 = Buffer.from(KEY).toString('base64');

  test('comes from SHARE_CHECK_KEY, and then no file is made', () => {
    for (const local of [true, false]) {
      expect(Buffer.from(loadKey({ value: ` ${base64}\n`, folder: folder.path, local })).equals(KEY)).toBe(
        true,
      );
    }
    expect(Buffer.from(loadKey({ value: KEY, folder: folder.path, local: false })).equals(KEY)).toBe(true);
    expect(existsSync(join(folder.path, 'local.key'))).toBe(false);
  });

  test('is required outside the local mode', () => {
    for (const value of [undefined, null, '', '  ']) {
      expect(() => loadKey({ value, folder: folder.path, local: false })).toThrow(
        expect.objectContaining({
          code: 'key-missing',
          remedy: expect.stringContaining('openssl rand -base64 32'),
        }),
      );
    }
  });

  test.each([base64.slice(0, 40), `${base64}AAAA`, 'not a key', base64.replace('B', '!')])(
    'that is not 32 bytes in base64 is refused without repeating it (%#)',
    (value) => {
      const failing = () => loadKey({ value, folder: folder.path, local: false });
      expect(failing).toThrow(expect.objectContaining({ code: 'key-malformed' }));
      expect(failing).not.toThrow(value);
    },
  );

  test('in the local mode is made once, for this user alone, and used again', () => {
    const inner = join(folder.path, 'data');
    const key = loadKey({ value: undefined, folder: inner, local: true });
    expect(key).toHaveLength(32);
    expect(statSync(join(inner, 'local.key')).mode & 0o777).toBe(0o600);
    expect(Buffer.from(loadKey({ value: undefined, folder: inner, local: true })).equals(key)).toBe(true);
    expect(Buffer.from(loadKey({ value: undefined, folder: folder.path, local: true })).equals(key)).toBe(
      false,
    );
  });

  test('in the local mode with a broken file is refused', () => {
    writeFileSync(join(folder.path, 'local.key'), 'half a k');
    expect(() => loadKey({ value: undefined, folder: folder.path, local: true })).toThrow(
      expect.objectContaining({ code: 'key-malformed' }),
    );
  });

  test('is not made anew beside a store that needs the lost one', async () => {
    await (await openAt(folder.path)).close();
    expect(() => loadKey({ value: undefined, folder: folder.path, local: true })).toThrow(
      expect.objectContaining({ code: 'local-key-missing' }),
    );
    expect(existsSync(join(folder.path, 'local.key'))).toBe(false);
  });

  test('is not made beside a store that a configured deployment has used', async () => {
    await (await openAt(folder.path, { mode: 'configured' })).close();
    expect(() => loadKey({ value: undefined, folder: folder.path, local: true })).toThrow(
      expect.objectContaining({ code: 'store-is-configured' }),
    );
  });

  test('cannot be kept where the data folder is a file', () => {
    const file = join(folder.path, 'data');
    writeFileSync(file, 'x');
    expect(() => loadKey({ value: undefined, folder: file, local: true })).toThrow(
      expect.objectContaining({ code: 'store-not-writable' }),
    );
    expect(readFileSync(file, 'utf8')).toBe('x');
  });
});
