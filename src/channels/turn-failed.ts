import type { Card } from '../conversation/card.ts';
import { Fault } from '../fault.ts';

/** Said to a person when a turn failed, and told to the operator by its code. */
export type TurnFailure = {
  readonly fault: { readonly code: string; readonly message: string; readonly remedy: string };
  readonly card: Card;
};

/** The conversation answers a person's mistakes itself; what comes here is a failure of ours, and the person is told so. */
export function turnFailed(error: unknown): TurnFailure {
  const [code, message, remedy] =
    error instanceof Fault
      ? [error.code, error.message, error.remedy]
      : [
          'turn-failed',
          'Something in Share Check failed, and your answer was not taken in.',
          'Try it again in a moment.',
        ];
  const blocks = [message, remedy].map((text) => ({ kind: 'text', text }) as const);
  const danger = { kind: 'text', text: DANGER, tone: 'warning' } as const;
  const title = 'Your answer was not taken in';
  return {
    fault: { code, message, remedy },
    card: { title, summary: title, blocks: [...blocks, danger], buttons: [] },
  };
}

const DANGER = 'If a child is in danger now, ring 999. Do not wait for this.';
