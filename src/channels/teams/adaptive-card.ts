/** The part of the Adaptive Card format, version 1.5, that Share Check draws with. */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export type CardElement = { readonly type: string; readonly [key: string]: Json };
export type CardAction = { readonly type: string; readonly [key: string]: Json };

export type AdaptiveCard = {
  readonly type: 'AdaptiveCard';
  readonly $schema: string;
  readonly version: '1.5';
  readonly fallbackText: string;
  readonly lang: string;
  readonly body: readonly CardElement[];
};

export const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';

/** The verb of every button, so that the service knows its own invokes from others. */
export const PRESS = 'press';

/** Tokens that begin with this stand for words, as if they were typed: for buttons of the channel's own cards. */
export const SAYS = 'say:';

/**
 * An action that sends one opaque token back. `sends` takes the card's inputs along; without it a button such as Back is
 * not held up by a field that still wants an answer. Clients too old for Execute send the same as a Submit.
 */
export function pressAction(
  token: string,
  title: string,
  options: { readonly sends?: boolean; readonly style?: 'positive' | 'destructive' } = {},
): CardAction {
  const common = {
    title,
    data: { token },
    associatedInputs: options.sends === true ? 'auto' : 'none',
    ...(options.style === undefined ? {} : { style: options.style }),
  };
  return {
    type: 'Action.Execute',
    verb: PRESS,
    ...common,
    fallback: { type: 'Action.Submit', ...common },
  };
}

/** Text shown as it is: characters that Markdown would take for formatting are escaped. */
export function plain(text: string): string {
  return text.replace(/[\\*_[\]`]/g, '\\$&').replace(/^(\s*)([-+#]|\d+[.)])(?=\s)/gm, '$1\\$2');
}

export function textBlock(text: string, look: Readonly<Record<string, Json>> = {}): CardElement {
  return { type: 'TextBlock', text: plain(text), wrap: true, ...look };
}
