import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DOCTOR_HERE } from '../../src/commands/doctor-here.ts';
import { readConfig } from '../../src/config.ts';
import { openSealed } from '../../src/storage/open-sealed.ts';
import { temporaryFolder, turnOf } from '../storage/temporary-store.ts';
import { shippedContent } from '../support/house.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

function config() {
  const read = readConfig({ SHARE_CHECK_DATA: folder.path });
  if ('faults' in read) throw new Error(read.faults.join());
  return read.config;
}

test('who last acknowledged a message is read from the store', async () => {
  const content = await shippedContent();
  const store = await openSealed(config(), content.deployment.organisation.id);
  const at = '2026-11-20T09:00:00.000Z';
  await store.commit(turnOf('a', { reached: [{ delivery: 'one', person: 'tom-ellis', at }] }));
  await store.close();
  expect([...(await DOCTOR_HERE.lastAcknowledged(config(), content))]).toEqual([['tom-ellis', at]]);
});

test('without a store nobody has, and none is made', async () => {
  expect(await DOCTOR_HERE.lastAcknowledged(config(), await shippedContent())).toEqual(new Map());
  expect(readdirSync(folder.path)).toEqual([]);
});
