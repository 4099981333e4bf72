import { errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { KeysUnreachable, type SenderKeys } from './sender-keys.ts';

export class AuthenticationRefused extends Error {
  override name = 'AuthenticationRefused';
  /** The token is a real one of another time: it is an old one, or the clocks are apart. */
  readonly outOfTime: boolean;
  constructor(outOfTime: boolean) {
    super('The sender could not be recognised.');
    this.outOfTime = outOfTime;
  }
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

const headerSchema = z.object({ kid: z.string().min(1).max(300) });
const claimsSchema = z.object({ aud: z.string(), serviceurl: z.string() });

/**
 * Resolves when `authorization` holds a token of the Bot Framework, made for this app, this service and this channel, that holds
 * now. Rejects with `AuthenticationRefused`, or with `KeysUnreachable` where that cannot be told.
 * Not by the SDK: it also takes tokens of the Emulator and of other bots, tokens that never run out, and keys endorsed for no
 * channel, and writes a page to the console for whoever sends a bad one. Rules: "Authentication with the Bot Connector API",
 * learn.microsoft.com; JWT: RFC 7519 and 7515.
 */
export async function checkToken(
  authorization: string,
  expected: Expected,
  keys: SenderKeys,
  now: Date,
): Promise<void> {
  const [, token] = authorization.length > LONGEST ? [] : (/^Bearer (\S+)$/.exec(authorization) ?? []);
  if (token === undefined) throw refused();
  try {
    const { payload } = await jwtVerify(token, (header) => keyFor(header, expected.channel, keys), {
      // The one that Microsoft's metadata names: "none", or the public key taken for a shared secret, never come to be tried.
      algorithms: ['RS256'],
      issuer: expected.issuer,
      requiredClaims: ['exp'],
      clockTolerance: SKEW_SECONDS,
      currentDate: now,
    });
    const { aud, serviceurl } = claimsSchema.parse(payload);
    if (aud.toLowerCase() !== expected.appId.toLowerCase() || serviceurl !== expected.serviceUrl)
      throw refused();
  } catch (error) {
    throw error instanceof KeysUnreachable ? error : refused(isOutOfTime(error));
  }
}

async function keyFor(header: unknown, channel: string, keys: SenderKeys) {
  const known = await keys.find(headerSchema.parse(header).kid);
  if (!known?.endorsements.includes(channel)) throw refused();
  return known.key;
}

/** Why is nobody's business: whoever is at fault is a stranger. */
function refused(outOfTime = false): AuthenticationRefused {
  return new AuthenticationRefused(outOfTime);
}

/** The signature and the issuer have been looked at by then. */
const isOutOfTime = (error: unknown): boolean =>
  error instanceof errors.JWTExpired ||
  (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf');
