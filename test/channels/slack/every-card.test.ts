import { beforeAll, describe, expect, it } from 'vitest';
import type { SlackMessage } from '../../../src/channels/slack/block-kit.ts';
import { breaksLimits } from '../../../src/channels/slack/limits.ts';
import { hasFields } from '../../../src/channels/slack/render-card.ts';
import { renderHome } from '../../../src/channels/slack/render-home.ts';
import { renderMessage } from '../../../src/channels/slack/render-message.ts';
import { renderModal } from '../../../src/channels/slack/render-modal.ts';
import * as ownCards from '../../../src/channels/slack/words.ts';
import type { Card } from '../../../src/conversation/card.ts';
import { everyCard, type NamedCard } from '../../support/every-card.ts';
import { slackRefuses } from '../../support/slack/block-checks.ts';
import { phonesOf, read, textsIn, textsOf, tokensOf, valuesIn } from './drawn-words.ts';

let cards: readonly NamedCard[];
/** Those that can stand in a chat: a form needs the window. */
let inChat: readonly (NamedCard & { readonly message: SlackMessage })[];

beforeAll(async () => {
  const own = Object.entries(ownCards).flatMap(([name, card]): NamedCard[] =>
    typeof card === 'object' && 'title' in card ? [{ name, card, kind: 'beside' }] : [],
  );
  cards = [...(await everyCard()), ...own];
  inChat = cards
    .filter(({ card }) => !hasFields(card.blocks))
    .map((named) => ({ ...named, message: renderMessage(named.card) }));
}, 60_000);

/** What is wrong, and with which cards: the names say more than the cards. */
function faults<T extends NamedCard>(all: readonly T[], find: (named: T) => readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const named of all) for (const fault of find(named)) found.set(fault, named.name);
  return [...found].slice(0, 20).map(([fault, name]) => `${name}: ${fault}`);
}

/** Texts of the card that do not stand among what was drawn. */
function missing(texts: readonly string[], drawn: string): readonly string[] {
  return texts.filter((text) => !drawn.includes(text));
}

const pressed = (card: Card) => new Set(tokensOf(card));

describe('every card of the product', () => {
  it('is there in every kind', () => {
    const kinds = new Set(cards.map(({ name }) => name.split(/[ ,]/)[0]));
    const asked = ['question', 'group', 'advice', 'why', 'changes', 'consent', 'report', 'keep-out', 'stop'];
    const after = ['hidden', 'decision', 'receipt', 'records', 'record', 'home', 'help', 'lead', 'channel'];
    const typed = ['answer', 'answers', 'section', 'not', 'danger', 'suggestion', 'ONE_MOMENT'];
    const followed = [
      'queue',
      'case',
      'form',
      'feedback',
      'page',
      'message',
      'author',
      'bundle',
      'drill',
      'nudge',
    ];
    expect([...asked, ...after, ...typed, ...followed].filter((kind) => !kinds.has(kind))).toEqual([]);
    expect(cards.length).toBeGreaterThan(5000);
  });

  it('is taken by Slack in the window, whole, with every way on and nothing but tokens', () => {
    expect(
      faults(cards, ({ card }) => {
        const view = renderModal(card);
        const all = [...valuesIn(view), view.private_metadata ?? ''].filter((value) => value !== '');
        const tokens = pressed(card);
        return [
          ...breaksLimits('modal', view),
          ...slackRefuses('modal', view),
          ...missing(textsOf(card), textsIn(view).join('\n')),
          ...all.filter((value) => !tokens.has(value)),
          ...[...tokens].filter((token) => !all.includes(token)),
        ];
      }),
    ).toEqual([]);
  }, 60_000);

  it('is taken by Slack as a message, with every way on and nothing but tokens', () => {
    expect(
      faults(inChat, ({ card, message }) => {
        const values = valuesIn(message.blocks);
        const tokens = pressed(card);
        return [
          ...breaksLimits('message', message),
          ...slackRefuses('message', message),
          ...[...tokens].filter((token) => !values.includes(token)),
          ...values.filter((value) => !tokens.has(value) && value !== 'say:resume'),
        ];
      }),
    ).toEqual([]);
  });

  it('is whole as a message, unless the window can show it', () => {
    const whole = inChat.filter(({ card }) => card.window !== true);
    expect(
      faults(whole, ({ card, message }) => missing(textsOf(card), textsIn(message.blocks).join('\n'))),
    ).toEqual([]);
  });

  it('is said in words with its numbers and the names of its buttons, the summary first', () => {
    expect(
      faults(inChat, ({ card, message }) => {
        const text = read(message.text);
        const labels = card.buttons.map(({ label }) => label);
        return [
          ...missing([...phonesOf(card.blocks), ...labels], text),
          ...(text.startsWith(card.summary) ? [] : ['The summary does not come first.']),
        ];
      }),
    ).toEqual([]);
  });

  it('is said in words whole, where nothing is folded away and what is typed is short', () => {
    const short = inChat.filter(({ kind }) => kind === 'delivered' || kind === 'home');
    expect(faults(short, ({ card, message }) => missing(textsOf(card), read(message.text)))).toEqual([]);
  });

  it('is taken by Slack on App Home, whole', () => {
    const homes = cards.filter(({ kind }) => kind === 'home');
    expect(
      faults(homes, ({ card }) => {
        const view = renderHome(card);
        return [
          ...breaksLimits('home', view),
          ...slackRefuses('home', view),
          ...missing(textsOf(card), textsIn(view).join('\n')),
        ];
      }),
    ).toEqual([]);
  });
});
