import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeliveryDraft } from '../../src/delivery/delivery.ts';
import { openStore } from '../../src/storage/open-store.ts';
import type { StoreOwner } from '../../src/storage/prepare-store.ts';
import { createSeal } from '../../src/storage/seal.ts';
import type { Store, StoredEntry, TurnCommit } from '../../src/storage/store.ts';
import { AT, idOf } from '../records/samples.ts';

/** Real stores in folders that go again. */

export const KEY = new Uint8Array(32).fill(7);
export const ORGANISATION = 'example-school';

export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'share-check-store-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export function owner(changes: Partial<StoreOwner> = {}): StoreOwner {
  return { organisation: ORGANISATION, mode: 'local', rehearsal: false, seal: createSeal(KEY), ...changes };
}

export function openAt(folder: string, changes: Partial<StoreOwner> = {}): Promise<Store> {
  return openStore({ folder, ...owner(changes) });
}

/** A turn that changes nothing but its own state, with what is given. */
export function turnOf(eventId: string, changes: Partial<TurnCommit> = {}): TurnCommit {
  return {
    conversation: `teams:${eventId}`,
    revision: null,
    eventId,
    at: AT,
    state: { step: eventId },
    reply: { said: eventId },
    entries: [],
    newReferences: [],
    ownChains: [],
    keptOut: [],
    deliveries: [],
    deliveryChanges: [],
    placeChanges: [],
    ...changes,
  };
}

export function messageTo(
  person: string,
  number: number,
  reference: string,
  changes: Partial<DeliveryDraft> = {},
): DeliveryDraft {
  return {
    id: idOf(number),
    reference,
    destination: { kind: 'direct-message', person },
    class: 'today',
    dueAt: AT,
    card: { title: 'A case', summary: 'A case was opened', blocks: [], buttons: [] },
    ...changes,
  };
}

export async function all(store: Store): Promise<readonly StoredEntry[]> {
  const entries: StoredEntry[] = [];
  for await (const entry of store.allEntries()) entries.push(entry);
  return entries;
}
