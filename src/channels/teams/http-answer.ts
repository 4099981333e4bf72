import { ADAPTIVE_CARD, type AdaptiveCard } from './adaptive-card.ts';

/** What goes back with a request. */
export type HttpAnswer = { readonly status: number; readonly body?: unknown };

/** For a button: the card that the one who pressed it sees in place of the one with the button. */
export const cardAnswer = (card: AdaptiveCard): HttpAnswer => ({
  status: 200,
  body: { statusCode: 200, type: ADAPTIVE_CARD, value: card },
});

/** For a button: words shown for a moment where it was pressed. */
export const lineAnswer = (value: string): HttpAnswer => ({
  status: 200,
  body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value },
});
