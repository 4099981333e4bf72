import type { Address, Addresses } from '../../../src/channels/teams/address.ts';

/** Addresses kept in memory, as text: what comes back is what a store would give back. */
export function memoryAddresses(): Addresses & { readonly saved: Map<string, string> } {
  const saved = new Map<string, string>();
  return {
    saved,
    async save(userId: string, address: Address) {
      saved.set(userId, JSON.stringify(address));
    },
    async load(userId: string) {
      const text = saved.get(userId);
      return text === undefined ? null : JSON.parse(text);
    },
    async forget(userId: string) {
      saved.delete(userId);
    },
    async all() {
      return [...saved].map(([userId, text]) => ({ userId, address: JSON.parse(text) }));
    },
  };
}
