import { existsSync } from 'node:fs';
import { access, constants, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { prove } from '../check/prove.ts';
import type { Config } from '../config.ts';
import type { Content } from '../content/load-all.ts';
import { pageOf } from '../content/page-of.ts';
import { WORD_KEYS } from '../conversation/word-keys.ts';
import { Fault } from '../fault.ts';
import { brokenRules } from '../proven-policy.ts';
import { openSealed } from '../storage/open-sealed.ts';
import { sqliteFault } from '../storage/sqlite-fault.ts';
import type { Store } from '../storage/store.ts';
import { REHEARSAL_FILE, STORE_FILE } from '../storage/store-files.ts';
import type { DoctorDeps } from './doctor.ts';
import { mayBePublic } from './open-slack.ts';
import { SHIPPED } from './read-setup.ts';

/** What doctor looks at on this machine. A store that is not there yet is not made for the sake of looking. */
export const DOCTOR_HERE: DoctorDeps = {
  folders: SHIPPED,
  requiredWords: WORD_KEYS,
  nodeVersion: process.versions.node,
  async checkStore(config, { deployment }) {
    const { data } = config;
    await mustBeWritable(nearestThere(data), data);
    const organisation = deployment.organisation.id;
    const look = async (file: string, rehearsal: boolean): Promise<void> => {
      if (!existsSync(join(data, file))) return;
      const store = await openSealed(config, organisation, { rehearsal });
      await store.ping().finally(() => store.close());
    };
    await look(STORE_FILE, false);
    return look(REHEARSAL_FILE, true).then(
      () => [],
      (error: unknown) => {
        if (error instanceof Fault) return [error];
        throw error;
      },
    );
  },
  async prove({ dialog, guidance, whereIs }) {
    const cited = guidance.find(({ id }) => id === dialog.guidance);
    if (cited === undefined) return [];
    return brokenRules(prove(dialog, pageOf(cited)), whereIs);
  },
  async freeBytes(folder) {
    const { bavail, bsize } = await statfs(nearestThere(folder));
    return bavail * bsize;
  },
  lastAcknowledged: lastAcknowledgedInStore,
  now: () => new Date(),
  async slack({ botToken, apiUrl }, { notifications }) {
    const [{ createSlackApi }, { createAudience }, { tryAppToken }] = await Promise.all([
      import('../channels/slack/web-api.ts'),
      import('../channels/slack/audience.ts'),
      import('../channels/slack/app-token.ts'),
    ]);
    const address = apiUrl === undefined ? {} : { apiUrl };
    const api = createSlackApi({ token: botToken, ...address });
    return {
      whoAmI: api.whoAmI,
      audience: createAudience({ api, allowPublic: mayBePublic(notifications) }),
      tryAppToken: (appToken) => tryAppToken({ appToken, ...address }),
    };
  },
  async routes(settings) {
    const { probeRoutes } = await import('./open-routes.ts');
    return probeRoutes(settings);
  },
  async teams(settings, config, { organisation }) {
    const [{ createBotFramework }, { credentialsOf, readersIn }] = await Promise.all([
      import('../channels/teams/bot-framework.ts'),
      import('./open-teams.ts'),
    ]);
    const bot = createBotFramework(credentialsOf(settings));
    const inStore = async <Result>(use: (store: Store) => Promise<Result>): Promise<Result | null> => {
      if (!existsSync(join(config.data, STORE_FILE))) return null;
      const store = await openSealed(config, organisation.id);
      return use(store).finally(() => store.close());
    };
    return {
      checkCredentials: bot.checkCredentials,
      chatsOf: (ids) => inStore((store) => withChat(store, ids)),
      chosenPlaces: async () => (await inStore((store) => store.places())) ?? [],
      mayPost: async (target) => {
        const look = (store: Parameters<typeof readersIn>[2]) => readersIn(bot, settings, store)(target);
        // Without a store nobody was heard from yet: Teams is asked where it always is.
        const looked = await inStore((store) => look(store).then(() => true));
        if (looked === null) await look(NOBODY_KNOWN);
      },
    };
  },
};

/** By person id when they last acknowledged a message, as the store knows it; without a store nobody did. */
async function lastAcknowledgedInStore(
  config: Config,
  { deployment }: Content,
): Promise<ReadonlyMap<string, string>> {
  if (!existsSync(join(config.data, STORE_FILE))) return new Map();
  const store = await openSealed(config, deployment.organisation.id);
  return store.lastReached().finally(() => store.close());
}

/** Where people can be written to before anybody was. */
const NOBODY_KNOWN: Pick<Store, 'address' | 'saveAddress' | 'addresses' | 'forgetAddress'> = {
  address: async () => null,
  addresses: async () => [],
  saveAddress: async () => undefined,
  forgetAddress: async () => undefined,
};

/** Of these ids, those under which a chat is kept. Entra writes them in small letters, and people as they like. */
async function withChat(store: Pick<Store, 'address'>, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const id of ids) {
    for (const form of new Set([id, id.toLowerCase(), id.toUpperCase()])) {
      if ((await store.address('teams', form)) !== null) found.add(id);
    }
  }
  return found;
}

/** The folder itself, or the nearest one around it that is there already. */
function nearestThere(folder: string): string {
  return existsSync(folder) ? folder : nearestThere(dirname(folder));
}

/** Rejects where `folder` could not be made, or written in, under `there`. */
async function mustBeWritable(there: string, folder: string): Promise<void> {
  try {
    // With the dot it has to be a folder.
    await access(`${there}/.`, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw sqliteFault(error, folder);
  }
}
