import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readEnvFile } from '../src/env-file.ts';
import { Fault } from '../src/fault.ts';
import { ownFolder } from './support/run-entry.ts';

function written(content: string | Uint8Array): string {
  const file = join(ownFolder('env'), '.env');
  writeFileSync(file, content);
  return file;
}

test('every setting counts, the first one after a byte order mark too, however lines end', () => {
  const file = written('\uFEFFPORT=4000\r\n# a remark\r\nHOST="127.0.0.1"\r\nSHARE_CHECK_LOCAL=\r\n');
  expect(readEnvFile(file)).toEqual({ PORT: '4000', HOST: '127.0.0.1', SHARE_CHECK_LOCAL: '' });
});

test('no file is no settings', () => {
  expect(readEnvFile(join(ownFolder('env'), '.env'))).toEqual({});
});

test('a folder in its place, or something that is no text, is a fault that repeats nothing of it', () => {
  const folder = join(ownFolder('env'), '.env');
  mkdirSync(folder);
  const secret = Buffer.concat([Buffer.from('SHARE_CHECK_KEY=hunter2\n'), Buffer.of(0xff, 0xfe, 0x00)]);
  for (const file of [folder, written(secret)]) {
    let fault: unknown;
    try {
      readEnvFile(file);
    } catch (error) {
      fault = error;
    }
    if (!(fault instanceof Fault)) throw new Error('a Fault was wanted');
    expect(fault.message).toContain(file);
    expect(fault.remedy).toContain('text file in UTF-8');
    expect(fault.message + fault.remedy).not.toContain('hunter2');
  }
});
