import { type Address, type Addresses, addressSchema } from './address.ts';

/** The row under which the service last heard from is kept among the addresses. Whoever had this id would be nobody. */
export const LAST_SERVICE = 'service';

/** Whom nobody heard from for so long, and who is not listed, is forgotten: they are met anew when they write again. */
const FORGOTTEN_AFTER_DAYS = 400;
const DAY_MS = 24 * 60 * 60 * 1000;
const MOST_KNOWN = 5000;

export type AddressBook = {
  /** Keeps where somebody can be written to; resolves true when they could not be before. */
  met(userId: string, address: Address): Promise<boolean>;
  /** Keeps where Teams was last heard from. */
  heardFrom(address: Address): Promise<void>;
  of(userId: string): Promise<Address | undefined>;
  lastService(): Promise<Address | undefined>;
  /** Keeps where a channel or group chat is: with several tenants each may be at another service. */
  heardIn(address: Address): Promise<void>;
  /** `target`: the conversation without the message that was answered in it. */
  ofPlace(target: string): Promise<Address | undefined>;
  forget(userId: string): Promise<void>;
  /** Forgets those nobody heard from for more than a year, but for the people `isListed` knows. */
  tidy(isListed: (userId: string) => boolean): Promise<void>;
};

/** Where people can be written to. What is known already is not written again, but for the day they were last heard from. */
export function createAddressBook(addresses: Addresses, now: () => Date = () => new Date()): AddressBook {
  const known = new Map<string, string>();

  const stored = async (userId: string): Promise<Address | undefined> => {
    const key = keyOf(userId);
    const found = await addresses.load(key).catch((error: unknown) => {
      // While the store is away, what was written down last is as good.
      const text = known.get(key);
      if (text === undefined) throw error;
      return JSON.parse(text);
    });
    return addressSchema.safeParse(found).data;
  };
  const keep = async (userId: string, address: Address): Promise<boolean> => {
    const key = keyOf(userId);
    const text = JSON.stringify(address);
    if (known.get(key) === text) return false;
    const before = known.has(key) ? null : await stored(key);
    if (before === null || JSON.stringify(before) !== text) await addresses.save(key, address);
    known.delete(key);
    known.set(key, text);
    const [oldest] = known.keys();
    if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
    return before === undefined;
  };

  return {
    async met(userId, address) {
      if (userId === LAST_SERVICE) return false;
      return keep(userId, { ...address, seen: now().toISOString().slice(0, 10) });
    },
    async heardFrom({ serviceUrl, tenant, bot }) {
      const place = { serviceUrl, conversation: '' };
      await keep(LAST_SERVICE, {
        ...place,
        ...(tenant === undefined ? {} : { tenant }),
        ...(bot === undefined ? {} : { bot }),
      });
    },
    async heardIn({ serviceUrl, conversation, tenant, bot }) {
      const target = conversation.replace(/;messageid=.*$/, '');
      await keep(placeKey(target), {
        ...{ serviceUrl, conversation: target },
        ...(tenant === undefined ? {} : { tenant }),
        ...(bot === undefined ? {} : { bot }),
      });
    },
    ofPlace: (target) => stored(placeKey(target)),
    of: async (userId) => (userId === LAST_SERVICE ? undefined : stored(userId)),
    lastService: () => stored(LAST_SERVICE),
    async forget(userId) {
      if (userId === LAST_SERVICE) return;
      known.delete(keyOf(userId));
      await addresses.forget(keyOf(userId));
    },
    async tidy(isListed) {
      const before = new Date(now().getTime() - FORGOTTEN_AFTER_DAYS * DAY_MS).toISOString().slice(0, 10);
      for (const { userId, address } of await addresses.all()) {
        const { seen } = addressSchema.safeParse(address).data ?? {};
        if (userId === LAST_SERVICE || seen === undefined || seen >= before || isListed(userId)) continue;
        known.delete(userId);
        await addresses.forget(userId);
      }
    },
  };
}

/** No id of a person has a space in it. */
const placeKey = (target: string): string => `in ${target}`;

/** Ids of Entra are the same in capitals and in small letters. */
const keyOf = (userId: string): string =>
  /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(userId) ? userId.toLowerCase() : userId;
