import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyChains } from '../../src/records/chain.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { createSeal } from '../../src/storage/seal.ts';
import type { Store, StoredEntry } from '../../src/storage/store.ts';
import { openedDraft } from '../records/samples.ts';
import { turnOf } from '../storage/temporary-store.ts';

/** A store beside the running service, opened from here: to make one before it starts, or to look at what it left. */

export const REFERENCE = 'SC-00000001';

/** Makes a store of the example school with one case in it. Gives its key in base64; in the local mode it stands beside it. */
export async function makeStore(folder: string, mode: 'local' | 'configured'): Promise<string> {
  const key = randomBytes(32).toString('base64');
  const store = await open(folder, mode, key);
  await store.commit(turnOf('e1', { newReferences: [REFERENCE], entries: [openedDraft(1, REFERENCE)] }));
  await store.close();
  if (mode === 'local') writeFileSync(join(folder, 'local.key'), `${key}\n`);
  return key;
}

/** Every entry, once the chains are seen to fit. `key` as `makeStore` gave it; without it the one beside the store. */
export async function entriesIn(folder: string, key?: string): Promise<readonly StoredEntry[]> {
  const file = join(folder, 'local.key');
  const held = key ?? (existsSync(file) ? readFileSync(file, 'utf8').trim() : '');
  const store = await open(folder, key === undefined ? 'local' : 'configured', held);
  try {
    const entries: StoredEntry[] = [];
    for await (const entry of store.allEntries()) entries.push(entry);
    const verdict = verifyChains(entries);
    if (!verdict.ok) throw new Error(verdict.why);
    if (!(await store.isWhole())) throw new Error('The newest entries are missing.');
    return entries;
  } finally {
    await store.close();
  }
}

function open(folder: string, mode: 'local' | 'configured', key: string): Promise<Store> {
  const seal = createSeal(Buffer.from(key, 'base64'));
  return openStore({ folder, organisation: 'larkfield-school', mode, rehearsal: false, seal });
}
