import { DeliveryError } from '../../delivery/messenger.ts';
import type { Address } from './address.ts';
import type { BotFramework, Member } from './bot-framework.ts';

const RETRY = 'Then run: share-check deliveries retry.';
const OTHERWISE = `or choose another channel. ${RETRY}`;

const GUESTS = {
  code: 'teams-channel-has-guests',
  message: 'There are guests in the team or chat in Teams, so nothing is posted there.',
  remedy: `Take the guests out, ${OTHERWISE}`,
};
const OUTSIDE = {
  code: 'teams-channel-shared-outside',
  message: 'People of another organisation are in the channel in Teams, so nothing is posted there.',
  remedy: `End the sharing and take them out, ${OTHERWISE}`,
};
/**
 * Looks at who would read a post, anew each time: whoever was let in since would read everything. Resolves with them when it may be posted;
 * rejects with a permanent `DeliveryError` that says whom it would reach, or as the look-up did. `isOurs`: a tenant whose people may
 * read. Whether anybody in the organisation can join the team by themselves is not told to bots.
 */
export async function lookAtReaders(
  bot: Pick<BotFramework, 'members'>,
  address: Address,
  isOurs: (tenant: string) => boolean,
): Promise<readonly Member[]> {
  const members = await bot.members(address);
  for (const { role, tenant } of members) {
    // "Anonymous" are people in a meeting whom nobody has signed in.
    if (/^(guest|anonymous)$/i.test(role ?? '')) throw refused(GUESTS);
    if (tenant !== undefined && !isOurs(tenant)) throw refused(OUTSIDE);
  }
  return members;
}

const refused = (words: typeof GUESTS): DeliveryError => new DeliveryError({ ...words, permanent: true });
