import type { TurnContext } from '../context.ts';
import type { Position } from '../stage.ts';
import type { Action, CheckState } from '../state.ts';

/** Draws a token for an action and keeps it for the next turn. */
export type Mint = (action: Action) => string;

/** What every card of a running check is made from. */
export type View = {
  readonly ctx: TurnContext;
  readonly check: CheckState;
  readonly at: Position;
  readonly mint: Mint;
};
