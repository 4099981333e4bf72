import { expect, test } from 'vitest';
import { startHouse } from '../support/house.ts';

test('a press that is never sent again keeps no answer; come again all the same, it answers nothing twice', async () => {
  const house = await startHouse();
  const speaker = { channel: 'slack', userId: 'U1' } as const;
  const { cards } = await house.handle({ kind: 'message', id: 'm1', speaker, text: 'share check' });
  const token = cards
    .flatMap(({ blocks }) => blocks)
    .flatMap((block) => (block.kind === 'options' ? block.options : []))
    .find(({ label }) => label === 'Yes, in danger now')?.token;
  if (token === undefined) throw new Error('Nothing to press.');
  const press = { kind: 'press', id: 'p1', speaker, token, inputs: {}, once: true } as const;
  await house.handle(press);
  expect(await house.app().store.replyTo('slack:U1:p1')).toBeNull();
  const again = await house.handle(press);
  expect(JSON.stringify(again.cards)).toContain('999');
  const kinds = (await house.entries()).map(({ entry }) => entry.kind);
  expect(kinds.filter((kind) => kind === 'opened')).toHaveLength(1);
  await house.end();
});
