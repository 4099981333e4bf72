import { turnFailed } from '../../../src/channels/turn-failed.ts';
import { NOTIFICATION_CLASSES, OUTCOMES } from '../../../src/check/facts.ts';
import type { Card } from '../../../src/conversation/card.ts';
import { notForYouCard, notNowCard } from '../../../src/conversation/cards/delivered-cards.ts';
import type { TurnContext } from '../../../src/conversation/context.ts';
import { converse } from '../../../src/conversation/converse.ts';
import { FOLLOWING } from '../../../src/conversation/form.ts';
import { messageButtons } from '../../../src/conversation/message-buttons.ts';
import type { Moved } from '../../../src/conversation/moved.ts';
import { summaryCard } from '../../../src/conversation/outgoing.ts';
import type { Posting } from '../../../src/conversation/posting.ts';
import { quotesFor } from '../../../src/conversation/quoting.ts';
import type { Place, Reading } from '../../../src/conversation/reading.ts';
import { type CheckState, NO_CONVERSATION } from '../../../src/conversation/state.ts';
import { CUES } from '../../../src/conversation/suggestions.ts';
import { STEPS, WORD_KEYS } from '../../../src/conversation/word-keys.ts';
import { Fault } from '../../../src/fault.ts';
import { passages } from '../../../src/guidance/passages.ts';
import { largestSheet } from './largest-sheet.ts';
import { fullestByOutcome, type Reachable } from './reachable.ts';
import { checkOf, drawn, everyWorld, LONG, MORNING, type NamedCard, step } from './worlds.ts';

/** Home, help, records, kept out, notices, danger, suggestions, failures. */
export function beside(ctx: TurnContext, { preset, asked, advised }: Reachable): NamedCard[] {
  const [first] = asked;
  const underWay = first === undefined ? null : checkOf(ctx, first, preset);
  const fills = { questions: LONG, who: LONG, name: LONG, reference: 'SC-7K3F-9QXM', telling: LONG };
  const notices = WORD_KEYS.filter((key) => key.startsWith('notice-'));
  const records = Array.from({ length: 10 }, (_, n) => ({
    reference: `SC-7K3F-9QX${n}`,
    at: MORNING,
    kind: STEPS[n % STEPS.length] ?? 'decision',
    outcome: OUTCOMES[n % OUTCOMES.length] ?? 'share',
  }));
  const reading: Reading = { answer: null, also: null, near: [], topic: null };
  const otherwise = { kind: 'show-answer', reading } as const;
  const cards = everyWorld(ctx).flatMap((world) =>
    [null, underWay].flatMap((check): NamedCard[] => {
      const one = (name: string, moved: Partial<Moved>, other = world): NamedCard => ({
        name,
        card: drawn(other, check, moved),
        kind: 'beside',
      });
      return [
        { ...one('home', { aside: 'home' }), kind: 'home' },
        ...(check === null ? [one('stopped', { aside: 'stopped' })] : []),
        { name: 'welcome', card: welcomed(world, check), kind: 'beside' },
        ...POSTINGS.map((posting) => one(`posting ${posting.kind}`, { posting })),
        one('help', { aside: 'help' }),
        ...[[], records].map((some) => one('records', { aside: 'records' }, { ...world, records: some })),
        one('no record', { aside: 'record' }),
        one('record', { aside: 'record' }, { ...world, sheet: largestSheet(world) }),
        one('danger', {
          asking: {
            kind: 'danger',
            words: ['knife', 'strangled', LONG],
            otherwise,
            label: 'button-danger-answer',
          },
        }),
        one('all notices', { aside: 'home', notices: notices.map((key) => ({ key, fill: fills })) }),
      ];
    }),
  );
  const suggested = CUES.flatMap(({ fact, value, words }) =>
    words.slice(0, 1).map((cue): NamedCard => {
      const asking = { kind: 'suggest', pending: [{ fact, value, cue }], reading } as const;
      return { name: `suggestion ${fact}`, card: drawn(ctx, null, { asking }), kind: 'beside' };
    }),
  );
  const keptOut = fullestByOutcome(advised).map((at) =>
    step('kept out', drawn(ctx, checkOf(ctx, at, preset, { pastAdvice: true, skipRest: true }))),
  );
  const failed = [
    new Error('x'),
    new Fault('turn-conflict', 'Several answers arrived at once.', 'Answer again.'),
  ];
  return [
    ...cards,
    ...suggested,
    ...keptOut,
    ...failed.map((error): NamedCard => ({ name: 'failed', card: turnFailed(error).card, kind: 'beside' })),
  ];
}

/** What came of choosing where decisions are posted, with a name as long as it may be. */
const PLACE = { channel: 'teams', target: '19:x', name: LONG } as const;
const POSTINGS: readonly Posting[] = [
  ...(['chosen', 'ended', 'already', 'not-there', 'fixed'] as const).map((kind) => ({ kind, place: PLACE })),
  ...(['guests', 'outside', 'unseen'] as const).map(
    (why) => ({ kind: 'refused', place: PLACE, why }) as const,
  ),
  ...(['not-yours', 'not-now', 'elsewhere'] as const).map((kind) => ({ kind })),
];

function welcomed(ctx: TurnContext, check: CheckState | null): Card {
  const event = { kind: 'added', id: 'x', speaker: { channel: ctx.channel, userId: ctx.userId } } as const;
  const [card] = converse({ ...NO_CONVERSATION, check }, event, ctx).cards;
  if (card === undefined) throw new Error('there is no welcome');
  return card;
}

/** What the search of the guidance brings: each passage that can be found, the golden rules, and the numbers. */
export function quotesOf(ctx: TurnContext): NamedCard[] {
  const { searched } = ctx.library;
  const found = searched.flatMap((guidance) =>
    [...guidance.sections.values()].flatMap((section) =>
      passages(section).flatMap((quote) => {
        const answer = {
          ...{ guidance: guidance.id, section: section.id, heading: section.heading, page: section.pages },
          ...{ score: 1, edition: guidance.edition, quote },
        };
        const ask = () => ({ answer, also: null, results: [answer], topic: null });
        return quotesFor('x', { ...ctx, ask }).quotes;
      }),
    ),
  );
  const others = everyWorld(ctx).flatMap((world) => [
    ...quotesFor('', world).quotes,
    ...quotesFor('knife', { ...world, findDanger: () => ['knife'] }).quotes,
  ]);
  return [...found, ...others].map(({ card }) => ({ name: 'quote', card, kind: 'beside' }));
}

/** An answer and a section card for every passage that can answer, and one for every topic that is not covered. */
export function answersOf(ctx: TurnContext): NamedCard[] {
  const { searched, notCovered } = ctx.library;
  const places = searched.flatMap((guidance) =>
    [...guidance.sections.values()].flatMap((section) =>
      passages(section).map((_, passage): Place => ({ guidance: guidance.id, section: section.id, passage })),
    ),
  );
  const late: TurnContext = { ...ctx, now: '2031-01-01T10:00:00.000Z' };
  const near = places.filter(({ passage }) => passage === 0).slice(0, 3);
  const card = (name: string, asking: NonNullable<Moved['asking']>): NamedCard => ({
    name,
    card: drawn(late, null, { asking }),
    kind: 'beside',
  });
  const none: Reading = { answer: null, also: null, near, topic: null };
  return [
    ...places.flatMap((answer, n) => {
      const reading: Reading = { answer, also: null, near: near.slice(0, 2), topic: null };
      const also = places[(n + 7) % places.length] ?? null;
      return [
        card(`answer ${answer.section}`, { kind: 'answer', reading }),
        card(`answers ${answer.section}`, { kind: 'answer', reading: { ...reading, also }, ringFirst: true }),
        ...(answer.passage === 0
          ? [card(`section ${answer.section}`, { kind: 'section', place: answer, reading })]
          : []),
      ];
    }),
    ...[null, ...notCovered.map(({ id }) => id)].map((topic) =>
      card(`not covered ${topic}`, { kind: 'answer', reading: { ...none, topic } }),
    ),
  ];
}

/** What the lead and channels are sent, and what it becomes when its buttons are pressed. */
export function delivered(ctx: TurnContext): NamedCard[] {
  const reference = 'SC-7K3F-9QXM';
  const said = (['lead', 'channel'] as const).flatMap((audience) =>
    STEPS.flatMap((kind) =>
      OUTCOMES.flatMap((outcome) =>
        NOTIFICATION_CLASSES.flatMap((notification) =>
          [
            {},
            { choice: FOLLOWING[outcome], followsAdvice: true },
            { choice: 'share-part', reviewToday: true } as const,
          ].map((more) => ({ audience, about: { kind, decision: { outcome, notification }, ...more } })),
        ),
      ),
    ),
  );
  return everyWorld(ctx).flatMap((world, n) =>
    said
      // The unusual ones differ in the banner and the names alone.
      .filter((_, each) => n === 0 || each % 5 === 0)
      .flatMap(({ audience, about }, nth): NamedCard[] => {
        const buttons = messageButtons(world, world.draw.id());
        const card = { ...summaryCard(world, { reference, ...about }, audience), buttons };
        const named = (name: string, each: Card): NamedCard => ({ name, card: each, kind: 'delivered' });
        return [
          named(`${audience} ${about.kind} ${about.decision.outcome}`, card),
          ...(nth > 20
            ? []
            : [
                named('not now', notNowCard(world, buttons, card)),
                named('not now', notNowCard(world, buttons)),
                ...(['record-not-for-you', 'message-not-for-you'] as const).map((key) =>
                  named('not for you', notForYouCard(world, world.draw.token, key)),
                ),
              ]),
        ];
      }),
  );
}
