import type { Card } from './card.ts';
import { adviceCard } from './cards/advice-card.ts';
import { answerCard, sectionCard } from './cards/answer-card.ts';
import {
  consentCard,
  helpCard,
  hiddenCard,
  homeCard,
  recordCard,
  recordsCard,
  reportCard,
  stopCard,
} from './cards/aside-cards.ts';
import { changesCard } from './cards/changes-card.ts';
import { emergencyPhones } from './cards/common.ts';
import { dangerCard } from './cards/danger-card.ts';
import { decisionCard } from './cards/decision-card.ts';
import { keptOutCard } from './cards/kept-out-card.ts';
import { postingCard } from './cards/posting-card.ts';
import { questionCard } from './cards/question-card.ts';
import { receiptCard } from './cards/receipt-card.ts';
import { suggestionCard } from './cards/suggestion-card.ts';
import type { Mint, View } from './cards/view.ts';
import { whyCard } from './cards/why-card.ts';
import type { TurnContext } from './context.ts';
import { queueCard } from './following/queue-card.ts';
import type { Asking, Moved, Notice } from './moved.ts';
import { position } from './stage.ts';
import type { Action, CheckState, ConversationState, Overlay } from './state.ts';
import { say } from './words.ts';

/** Draws the card for where the conversation stands. Out: the card, and what each of its tokens stands for. */
export function drawCard(
  state: ConversationState,
  moved: Moved,
  ctx: TurnContext,
): { card: Card; tokens: Record<string, Action> } {
  const tokens: Record<string, Action> = {};
  const mint: Mint = (action) => {
    const token = ctx.draw.token();
    tokens[token] = action;
    return token;
  };
  const card = cardBeside(state, moved, ctx, mint) ?? cardOfCheck(state, moved, ctx, mint);
  return { card: withNotices(card, moved.notices, ctx), tokens };
}

/** A card that is no step of the check; null when the check itself is to be shown. */
function cardBeside(state: ConversationState, moved: Moved, ctx: TurnContext, mint: Mint): Card | null {
  if (moved.asking !== undefined) return cardAboutTyped(state.check, moved.asking, ctx, mint);
  if (moved.posting !== undefined) return postingCard(ctx, mint, moved.posting);
  switch (moved.aside) {
    case 'help':
      return helpCard(ctx, mint, state);
    case 'records':
      return recordsCard(ctx, mint, state);
    case 'record':
      return recordCard(ctx, mint, state);
    case 'queue':
      return queueCard(ctx, mint);
    case 'home':
      return homeCard(ctx, mint, state, 'home-title');
    default:
      return null;
  }
}

function cardAboutTyped(check: CheckState | null, asking: Asking, ctx: TurnContext, mint: Mint): Card {
  switch (asking.kind) {
    case 'answer':
      return answerCard(ctx, mint, check, asking);
    case 'section':
      return sectionCard(ctx, mint, check, asking);
    case 'suggest':
      return suggestionCard(ctx, mint, check, asking);
    case 'danger':
      return dangerCard(ctx, mint, check, asking);
  }
}

/** The step the check is at, or what lies over it, in its window; home when there is no check. */
function cardOfCheck(state: ConversationState, moved: Moved, ctx: TurnContext, mint: Mint): Card {
  const { check } = state;
  if (check === null) {
    return homeCard(ctx, mint, state, moved.aside === 'stopped' ? 'stopped-title' : 'home-title');
  }
  const view: View = { ctx, check, at: position(ctx.policy, check), mint };
  return { ...(check.overlay === null ? stepCard(view) : overlayCard(view, check.overlay)), window: true };
}

function overlayCard(view: View, overlay: Overlay): Card {
  switch (overlay.kind) {
    case 'why':
      return whyCard(view);
    case 'changes':
      return changesCard(view);
    case 'consent':
      return consentCard(view);
    case 'report':
      return reportCard(view);
    case 'keep-out':
      return keptOutCard(view);
    case 'stop':
      return stopCard(view);
    case 'hidden':
      return hiddenCard(view);
  }
}

function stepCard(view: View): Card {
  const { stage } = view.at;
  switch (stage.kind) {
    case 'question':
      return questionCard(view);
    case 'advice':
      return adviceCard(view);
    case 'kept-out':
      return keptOutCard(view);
    case 'decision':
      return decisionCard(view);
    case 'done':
      return receiptCard(view);
  }
}

/** The card with what just happened above it. */
export function withNotices(card: Card, notices: readonly Notice[], ctx: TurnContext): Card {
  if (notices.length === 0) return card;
  const lines = notices.map(
    (n) => ({ kind: 'text', text: say(ctx.dialog.words, n.key, n.fill), tone: 'warning' }) as const,
  );
  // Whatever could not be read may be about danger: the numbers come first, where they do not stand already.
  const lost = notices.some((n) => n.key === 'notice-not-understood');
  const numbers =
    lost && !card.blocks.some((block) => block.kind === 'phones')
      ? [{ kind: 'phones', phones: emergencyPhones(ctx) } as const]
      : [];
  return { ...card, blocks: [...lines, ...numbers, ...card.blocks] };
}
