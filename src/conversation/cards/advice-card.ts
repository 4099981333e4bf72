import type { Block, Button, Card } from '../card.ts';
import type { TurnContext } from '../context.ts';
import { backFrom } from '../stage.ts';
import { keptOutNow, nameOf, whoIsTold } from '../telling.ts';
import type { WordKey } from '../word-keys.ts';
import { say } from '../words.ts';
import { contacts, lawfulBasis, restsOn, telling, toDo } from './advice-parts.ts';
import { banner, button, emergencyPhones, missingContact, more } from './common.ts';
import { restingOn, titled } from './passage.ts';
import { shareNowBlocks } from './share-now-blocks.ts';
import type { View } from './view.ts';

/** The advice: whether, what, how, with whom, on what lawful basis, each line with the passage it rests on. */
export function adviceCard(view: View): Card {
  const { ctx, at, mint } = view;
  const { words, advice } = ctx.dialog;
  const { decision } = at;
  const outcome = advice.outcomes[decision.outcome];
  const now = decision.outcome === 'share-now';
  const extra = [
    { token: mint({ kind: 'changes' }), label: say(words, 'button-changes') },
    { token: mint({ kind: 'consent' }), label: say(words, 'button-consent') },
    { token: mint({ kind: 'report' }), label: say(words, 'button-report') },
  ];
  return {
    title: now ? advice.emergency.headline : (outcome?.headline ?? ''),
    summary: outcome?.headline ?? '',
    ...banner(ctx, view),
    blocks: [
      ...(view.check.early && !decision.settled
        ? [{ kind: 'text', text: say(words, 'advice-early'), tone: 'warning' } as const]
        : []),
      ...(now ? shareNowBlocks(view) : ordinaryBlocks(view)),
      more(view, extra),
    ],
    buttons: adviceButtons(view),
  };
}

function ordinaryBlocks(view: View): Block[] {
  const { ctx, at } = view;
  const { words, advice } = ctx.dialog;
  const { decision } = at;
  const outcome = advice.outcomes[decision.outcome];
  return [
    { kind: 'text', text: outcome?.text ?? '', tone: 'lead' },
    { kind: 'text', text: `${say(words, 'advice-because')} ${advice.rules[decision.rule] ?? ''}` },
    ...section(words, 'advice-next', [outcome?.next ?? '']),
    ...section(words, 'advice-fixes', fixLines(view)),
    ...contacts(view),
    ...numbers(view),
    ...toDo(view),
    // Talk first is all about telling: its own words say how.
    ...(decision.outcome === 'talk-first' ? [] : telling(view)),
    ...lawfulBasis(view),
    ...restsOn(view),
  ];
}

const section = (words: TurnContext['dialog']['words'], key: WordKey, items: readonly string[]): Block[] =>
  items.length === 0
    ? []
    : [
        { kind: 'heading', text: say(words, key) },
        items.length === 1 ? { kind: 'text', text: items[0] ?? '' } : { kind: 'list', items },
      ];

function fixLines(view: View): string[] {
  const { advice } = view.ctx.dialog;
  return view.at.decision.fixes.map((id) => {
    return `${titled(advice.fixes[id])} (${restingOn(view, 'fixes', id)})`;
  });
}

/** The numbers for a worry that cannot wait, the lead's own among them. */
function numbers(view: View): Block[] {
  const { ctx } = view;
  const [lead] = whoIsTold(ctx, {
    aboutColleague: view.check.aboutColleague,
    keptOut: keptOutNow(view.check, ctx),
  });
  const person = ctx.deployment.people.find((p) => p.id === lead);
  const own = person?.phone === undefined ? [] : [{ label: nameOf(ctx, person.id), number: person.phone }];
  return [
    { kind: 'heading', text: say(ctx.dialog.words, 'advice-numbers') },
    { kind: 'phones', phones: [...own, ...emergencyPhones(ctx)] },
    ...missingContact(ctx),
  ];
}

function adviceButtons(view: View): Button[] {
  const { check, at, ctx } = view;
  const waiting = check.opened?.waitsUntil;
  const grace = waiting !== undefined && waiting !== null && ctx.now < waiting;
  const unsettled = check.early && !at.decision.settled;
  const questions = at.decision.next !== null;
  const main = grace ? 'plain' : 'primary';
  return [
    ...(grace ? [button(view, { kind: 'tell-lead' }, 'button-tell-lead', 'primary')] : []),
    ...(check.opened !== null && check.keptOut === null
      ? [button(view, { kind: 'ask-keep-out' }, 'button-keep-out')]
      : []),
    ...(unsettled ? [button(view, { kind: 'answer-rest' }, 'button-answer-rest', main)] : []),
    ...(unsettled || !questions ? [] : [button(view, { kind: 'go-on' }, 'button-finish-record', main)]),
    ...(unsettled || questions
      ? [button(view, { kind: 'decide-now' }, 'button-decide-now')]
      : [button(view, { kind: 'go-on' }, 'button-decide', main)]),
    ...(at.decision.outcome === 'do-not-share-yet'
      ? [button(view, { kind: 'worried' }, 'button-worried', 'danger')]
      : []),
    ...(backFrom(at) === null ? [] : [button(view, { kind: 'back' }, 'button-back')]),
  ];
}
