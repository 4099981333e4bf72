import type { Driver, House, Place } from './driver.ts';

/**
 * A driver for a story in which several people sit down one after the other, each in front of their own screen in the same
 * house. The first person of the story begins. `open`: the channel they sit down in.
 */
export async function severalPeople(
  house: House,
  first: string,
  open: (house: House) => Place | Promise<Place>,
): Promise<Driver> {
  // The house stands until everybody has left it.
  const place = await open({ ...house, end: async () => undefined });
  const drivers = new Map<string, Driver>();
  const sitDown = async (person: string): Promise<Driver> => {
    const driver = drivers.get(person) ?? (await place.sit(person));
    drivers.set(person, driver);
    return driver;
  };
  let speaking = await sitDown(first);
  const { message } = speaking;

  return {
    lead: house.lead,
    speaks: async (person) => {
      speaking = await sitDown(person);
    },
    say: (text) => speaking.say(text),
    tap: (label, fields) => speaking.tap(label, fields),
    doubleTap: (label) => speaking.doubleTap(label),
    tapOld: (label) => speaking.tapOld(label),
    open: (summary) => speaking.open(summary),
    ...(message === undefined
      ? {}
      : { message: (words: string) => (speaking.message ?? message).call(speaking, words) }),
    restart: () => speaking.restart(),
    wait: (seconds) => speaking.wait(seconds),
    storage: (works) => house.storage(works),
    entries: () => house.entries(),
    received: () => house.received(),
    end: async () => {
      for (const driver of drivers.values()) await driver.end();
      await place.end();
      await house.end();
    },
  };
}

/** A channel in which each person has everything of their own. */
export const eachAlone =
  (start: (house: House, person: string) => Driver) =>
  (house: House): Place => ({
    sit: (person) => start(house, person),
    end: async () => undefined,
  });

/** Two channels of one service: `who` says in which of them somebody sits. */
export const mixed =
  (
    one: (house: House) => Promise<Place>,
    other: (house: House) => Promise<Place>,
    who: (person: string) => boolean,
  ) =>
  async (house: House): Promise<Place> => {
    const [first, second] = [await one(house), await other(house)];
    return {
      sit: (person) => (who(person) ? first : second).sit(person),
      end: async () => {
        await first.end();
        await second.end();
      },
    };
  };
