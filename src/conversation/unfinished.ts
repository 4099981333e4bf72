import type { DeliveryDraft } from '../delivery/delivery.ts';
import { moment } from '../records/moment.ts';
import type { TurnContext } from './context.ts';
import { type Effects, NO_EFFECTS } from './effects.ts';
import { raisedBy } from './outgoing.ts';
import type { Position } from './stage.ts';
import type { CheckState } from './state.ts';
import { keptOutNow, whoIsTold } from './telling.ts';
import { say } from './words.ts';

const WORRIES: readonly (string | undefined)[] = ['clear', 'perceived', 'low-level', 'unsure'];
const PRESSING: readonly (string | undefined)[] = ['immediate', 'urgent', 'unsure'];

/**
 * True when there is a worry in a check: one like that never ends silently. It is in the answers, or in advice that was shown early:
 * there what was not answered reads as not sure.
 */
export function hasWorry(
  { said, decision }: Pick<Position, 'said' | 'decision'>,
  { adviceShown }: Pick<CheckState, 'adviceShown'>,
): boolean {
  const advised = adviceShown !== null && decision.notification !== 'routine';
  return WORRIES.includes(said.risk) || PRESSING.includes(said.urgency) || advised;
}

/**
 * A check with a worry in it was left before there was advice: the lead learns that much, and who to ask. No answers, and no
 * case, as nothing was recorded. `urgent`: waiting could make it worse, and nobody sleeps over it.
 */
export function tellOfUnfinished(check: CheckState, ctx: TurnContext, urgent = false): Effects {
  const { words } = ctx.dialog;
  const about = { aboutColleague: check.aboutColleague, keptOut: keptOutNow(check, ctx) };
  const urgency = urgent ? 'emergency' : 'today';
  const [person] = whoIsTold(ctx, about, urgency);
  if (person === undefined || ctx.rehearsal) return NO_EFFECTS;
  const title = say(words, 'lead-title-abandoned');
  const message: DeliveryDraft = {
    id: ctx.draw.id(),
    reference: null,
    keptOut: about.keptOut,
    destination: { kind: 'direct-message', person },
    class: urgency,
    // What was left is told within a day, also on a day without work.
    dueAt: ctx.now,
    card: {
      title,
      summary: `${say(words, `class-${urgency}`)}. ${title}.`,
      blocks: [
        { kind: 'text', text: say(words, 'lead-todo-unfinished'), tone: 'lead' },
        {
          kind: 'rows',
          rows: [
            ...raisedBy(ctx),
            {
              label: say(words, 'row-when'),
              value: moment(ctx.now, ctx.deployment.organisation['time-zone']),
            },
          ],
        },
        {
          kind: 'text',
          text: say(words, 'message-foot', { organisation: ctx.deployment.organisation.name }),
          tone: 'quiet',
        },
      ],
      buttons: [],
    },
  };
  return { ...NO_EFFECTS, deliveries: [message] };
}
