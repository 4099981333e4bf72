import type { DeliveryDraft } from '../../delivery/delivery.ts';
import { personById } from '../../deployment/people.ts';
import type { Page, Step } from '../../follow/next-step.ts';
import type { Standing } from '../../follow/standing.ts';
import type { Block, Button, Card } from '../card.ts';
import { emergencyPhones, whomToRingAbout } from '../cards/common.ts';
import type { TellContext } from '../context.ts';
import { messageButton } from '../message-buttons.ts';
import { dueAt, toPerson } from '../outgoing.ts';
import { whoIsTold } from '../telling.ts';
import { say } from '../words.ts';
import { localWay } from './feedback-cards.ts';
import { summaryOf } from './pages.ts';
import { nameFor, outcomeFor, type Row, stateLine, timeFor } from './standing-words.ts';

/** Messages to whoever raised a concern: who has it, what they answer, and what to do when nobody does. */

type News = 'acknowledged' | 'taken' | 'handed-over' | 'replied' | 'done';

/** That something was done about their concern. None where no message can reach them: they see it when they look. */
export function toAuthor(ctx: TellContext, standing: Standing, news: News): readonly DeliveryDraft[] {
  const { words } = ctx.dialog;
  const text = (line: string): Block => ({ kind: 'text', text: line });
  switch (news) {
    case 'acknowledged': {
      const name = nameFor(ctx, standing.acknowledged?.by ?? '');
      const title = say(words, 'author-acknowledged-title', { name });
      return message(ctx, standing, title, [
        text(say(words, 'author-acknowledged-text')),
        ...phoneOf(ctx, standing.acknowledged?.by),
      ]);
    }
    case 'taken': {
      const name = nameFor(ctx, standing.taken?.by ?? '');
      return message(ctx, standing, say(words, 'author-taken-title', { name }), [
        text(say(words, 'author-taken-text')),
        ...phoneOf(ctx, standing.taken?.by),
      ]);
    }
    case 'handed-over': {
      const name = nameFor(ctx, standing.handedTo?.to ?? '');
      const title = say(words, 'author-handed-title', { name });
      return message(ctx, standing, title, [text(say(words, 'author-handed-text'))]);
    }
    case 'replied': {
      const reply = standing.replies.at(-1);
      const name = nameFor(ctx, reply?.by ?? '');
      return message(ctx, standing, say(words, 'author-replied-title', { name }), [
        text(reply?.text ?? ''),
        ...phoneOf(ctx, reply?.by),
      ]);
    }
    case 'done': {
      const name = nameFor(ctx, standing.done?.by ?? '');
      const outcome = outcomeFor(ctx, standing.done?.outcome ?? '');
      const title = say(words, 'author-done-title', { name });
      return message(ctx, standing, title, [
        text(say(words, 'author-done-text', { outcome })),
        ...phoneOf(ctx, standing.done?.by),
      ]);
    }
  }
}

/** Nobody has it: whom to ring now, and who was told so far. */
export function ringNow(
  ctx: TellContext,
  standing: Standing,
  why: Extract<Step, { kind: 'tell-author' }>['why'],
  pages: readonly Page[],
): readonly DeliveryDraft[] {
  const { words } = ctx.dialog;
  const seen = standing.acknowledged;
  const lines = [
    say(words, 'author-ring-text', {
      who: whomToRingAbout(ctx, {
        keptOut: standing.access.keptOut,
        aboutColleague: standing.aboutColleague,
      }),
    }),
    ...(seen === null ? [] : [say(words, 'author-ring-seen', { name: nameFor(ctx, seen.by) })]),
    ...whoWasTold(ctx, why, pages),
  ];
  return message(
    ctx,
    { ...standing, authorToldAt: ctx.now },
    say(words, 'author-ring-title'),
    [
      ...lines.map((text, n): Block => ({ kind: 'text', text, ...(n === 0 ? { tone: 'warning' } : {}) })),
      { kind: 'phones', phones: emergencyPhones(ctx) },
    ],
    'emergency',
  );
}

/** No more than is so: what did not get through told nobody, and where nobody may be told nobody was. */
function whoWasTold(
  ctx: TellContext,
  why: Extract<Step, { kind: 'tell-author' }>['why'],
  pages: readonly Page[],
): readonly string[] {
  const { words } = ctx.dialog;
  if (pages.length === 0) return [say(words, 'author-ring-nobody-here')];
  const told = [...new Set(pages.filter(({ dead }) => !dead).map(({ person }) => person))];
  const names = told.map((id) => nameFor(ctx, id)).join(', ');
  const everybody = why === 'nobody-left' && pages.every(({ person }) => told.includes(person));
  const so =
    names === ''
      ? say(words, 'author-ring-not-through')
      : say(words, everybody ? 'author-ring-nobody-left' : 'author-ring-nobody-yet', { names });
  return [so, say(words, 'author-ring-on')];
}

/** "Did you hear back?" */
export function askFeedback(ctx: TellContext, standing: Standing): readonly DeliveryDraft[] {
  const { words } = ctx.dialog;
  const time = timeFor(ctx, standing.feedback.waitingSince ?? standing.record.openedAt);
  // An emergency that was not finished: whether it was passed on is not known.
  const decided = standing.record.decision !== null;
  return message(
    ctx,
    standing,
    say(words, 'author-ask-title'),
    [
      { kind: 'text', text: say(words, decided ? 'author-ask-text' : 'author-ask-text-open', { time }) },
      { kind: 'text', text: say(words, 'author-ask-why'), tone: 'quiet' },
    ],
    'today',
    (id) => [
      messageButton(ctx, 'heard', id, 'primary'),
      messageButton(ctx, 'not-heard', id),
      messageButton(ctx, 'open', id),
    ],
  );
}

/** Sent as a referral and taken as a contact: whoever raised it and whoever has it both learn it, but for who wrote it down. */
export function mismatchTo(ctx: TellContext, standing: Standing, by: string): readonly DeliveryDraft[] {
  const { words } = ctx.dialog;
  const { access, taken, done, aboutColleague } = standing;
  const title = say(words, 'author-mismatch-title');
  const line: Block = { kind: 'text', text: say(words, 'author-mismatch-text'), tone: 'warning' };
  const lead =
    taken?.by ?? done?.by ?? whoIsTold(ctx, { aboutColleague, keptOut: access.keptOut }, 'today')[0];
  const about = summaryOf(standing);
  return [
    ...(by === access.author ? [] : message(ctx, standing, title, [line, ...localWay(ctx)])),
    ...(lead === undefined || lead === by || about === null
      ? []
      : toPerson(ctx, lead, about, dueAt(ctx, 'today'), { page: false, lines: [line] })),
  ];
}

function message(
  ctx: TellContext,
  standing: Standing,
  title: string,
  blocks: readonly Block[],
  urgency: 'emergency' | 'today' = 'today',
  buttons: (id: string) => readonly Button[] = (id) => [messageButton(ctx, 'open', id)],
): readonly DeliveryDraft[] {
  const { author, reference } = standing;
  if (author === null || ctx.rehearsal) return [];
  const through = author.channel === 'teams' || author.channel === 'slack' ? author.channel : undefined;
  const listed = personById(ctx.deployment, author.id);
  if (through === undefined && listed?.teams === undefined && listed?.slack === undefined) return [];
  const id = ctx.draw.id();
  const { words } = ctx.dialog;
  const rows: readonly Row[] = [
    { label: say(words, 'row-reference'), value: reference },
    { label: say(words, 'row-state'), value: stateLine(ctx, standing, 'author') },
  ];
  const card: Card = {
    title,
    // Neither who it is about nor what was written: a preview is read by whoever looks at the phone.
    summary: say(words, urgency === 'emergency' ? 'author-ring-preview' : 'author-preview', { reference }),
    blocks: [...blocks, { kind: 'rows', rows }],
    buttons: buttons(id),
  };
  return [
    {
      id,
      reference,
      destination: {
        kind: 'direct-message',
        person: author.id,
        ...(through === undefined ? {} : { through }),
      },
      class: urgency,
      dueAt: ctx.now,
      card,
    },
  ];
}

/** The number of whoever has it, tappable. */
function phoneOf(ctx: TellContext, id: string | undefined): readonly Block[] {
  const person = id === undefined ? null : personById(ctx.deployment, id);
  return person?.phone === undefined
    ? []
    : [{ kind: 'phones', phones: [{ label: person.name, number: person.phone }] }];
}
