import type { Block } from '../card.ts';
import type { TurnContext } from '../context.ts';
import type { CheckState } from '../state.ts';
import { whomToAsk } from '../whom-to-ask.ts';
import { say } from '../words.ts';

/** That the guidance does not say it, what Share Check knows about where it is to be found, and whom to ask. */
export function notCovered(ctx: TurnContext, check: CheckState | null, topicId: string | null): Block[] {
  const { words } = ctx.dialog;
  const topic = ctx.library.notCovered.find(({ id }) => id === topicId);
  const ask = say(words, 'not-covered-ask', { who: whomToAsk(topic?.contact ?? 'dsl', check, ctx) });
  if (topic === undefined) {
    return [
      { kind: 'text', text: say(words, 'not-covered-text') },
      { kind: 'text', text: ask, tone: 'lead' },
    ];
  }
  return [
    { kind: 'text', text: say(words, 'not-covered-about', { about: topic.about }) },
    { kind: 'text', text: `${topic.help} (${say(words, 'own')})` },
    { kind: 'text', text: ask, tone: 'lead' },
  ];
}
