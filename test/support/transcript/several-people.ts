import type { Driver, House } from './driver.ts';

/**
 * A driver for a story in which several people sit down one after the other, each in front of their own screen in the same
 * house. The first person of the story begins.
 */
export async function severalPeople(
  house: House,
  first: string,
  start: (house: House, person: string) => Driver | Promise<Driver>,
): Promise<Driver> {
  // The house stands until everybody has left it.
  const lent: House = { ...house, end: async () => undefined };
  const drivers = new Map<string, Driver>();
  const sitDown = async (person: string): Promise<Driver> => {
    const driver = drivers.get(person) ?? (await start(lent, person));
    drivers.set(person, driver);
    return driver;
  };
  let speaking = await sitDown(first);

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
    restart: () => speaking.restart(),
    wait: (seconds) => house.wait(seconds),
    storage: (works) => house.storage(works),
    entries: () => house.entries(),
    received: () => house.received(),
    end: async () => {
      for (const driver of drivers.values()) await driver.end();
      await house.end();
    },
  };
}
