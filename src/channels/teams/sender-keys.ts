import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/** A key of the Bot Framework, and the channels (such as `msteams`) it may sign for. */
export type SenderKey = { readonly key: KeyObject; readonly endorsements: readonly string[] };

/** Whether a sender is known cannot be told just now: Microsoft's keys were not to be had. */
export class KeysUnreachable extends Error {
  override name = 'KeysUnreachable';
}

export type SenderKeys = {
  /** The key of this name, or nothing where Microsoft has none; rejects with `KeysUnreachable`. */
  find(kid: string): Promise<SenderKey | undefined>;
};

type Times = {
  /** Keys older than this are fetched again, while those there are go on being used. */
  readonly freshMs: number;
  /** Keys older than this are used no more. */
  readonly usableMs: number;
  /** Between two looks for a name that is not there: names can be made up, and Microsoft is not asked about each. */
  readonly unknownMs: number;
  /** Between two attempts when the last one failed. */
  readonly failedMs: number;
  /** For both requests together. Teams itself waits some fifteen seconds. */
  readonly deadlineMs: number;
};
const HOUR = 60 * 60 * 1000;
const TIMES: Times = {
  freshMs: 24 * HOUR,
  usableMs: 5 * 24 * HOUR,
  unknownMs: 5 * 60 * 1000,
  failedMs: 5000,
  deadlineMs: 5000,
};

/**
 * The keys with which the Bot Framework signs, from the OpenID metadata at `metadataUrl`. Kept in place of the SDK's own store,
 * which waits for a silent key server for ever, asks it anew for every request while it is down, and after one answer without
 * keys refuses everybody for an hour.
 */
export function createSenderKeys(
  metadataUrl: string,
  { times = TIMES, now = Date.now }: { readonly times?: Times; readonly now?: () => number } = {},
): SenderKeys {
  let keys: ReadonlyMap<string, SenderKey> = new Map();
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let under: Promise<void> | undefined;

  /** Once for all who wait. Rejects with `KeysUnreachable`, and leaves the keys as they were. */
  const refresh = (): Promise<void> => {
    under ??= (async () => {
      triedAt = now();
      try {
        keys = await fetchKeys(metadataUrl, times.deadlineMs);
        fetchedAt = now();
      } catch (cause) {
        throw new KeysUnreachable('The keys of the Bot Framework were not to be had.', { cause });
      } finally {
        under = undefined;
      }
    })();
    return under;
  };
  const failedLast = () => triedAt > fetchedAt;
  const mayTry = () => now() - triedAt >= (failedLast() ? times.failedMs : times.unknownMs);

  return {
    async find(kid) {
      const usable = now() - fetchedAt < times.usableMs;
      const known = usable ? keys.get(kid) : undefined;
      if (known !== undefined) {
        if (now() - fetchedAt >= times.freshMs && mayTry()) refresh().catch(() => {});
        return known;
      }
      if (under !== undefined || mayTry()) await refresh();
      else if (failedLast()) throw new KeysUnreachable('The keys of the Bot Framework were not to be had.');
      return keys.get(kid);
    },
  };
}

const metadataSchema = z.object({ jwks_uri: z.url({ protocol: /^https?$/ }).max(2000) });
const keySchema = z.object({
  kty: z.literal('RSA'),
  kid: z.string().min(1),
  n: z.string(),
  e: z.string(),
  endorsements: z.array(z.string()).default([]),
});
const keysSchema = z.object({ keys: z.array(z.unknown()) });
const SHORTEST_KEY = 2048;

async function fetchKeys(metadataUrl: string, deadlineMs: number): Promise<ReadonlyMap<string, SenderKey>> {
  const signal = AbortSignal.timeout(deadlineMs);
  const { jwks_uri } = metadataSchema.parse(await fetchJson(metadataUrl, signal));
  // Whoever could change the way to the keys could put theirs in between.
  if (new URL(jwks_uri).protocol !== new URL(metadataUrl).protocol) throw new Error('Another protocol.');
  const { keys } = keysSchema.parse(await fetchJson(jwks_uri, signal));
  const found = new Map(keys.flatMap(readKey));
  if (found.size === 0) throw new Error('There are no keys.');
  return found;
}

async function fetchJson(url: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(url, { signal, redirect: 'error' });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`Answered ${response.status}.`);
  }
  return response.json();
}

/** Nothing, or the one key with its name. */
function readKey(given: unknown): [string, SenderKey][] {
  const read = keySchema.safeParse(given);
  if (!read.success) return [];
  const { kid, kty, n, e, endorsements } = read.data;
  try {
    const key = createPublicKey({ format: 'jwk', key: { kty, n, e } });
    const long = (key.asymmetricKeyDetails?.modulusLength ?? 0) >= SHORTEST_KEY;
    return long ? [[kid, { key, endorsements }]] : [];
  } catch {
    return [];
  }
}
