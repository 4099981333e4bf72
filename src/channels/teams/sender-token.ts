import { verify } from 'node:crypto';
import { z } from 'zod';
import type { SenderKeys } from './sender-keys.ts';

export class AuthenticationRefused extends Error {
  override name = 'AuthenticationRefused';
}

/** What a token must have been made for. */
export type Expected = {
  readonly issuer: string;
  readonly appId: string;
  /** The service that the activity names: an answer with this app's own permission goes there. */
  readonly serviceUrl: string;
  /** The channel that the key must be good for. */
  readonly channel: string;
};

/** Tokens of the Bot Framework have some 1,500 characters. */
const LONGEST = 8 * 1024;
/** How far the clocks may be apart, as Microsoft says. */
const SKEW_SECONDS = 5 * 60;

const headerSchema = z.object({
  // The one that Microsoft's metadata names: "none", or the public key taken for a shared secret, never come to be tried.
  alg: z.literal('RS256'),
  kid: z.string().min(1).max(300),
  // Something that has to be understood, and is not.
  crit: z.never().optional(),
});
const claimsSchema = z.object({
  iss: z.string(),
  aud: z.string(),
  serviceurl: z.string(),
  exp: z.number(),
  nbf: z.number().optional(),
});

/**
 * Resolves when `authorization` holds a token of the Bot Framework, made for this app, this service and this channel, that holds
 * now (`nowSeconds`, since 1970). Rejects with `AuthenticationRefused`, or with `KeysUnreachable` where that cannot be told.
 * Stricter than the SDK, which also takes tokens of the Emulator and of other bots, tokens that never run out, and keys endorsed
 * for no channel, and which writes a page to the console for whoever sends a bad one. Rules: "Authentication with the Bot
 * Connector API", learn.microsoft.com; JWT: RFC 7519 and 7515.
 */
export async function checkToken(
  authorization: string,
  expected: Expected,
  keys: SenderKeys,
  nowSeconds: number,
): Promise<void> {
  const parts =
    authorization.length > LONGEST ? null : /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(authorization);
  const [, head = '', body = '', signature = ''] = parts ?? [];
  const header = headerSchema.safeParse(readPart(head));
  const claims = claimsSchema.safeParse(readPart(body));
  if (!header.success || !claims.success || !isFor(claims.data, expected, nowSeconds)) throw refused();
  const known = await keys.find(header.data.kid);
  if (known === undefined || !known.endorsements.includes(expected.channel)) throw refused();
  const signed = Buffer.from(`${head}.${body}`);
  if (!verify('RSA-SHA256', signed, known.key, Buffer.from(signature, 'base64url'))) throw refused();
}

function isFor(claims: z.infer<typeof claimsSchema>, expected: Expected, now: number): boolean {
  return (
    claims.iss === expected.issuer &&
    claims.aud.toLowerCase() === expected.appId.toLowerCase() &&
    claims.serviceurl === expected.serviceUrl &&
    claims.exp > now - SKEW_SECONDS &&
    (claims.nbf ?? 0) < now + SKEW_SECONDS
  );
}

function readPart(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Why is nobody's business: whoever is at fault is a stranger. */
function refused(): AuthenticationRefused {
  return new AuthenticationRefused('The sender could not be recognised.');
}
