import type { DeliveryDraft } from '../delivery/delivery.ts';
import { isReachable } from '../deployment/people.ts';
import type { TurnContext } from './context.ts';
import { NO_EFFECTS } from './effects.ts';
import { text } from './form.ts';
import type { Moved } from './moved.ts';
import type { Position } from './stage.ts';
import type { CheckState, FormValues } from './state.ts';
import { say } from './words.ts';

/** What may be wrong with advice. Chosen, never typed: a report leaves the case's circle. */
export const PROBLEMS = ['unsafe', 'unclear', 'wrong-passage', 'wrong-contact', 'other'] as const;

/**
 * "Report a problem": tells the operator which rule of which dialog somebody had trouble with. It carries no answer, no
 * reference and nobody's name.
 */
export function problemReport(check: CheckState, form: FormValues, at: Position, ctx: TurnContext): Moved {
  const problem = PROBLEMS.find((p) => p === text(form, 'problem'));
  if (problem === undefined) {
    return { check: { ...check, errors: { problem: 'error-problem' } }, effects: NO_EFFECTS, notices: [] };
  }
  const closed: CheckState = { ...check, overlay: null, errors: {} };
  const operators = ctx.deployment.people.filter((p) => p.roles.includes('operator') && isReachable(p));
  if (!ctx.recording || operators.length === 0)
    return { check: closed, effects: NO_EFFECTS, notices: [{ key: 'notice-report-not-sent' }] };
  const { words } = ctx.dialog;
  const deliveries = operators.map((operator): DeliveryDraft => {
    const what = say(words, `problem-${problem}`);
    return {
      id: ctx.draw.id(),
      reference: null,
      destination: { kind: 'direct-message', person: operator.id },
      class: 'routine',
      dueAt: ctx.now,
      card: {
        title: say(words, 'report-message-title'),
        summary: `${say(words, 'report-message-title')}: ${what}`,
        blocks: [
          {
            kind: 'rows',
            rows: [
              { label: say(words, 'row-problem'), value: what },
              { label: say(words, 'row-rule'), value: at.decision.rule },
              {
                label: say(words, 'row-dialog'),
                value: `${ctx.dialog.id} ${ctx.dialog.version}, ${ctx.dialog.hash.slice(0, 12)}`,
              },
            ],
          },
        ],
        buttons: [],
      },
    };
  });
  return {
    check: closed,
    effects: { ...NO_EFFECTS, deliveries: ctx.rehearsal ? [] : deliveries },
    notices: [{ key: 'notice-report-sent' }],
  };
}
