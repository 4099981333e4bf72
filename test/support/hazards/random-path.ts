import type { Card } from '../../../src/conversation/card.ts';
import type { Action } from '../../../src/conversation/state.ts';
import type { Mode } from '../../../src/turn-context.ts';
import { allBlocks, tappable } from '../transcript/card-text.ts';
import { type Dice, oneOf } from './dice.ts';
import type { FollowWorld } from './follow-world.ts';

/** What is typed on a path: commands, questions, and words of danger. */
const SAID: readonly string[] = [
  'share check',
  'resume',
  'back',
  'just tell me',
  'stop',
  'do I need consent',
  'his dad hit him, the school nurse is asking',
  'yes',
];
/** What is typed in a rehearsal: whoever types that a child is in danger means it. */
const REHEARSED: readonly string[] = ['back', 'just tell me', 'do I need consent'];

/** Taps that lead nowhere by themselves, or end everything: now and then is enough. */
const RARE: readonly Action['kind'][] = [
  'emergency',
  'ask-stop',
  'hide',
  'report',
  'back',
  'changes',
  'consent',
  'why',
  'show-section',
  'helped',
  'home',
  'help',
  'rehearse',
];

/** One thing somebody does with the card in front of them; resolves with the card it leads to. */
export async function step(
  world: FollowWorld,
  person: string,
  card: Card,
  dice: Dice,
  mode: Mode = 'real',
): Promise<Card> {
  if (dice(14) === 0) return world.say(person, oneOf(mode === 'real' ? SAID : REHEARSED, dice));
  const { tokens, standing } = world.state(person, mode);
  const buttons = tappable(card);
  const onward = buttons.filter(
    ({ token }) => !RARE.includes((tokens[token] ?? standing[token])?.kind as never),
  );
  const button = oneOf(onward.length === 0 || dice(9) === 0 ? buttons : onward, dice);
  const submits = 'submits' in button && button.submits === true;
  // Before there is a case, somebody is always left who can be told of it.
  const most = card.title === world.content.dialog.words['stop-title'] ? 1 : 2;
  return world.press(person, button.token, submits ? filledIn(card, most, dice) : {});
}

/** The form as somebody fills it in: mostly all of it, of several at most so many. */
function filledIn(card: Card, most: 1 | 2, dice: Dice): Record<string, string | readonly string[]> {
  const inputs: Record<string, string | readonly string[]> = {};
  for (const block of allBlocks(card.blocks)) {
    if (block.kind === 'input' && block.date !== true)
      inputs[block.id] = dice(12) === 0 ? 'he hit her' : 'as agreed';
    if (block.kind !== 'select' || block.options.length === 0 || dice(12) === 0) continue;
    const tokens = block.options.map(({ token }) => token);
    inputs[block.id] =
      block.several === true
        ? [...new Set([oneOf(tokens, dice), oneOf(tokens, dice)])].slice(0, most)
        : oneOf(tokens, dice);
  }
  return inputs;
}
