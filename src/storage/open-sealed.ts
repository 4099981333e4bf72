import { loadKey } from './key.ts';
import { openStore } from './open-store.ts';
import { createSeal, type Seal } from './seal.ts';
import type { Store } from './store.ts';

/** Where the store is and what opens it, as the configuration has it. */
export type StorePlace = {
  readonly data: string;
  readonly key: Uint8Array | null;
  readonly mode: 'local' | 'configured';
};

/** The seal of a data folder. Throws a Fault as `loadKey` does, which in the local mode makes the key on the first run. */
export function sealOf({ data, key, mode }: StorePlace): Seal {
  return createSeal(loadKey({ value: key, folder: data, local: mode === 'local' }));
}

/** Opens the store of an organisation in a data folder, or the one of its rehearsals. Throws a Fault as `openStore` does. */
export function openSealed(
  place: StorePlace,
  organisation: string,
  options: { readonly rehearsal?: boolean; readonly seal?: Seal } = {},
): Promise<Store> {
  return openStore({
    folder: place.data,
    organisation,
    mode: place.mode,
    rehearsal: options.rehearsal ?? false,
    seal: options.seal ?? sealOf(place),
  });
}
