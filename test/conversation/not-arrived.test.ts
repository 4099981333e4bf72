import { expect, test } from 'vitest';
import { startHouse } from '../support/house.ts';
import { coreDriver } from '../support/transcript/core-driver.ts';

const NOTHING = { filled: new Map(), chosen: new Map() };

test('a message that does not arrive is said on every card, with whom to ring, until it has arrived', async () => {
  const unreachable = new Set(['priya-nair']);
  const house = await startHouse({ unreachable });
  const sam = coreDriver(house, 'sam-okafor');
  try {
    await sam.say('share check');
    const first = await sam.tap('Yes, in danger now', NOTHING);
    expect(first).toContain('A message is on its way to Priya Nair');

    const late =
      'The message about your case has not arrived. Do not count on it: ring Priya Nair on 01632 960110';
    const again = await sam.say('resume');
    expect(again).toContain(late);
    expect(again).not.toContain('on its way');
    expect(await sam.tap('Go on with the details', NOTHING)).toContain(late);

    unreachable.clear();
    await sam.wait(60 * 60);
    expect((await sam.received()).map(({ to }) => to)).toContain('priya-nair');
    expect(await sam.say('resume')).not.toContain('has not arrived');
  } finally {
    await sam.end();
  }
});
