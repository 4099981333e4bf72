import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { prove } from '../check/prove.ts';
import { pageOf } from '../content/page-of.ts';
import { WORD_KEYS } from '../conversation/word-keys.ts';
import { loadKey } from '../storage/key.ts';
import { openStore } from '../storage/open-store.ts';
import { createSeal } from '../storage/seal.ts';
import { STORE_FILE } from '../storage/store-files.ts';
import type { DoctorDeps } from './doctor.ts';
import { SHIPPED } from './read-setup.ts';

/** What doctor looks at on this machine. A store that is not there yet is not made for the sake of looking. */
export const DOCTOR_HERE: DoctorDeps = {
  folders: SHIPPED,
  requiredWords: WORD_KEYS,
  nodeVersion: process.versions.node,
  async checkStore({ data, key, mode }, { deployment }) {
    if (!existsSync(join(data, STORE_FILE))) return;
    const seal = createSeal(loadKey({ value: key, folder: data, local: mode === 'local' }));
    const organisation = deployment.organisation.id;
    const store = await openStore({ folder: data, organisation, mode, rehearsal: false, seal });
    await store.ping().finally(() => store.close());
  },
  async prove({ dialog, guidance }) {
    const cited = guidance.find(({ id }) => id === dialog.guidance);
    if (cited === undefined) return [];
    const { rules } = prove(dialog, pageOf(cited));
    return rules.flatMap(({ id, statement, holds }) => (holds ? [] : [`${id}, ${statement}`]));
  },
  async freeBytes(folder) {
    let there = folder;
    while (!existsSync(there)) there = dirname(there);
    const { bavail, bsize } = await statfs(there);
    return bavail * bsize;
  },
};
