import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../src/app.ts';
import type { Card } from '../../src/conversation/card.ts';
import type { TurnCommit } from '../../src/storage/store.ts';
import { provenShipped, shippedContent } from '../support/house.ts';
import { allBlocks, tappable } from '../support/transcript/card-text.ts';

const TAPS = [
  'Waiting could make it worse',
  'A child may be at risk',
  'Record my decision now',
  'No, nobody',
  'I follow the advice',
  'Record it',
] as const;

/** The turn in which somebody of the example school records a decision, exactly as the service commits it, with so many deliveries. */
export async function recordedTurn(deliveries: number): Promise<TurnCommit> {
  const folder = await mkdtemp(join(tmpdir(), 'share-check-bench-'));
  const content = await shippedContent();
  const turns: TurnCommit[] = [];
  const app = await createApp({
    config: { data: folder, key: null, mode: 'local' },
    content,
    proven: provenShipped(content),
    log: () => undefined,
    wrapStore: (store) => ({
      ...store,
      commit(turn) {
        turns.push(turn);
        return store.commit(turn);
      },
    }),
  });
  try {
    const userId = content.deployment.people.find(({ id }) => id === 'sam-okafor')?.teams ?? '';
    const speaker = { channel: 'teams', userId } as const;
    let reply = await app.handle({ id: 'start', speaker, kind: 'message', text: 'share check' });
    for (const label of TAPS) {
      const button = reply.cards.flatMap(tappable).find((one) => one.label === label);
      if (button === undefined) throw new Error(`The check shows no button "${label}" here.`);
      reply = await app.handle({
        id: button.token,
        speaker,
        kind: 'press',
        token: button.token,
        inputs: reply.cards[0] === undefined ? {} : everyField(reply.cards[0]),
      });
    }
    const turn = turns.at(-1);
    const message = turn?.deliveries.find(({ destination }) => destination.kind === 'direct-message');
    if (turn === undefined || turn.entries.length !== 1 || message === undefined)
      throw new Error('The last turn recorded no decision.');
    const further = Array.from({ length: deliveries - turn.deliveries.length }, (_, n) => ({
      ...message,
      id: `${message.id}-${n}`,
      destination: { kind: 'direct-message', person: `lead-${n}` } as const,
    }));
    return { ...turn, deliveries: [...turn.deliveries, ...further] };
  } finally {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
}
/** Every field of a form filled in, every choice made. */
function everyField(card: Card): Readonly<Record<string, string | readonly string[]>> {
  return Object.fromEntries(
    allBlocks(card.blocks).flatMap((block): [string, string | string[]][] => {
      if (block.kind === 'input')
        return block.date ? [] : [[block.id, 'The child told me themselves, on Monday.']];
      if (block.kind !== 'select') return [];
      const tokens = block.options.map(({ token }) => token);
      return [[block.id, block.several ? tokens : (tokens[0] ?? '')]];
    }),
  );
}
