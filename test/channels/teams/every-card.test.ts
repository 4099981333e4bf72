import { beforeAll, describe, expect, it } from 'vitest';
import { ADAPTIVE_CARD, type AdaptiveCard } from '../../../src/channels/teams/adaptive-card.ts';
import {
  breaksLimits,
  LARGEST_MESSAGE_BYTES,
  LARGEST_WEBHOOK_BYTES,
  sizeInTeams,
} from '../../../src/channels/teams/limits.ts';
import { renderCard, renderDialogCard } from '../../../src/channels/teams/render.ts';
import { everyCard, type NamedCard } from '../../support/every-card.ts';
import { microsoftRefuses } from '../../support/teams/microsoft-cards.ts';
import { actionsIn, partsIn, textsIn, tokensIn } from '../../support/teams/read-card.ts';
import { phonesOf, textsOf, tokensOf, warningsOf } from '../slack/drawn-words.ts';
import { adaptiveCardSchema, dialogCardSchema } from './adaptive-card-schema.ts';

/** Far more than a card should ask a person to choose from; what is folded away counts too. */
const MOST_ACTIONS_IN_A_CARD = 24;

type Drawn = NamedCard & { readonly chat: AdaptiveCard; readonly dialog: AdaptiveCard };
let cards: readonly Drawn[];

beforeAll(async () => {
  cards = (await everyCard('teams')).map((named) => ({
    ...named,
    chat: renderCard(named.card),
    dialog: renderDialogCard(named.card),
  }));
}, 120_000);

/** What is wrong, and with which cards: the names say more than the cards. */
function faults(find: (named: Drawn) => readonly string[], all: readonly Drawn[] = cards): string[] {
  const found = new Map<string, string>();
  for (const named of all) for (const fault of find(named)) found.set(fault, named.name);
  return [...found].slice(0, 20).map(([fault, name]) => `${name}: ${fault}`);
}

const message = (content: AdaptiveCard, summary: string) => ({
  type: 'message',
  summary,
  attachmentLayout: 'list',
  attachments: [{ contentType: ADAPTIVE_CARD, content }],
  from: { id: '28:00000000-0000-0000-0000-000000000000', name: 'Share Check' },
  conversation: { id: `a:${'x'.repeat(200)}`, conversationType: 'personal', tenantId: 'x'.repeat(36) },
  serviceUrl: 'https://smba.trafficmanager.net/emea/00000000-0000-0000-0000-000000000000/',
});

describe('every card of the product', () => {
  it('is there in every kind', () => {
    const kinds = new Set(cards.map(({ name }) => name.split(/[ ,]/)[0]));
    const asked = ['question', 'group', 'advice', 'why', 'changes', 'consent', 'report', 'keep-out', 'stop'];
    const after = ['hidden', 'decision', 'receipt', 'records', 'record', 'home', 'help', 'lead', 'channel'];
    const typed = [
      'welcome',
      'posting',
      'quote',
      'answer',
      'answers',
      'section',
      'not',
      'danger',
      'suggestion',
    ];
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

  it('breaks no limit of Teams, and has few enough things to press', () => {
    expect(
      faults(({ chat, dialog }) => [
        ...breaksLimits(chat),
        ...breaksLimits(dialog),
        ...(actionsIn(chat).length > MOST_ACTIONS_IN_A_CARD ? ['It has very many actions.'] : []),
      ]),
    ).toEqual([]);
  });

  it('is small enough in a message and in the answer to a press, and through a webhook when it is delivered', () => {
    expect(
      faults(({ card, chat, dialog, kind }) => {
        const sent = sizeInTeams(message(chat, card.summary));
        const invoked = sizeInTeams({ statusCode: 200, type: ADAPTIVE_CARD, value: chat });
        const task = { type: 'continue', value: { title: card.title, card: { content: dialog } } };
        return [
          ...(Math.max(sent, invoked, sizeInTeams({ task })) > LARGEST_MESSAGE_BYTES ? ['Too large.'] : []),
          ...(kind === 'delivered' && sent > LARGEST_WEBHOOK_BYTES ? ['Too large for a webhook.'] : []),
        ];
      }),
    ).toEqual([]);
  });

  it('is of the format, and nothing else', () => {
    const issues = (schema: typeof adaptiveCardSchema | typeof dialogCardSchema, card: AdaptiveCard) =>
      schema.safeParse(card).error?.issues.map((issue) => `${issue.code} ${issue.path.join('.')}`) ?? [];
    expect(
      faults(({ chat, dialog }) => [
        ...issues(adaptiveCardSchema, chat),
        ...issues(dialogCardSchema, dialog),
      ]),
    ).toEqual([]);
  });

  it('is read by the library of Microsoft without a word', () => {
    expect(faults(({ chat, dialog }) => [...microsoftRefuses(chat), ...microsoftRefuses(dialog)])).toEqual(
      [],
    );
  });

  it('is whole: every text, every way on, and nothing but tokens', () => {
    expect(
      faults(({ card, chat, dialog }) => {
        const texts = textsOf(card);
        const tokens = tokensOf(card).sort();
        return [chat, dialog].flatMap((drawn) => {
          const shown = textsIn(drawn).join('\n');
          const carried = [...tokensIn(drawn)].sort();
          return [
            ...texts.filter((text) => !shown.includes(text)),
            ...(carried.join() === tokens.join() ? [] : ['Its tokens are others.']),
          ];
        });
      }),
    ).toEqual([]);
  });

  it('begins with its title as a heading, after a rehearsal’s banner', () => {
    expect(
      faults(({ card, chat }) => {
        const texts = partsIn(chat).filter(({ type }) => type === 'TextBlock');
        const [banner, ...others] = texts;
        const [title] = card.banner === undefined ? texts : others;
        return [
          ...(title?.style === 'heading' ? [] : ['The title is no heading.']),
          ...(card.banner === undefined || banner?.text === `⚠ ${card.banner}`
            ? []
            : ['The banner is not first.']),
        ];
      }),
    ).toEqual([]);
  });

  it('means nothing by colour alone', () => {
    const SAYS: Readonly<Record<string, RegExp>> = {
      warning: /^⚠ \S/,
      good: /^✓ .*\(chosen\)$/m,
      attention: /\S/,
      accent: /\S/,
      emphasis: /\S/,
      default: /\S/,
    };
    expect(
      faults(({ card, chat }) => {
        const boxes = partsIn(chat).filter(({ type }) => type === 'Container' || type === 'ColumnSet');
        const warned = boxes.filter(({ style }) => style === 'warning').length;
        const expected = warningsOf(card.blocks).length + (card.banner === undefined ? 0 : 1);
        return [
          ...boxes.flatMap(({ style, ...box }) => {
            const text = textsIn(box as unknown as AdaptiveCard).join('\n');
            return style === undefined || SAYS[String(style)]?.test(text)
              ? []
              : [`A ${style} box says nothing.`];
          }),
          ...(warned < expected ? ['A warning is not set off.'] : []),
        ];
      }),
    ).toEqual([]);
  });

  it('says in its place, on a client too old for it, what it is about and every number to ring', () => {
    expect(
      faults(({ card, chat: { fallbackText } }) =>
        [card.summary, card.banner ?? '', ...phonesOf(card.blocks)].filter(
          (text) => !fallbackText.includes(text),
        ),
      ),
    ).toEqual([]);
  });

  it('has a name to be heard for everything that is pressed, as it is read', () => {
    expect(
      faults(({ chat }) =>
        partsIn(chat).flatMap(({ selectAction, ...box }) => {
          if (selectAction === undefined) return [];
          const { title } = selectAction as { title: string };
          const seen = textsIn(box as unknown as AdaptiveCard).join('\n');
          return seen.includes(title) ? [] : ['A box is called something else than it says.'];
        }),
      ),
    ).toEqual([]);
  });
});
