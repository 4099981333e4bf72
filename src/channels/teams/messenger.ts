import { z } from 'zod';
import type { Card } from '../../conversation/card.ts';
import { DeliveryError, type Messenger } from '../../delivery/messenger.ts';
import { shownName } from '../shown-name.ts';
import { type Address, assertMayServe, TEAMS_SERVICE_URL } from './address.ts';
import { type AddressBook, LAST_SERVICE } from './address-book.ts';
import { asMessage } from './as-message.ts';
import { lookAtReaders } from './audience.ts';
import type { BotFramework, Member } from './bot-framework.ts';
import { ConnectorFault } from './connector-http.ts';
import { toDeliveryError } from './delivery-fault.ts';
import { letItIn } from './words.ts';

export type TeamsMessengerOptions = {
  readonly bot: Pick<BotFramework, 'send' | 'update' | 'open' | 'members'>;
  readonly book: AddressBook;
  readonly local: boolean;
  /** Where new conversations begin; without it the service last heard from, else Teams' own. */
  readonly serviceUrl: string | undefined;
  /** The tenant this app belongs to. */
  readonly tenant: string | undefined;
  /** Tenants whose people may read what is posted. */
  readonly isOurs: (tenant: string) => boolean;
  /** Where the app can be added; null where there is no such place. */
  readonly link: string | null;
};

/**
 * Writes to people and channels in Teams without being asked. Rejects with `DeliveryError` only. Nobody waits for the store: where it
 * does not say where somebody is, Teams does.
 */
export function teamsMessenger(options: TeamsMessengerOptions): Messenger {
  const { bot, book, local } = options;

  const start = async (): Promise<Omit<Address, 'conversation'>> => {
    const last = await book.lastService().catch(() => undefined);
    const tenant = options.tenant ?? last?.tenant;
    return {
      serviceUrl: options.serviceUrl ?? last?.serviceUrl ?? TEAMS_SERVICE_URL,
      ...(tenant === undefined ? {} : { tenant }),
      ...(last?.bot === undefined ? {} : { bot: last.bot }),
    };
  };
  const openChat = async (userId: string): Promise<Address> => {
    const place = await start();
    assertMayServe(place.serviceUrl, local);
    const conversation = await bot.open(place, userId).catch((error: unknown) => {
      throw isUnexplainedRefusal(error) ? NOT_INSTALLED : beforeSending(error);
    });
    const address = { ...place, conversation };
    await book.met(userId, address).catch(() => undefined);
    return address;
  };
  const knownChat = (userId: string): Promise<Address | undefined> => book.of(userId).catch(() => undefined);
  /** Whoever shut Share Check out is met anew when they write again, and then gets what waited for them. */
  const withPerson = async <Result>(userId: string, work: () => Promise<Result>): Promise<Result> => {
    assertPerson(userId);
    try {
      return await work();
    } catch (error) {
      if (isShutOut(error)) await book.forget(userId).catch(() => undefined);
      throw error;
    }
  };
  const channel = async (target: string): Promise<Address> => {
    const known =
      options.serviceUrl === undefined ? await book.ofPlace(target).catch(() => undefined) : undefined;
    const address = known ?? { ...(await start()), conversation: target };
    assertMayServe(address.serviceUrl, local);
    return address;
  };
  const lookedAt = async (
    target: string,
  ): Promise<{ readonly address: Address; readonly readers: readonly Member[] }> => {
    const address = await channel(target);
    try {
      return { address, readers: await lookAtReaders(bot, address, options.isOurs) };
    } catch (error) {
      throw beforeSending(error);
    }
  };

  return {
    // No threads here: Teams folds replies under a post away, and what follows up a case must be seen.
    post: (target, card) => coded(async () => bot.send((await lookedAt(target)).address, asMessage(card))),
    mayPost: (target) => coded(async () => void (await lookedAt(target))),
    mention: (target, userId, repeat = false) =>
      coded(async () => {
        const { address, readers } = await lookedAt(target);
        const person = memberOf(readers, userId);
        const mention = { id: person.id, name: shownName(person.name) || 'You' };
        return bot.send(address, { summary: letItIn(options.link, repeat), mention });
      }),
    update: (to, message, card) =>
      coded(async () => {
        // Who has it now, and what came of it, is new to whoever was let in since.
        if (to.kind === 'channel') return change(bot, (await lookedAt(to.target)).address, message, card);
        return withPerson(to.userId, async () => {
          const address = (await knownChat(to.userId)) ?? (await openChat(to.userId));
          assertMayServe(address.serviceUrl, local);
          return change(bot, address, message, card);
        });
      }),
    direct: (userId, card) =>
      coded(() =>
        withPerson(userId, async () => {
          const known = await knownChat(userId);
          const address = known ?? (await openChat(userId));
          assertMayServe(address.serviceUrl, local);
          const message = asMessage(card);
          try {
            return await bot.send(address, message);
          } catch (error) {
            if (known === undefined || !isNotFound(error)) throw error;
            // The chat is gone, as after the app was removed and added again: nothing has arrived, and there is a new one.
            await book.forget(userId);
            return bot.send(await openChat(userId), message);
          }
        }),
      ),
  };
}

async function change(
  bot: Pick<BotFramework, 'update'>,
  address: Address,
  message: string,
  card: Card,
): Promise<void> {
  try {
    await bot.update(address, message, asMessage(card));
  } catch (error) {
    // The message was taken away: nobody reads anything old in it.
    if (!isNotFound(error)) throw error;
  }
}

/** Faults after which a person can only be reached once they let Share Check in. */
const SHUT_OUT: readonly string[] = ['teams-not-installed', 'teams-blocked'];

const isShutOut = (error: unknown): boolean => SHUT_OUT.includes(toDeliveryError(error).code);

async function coded<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { code, message, remedy, permanent, setting, unclear, retryAfterSeconds } = toDeliveryError(error);
    throw new DeliveryError({
      ...{ code, message, remedy, permanent, setting, unclear, shutOut: isShutOut(error) },
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    });
  }
}

/** Nothing was sent while it was looked who reads, or while a chat was opened: what goes later is no repeat. */
function beforeSending(error: unknown): unknown {
  if (!(error instanceof ConnectorFault) || !error.unclear) return error;
  return new ConnectorFault(error.status, false, error.retryAfterSeconds, error.code);
}

function memberOf(members: readonly Member[], userId: string): Member {
  const wanted = userId.toLowerCase();
  const found = members.find(({ id, aadObjectId }) =>
    [id, aadObjectId].some((each) => each?.toLowerCase() === wanted),
  );
  if (found === undefined) throw new DeliveryError(NOT_THERE);
  return found;
}

/** Without a word of why, Teams begins no chat with somebody who has not got the app. */
const isUnexplainedRefusal = (error: unknown): boolean => toDeliveryError(error).code === 'teams-not-allowed';
const NOT_INSTALLED = new ConnectorFault(403, false, undefined, 'BotNotInConversationRoster');
const isNotFound = (error: unknown): boolean => error instanceof ConnectorFault && error.status === 404;

function assertPerson(userId: string): void {
  if (!personId.safeParse(userId).success) throw new DeliveryError(NO_SUCH_PERSON);
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
    'Set "teams" for the person in people.yaml (the Entra object id), start again, then run: share-check deliveries retry. Until then, ring the person.',
  permanent: true,
};
const NOT_THERE = {
  code: 'teams-person-not-there',
  message: 'The person is not in the channel where they were to be named.',
  remedy:
    'Ring the person, and have them add the Share Check app in Teams: what waits for them is then sent by itself.',
  permanent: true,
};
