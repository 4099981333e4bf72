import { z } from 'zod';
import type { Card } from '../../conversation/card.ts';
import { DeliveryError, type Messenger } from '../../delivery/messenger.ts';
import { type Address, type Addresses, addressSchema, assertMayServe, TEAMS_SERVICE_URL } from './address.ts';
import type { BotFramework } from './bot-framework.ts';
import { ConnectorFault } from './connector-http.ts';
import { toDeliveryError } from './delivery-fault.ts';
import { renderCard } from './render.ts';

export type TeamsMessengerOptions = {
  readonly bot: BotFramework;
  readonly addresses: Addresses;
  readonly local: boolean;
  /** Where new conversations begin; without it the service last heard from, else Teams' own. */
  readonly serviceUrl: string | undefined;
  readonly tenant: string | undefined;
};

/** The row under which the service last heard from is kept among the addresses. No person has this id. */
export const LAST_SERVICE = 'service';

/** Writes to people and channels in Teams without being asked. Rejects with `DeliveryError` only. */
export function teamsMessenger(options: TeamsMessengerOptions): Messenger {
  const { bot, addresses, local } = options;

  const start = async (): Promise<Omit<Address, 'conversation'>> => {
    const last = await stored(LAST_SERVICE);
    const tenant = options.tenant ?? last?.tenant;
    return {
      serviceUrl: options.serviceUrl ?? last?.serviceUrl ?? TEAMS_SERVICE_URL,
      ...(tenant === undefined ? {} : { tenant }),
      ...(last?.bot === undefined ? {} : { bot: last.bot }),
    };
  };
  const stored = async (userId: string): Promise<Address | undefined> =>
    addressSchema.safeParse(await addresses.load(userId)).data;

  const chatWith = async (userId: string): Promise<Address> => {
    const known = await stored(userId);
    if (known !== undefined) return known;
    const place = await start();
    assertMayServe(place.serviceUrl, local);
    const address = { ...place, conversation: await bot.open(place, userId) };
    await addresses.save(userId, address);
    return address;
  };
  const send = async (address: Address, card: Card): Promise<string> => {
    assertMayServe(address.serviceUrl, local);
    return bot.send(address, { summary: card.summary, card: renderCard(card) });
  };

  const channel = async (target: string): Promise<Address> => ({ ...(await start()), conversation: target });

  return {
    // No threads here: Teams folds replies under a post away, and what follows up a case must be seen.
    async post(target, card) {
      try {
        return await send(await channel(target), card);
      } catch (error) {
        throw toDeliveryError(error);
      }
    },
    async update(to, message, card) {
      if (to.kind === 'person' && !personId.safeParse(to.userId).success)
        throw new DeliveryError(NO_SUCH_PERSON);
      try {
        const address = to.kind === 'channel' ? await channel(to.target) : await chatWith(to.userId);
        assertMayServe(address.serviceUrl, local);
        await bot.update(address, message, { summary: card.summary, card: renderCard(card) });
      } catch (error) {
        // The message was taken away: nobody reads anything old in it.
        if (error instanceof ConnectorFault && error.status === 404) return;
        throw toDeliveryError(error);
      }
    },
    async direct(userId, card) {
      if (!personId.safeParse(userId).success) throw new DeliveryError(NO_SUCH_PERSON);
      try {
        return await send(await chatWith(userId), card);
      } catch (error) {
        throw toDeliveryError(error);
      }
    },
  };
}

const personId = z
  .string()
  .min(1)
  .max(300)
  .refine((id) => id !== LAST_SERVICE);
const NO_SUCH_PERSON = {
  code: 'teams-no-such-person',
  message: 'The person has no Teams id that could be written to.',
  remedy:
    'Set "teams" for the person in people.yaml (the Entra object id), then run: share-check deliveries retry.',
  permanent: true,
};
