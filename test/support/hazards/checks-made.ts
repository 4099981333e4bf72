import type { Content } from '../../../src/content/load-all.ts';
import type { Card } from '../../../src/conversation/card.ts';
import type { WordKey } from '../../../src/conversation/word-keys.ts';
import { personById } from '../../../src/deployment/people.ts';
import { allBlocks, tappable } from '../transcript/card-text.ts';

/** Where people make checks. */
export type Desk = {
  readonly content: Content;
  say(person: string, text: string): Promise<Card>;
  press(person: string, token: string, inputs?: Inputs): Promise<Card>;
};
type Inputs = Readonly<Record<string, string | readonly string[]>>;

/** Checks as people make them, from the first words to the end that is wanted. */
export const ENDS = [
  'emergency',
  'emergency-colleague',
  'share-now',
  'decided-today',
  'decided-routine',
  'left-with-advice',
  'left-without-advice',
  'walked-away',
] as const;
export type End = (typeof ENDS)[number];

/** One check by one person that ends so, with these people (their ids) kept out of it. */
export async function checkMade(
  house: Desk,
  person: string,
  end: End,
  keptOut: readonly string[],
): Promise<void> {
  const { dialog, deployment } = house.content;
  const say = (text: string) => house.say(person, text);
  const press = (card: Card, label: string, inputs = {}) => house.press(person, tokenOf(card, label), inputs);
  const tap = (card: Card, key: WordKey, inputs = {}) => press(card, dialog.words[key] ?? key, inputs);
  const answer = (card: Card, fact: string, value: string) => {
    const question = dialog.questions.find(({ id }) => id === fact);
    return press(card, question?.options.find((option) => option.value === value)?.label ?? '');
  };
  const named = (card: Card) => {
    const names = keptOut.map((id) => personById(deployment, id)?.name ?? id);
    return {
      'kept-out': optionsOf(card, 'kept-out', (label) => names.some((name) => label.startsWith(name))),
    };
  };
  const keepOut = async (card: Card): Promise<void> => {
    if (keptOut.length === 0) return;
    const asked = await tap(card, 'button-keep-out');
    await tap(asked, 'button-these', named(asked));
  };
  const advised = async (risk: string) => {
    let card = await say('share check');
    card = await answer(card, 'urgency', 'not-urgent');
    card = await answer(card, 'risk', risk);
    return say('just tell me');
  };
  const decided = async (card: Card) => {
    let next = await tap(card, 'button-decide-now');
    next =
      keptOut.length === 0 ? await tap(next, 'button-nobody') : await tap(next, 'button-these', named(next));
    next = await tap(next, 'follow-yes');
    return tap(next, 'button-record', filledIn(next));
  };

  switch (end) {
    case 'emergency':
      await keepOut(await say('emergency'));
      return;
    case 'emergency-colleague':
      await keepOut(await tap(await say('hello'), 'button-emergency-colleague'));
      return;
    case 'share-now': {
      const card = await answer(await say('share check'), 'urgency', 'urgent');
      await keepOut(await answer(card, 'risk', 'clear'));
      return;
    }
    case 'decided-today':
      await decided(await advised('low-level'));
      return;
    case 'decided-routine':
      await decided(await advised('none'));
      return;
    case 'left-with-advice': {
      await advised('perceived');
      const card = await say('stop');
      await tap(card, 'button-stop-now', named(card));
      return;
    }
    case 'left-without-advice': {
      await answer(await say('share check'), 'urgency', 'unsure');
      const card = await say('stop');
      await tap(card, 'button-stop-now', named(card));
      return;
    }
    case 'walked-away': {
      const card = await tap(await advised('clear'), 'button-decide-now');
      await (keptOut.length === 0 ? tap(card, 'button-nobody') : tap(card, 'button-these', named(card)));
      return;
    }
    default:
      end satisfies never;
  }
}

/** The token of what has this label. @throws Error with what can be tapped when nothing has it. */
export function tokenOf(card: Card, label: string): string {
  const found = tappable(card).find((one) => one.label === label);
  if (found !== undefined) return found.token;
  throw new Error(
    `"${label}" is not on "${card.title}": ${tappable(card)
      .map((one) => one.label)
      .join(' | ')}`,
  );
}

function optionsOf(card: Card, field: string, wanted: (label: string) => boolean): readonly string[] {
  const select = allBlocks(card.blocks).find((block) => block.kind === 'select' && block.id === field);
  if (select?.kind !== 'select') throw new Error(`there is no ${field} on "${card.title}"`);
  return select.options.filter(({ label }) => wanted(label)).map(({ token }) => token);
}

/** Every field of a form, with the first option of each choice. */
export function filledIn(card: Card): Record<string, string> {
  const fields = allBlocks(card.blocks).flatMap((block): [string, string][] => {
    if (block.kind === 'select') return [[block.id, block.options[0]?.token ?? '']];
    return block.kind === 'input' && block.date !== true ? [[block.id, 'as agreed']] : [];
  });
  return Object.fromEntries(fields);
}
