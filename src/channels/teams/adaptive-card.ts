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

type PressOptions = {
  /** Takes the card's inputs along; without it a button such as Back is not held up by a field that still wants an answer. */
  readonly sends?: boolean;
  readonly style?: 'positive' | 'destructive';
  /** What a screen reader says after the title. */
  readonly tooltip?: string;
};

/** Draws an action that sends one opaque token back and nothing else. */
export type Press = (token: string, title: string, options?: PressOptions) => CardAction;

/**
 * For a card in a chat. Clients that cannot do Execute send the same as a Submit; where the action is that of a whole box,
 * not every client reads the fallback, but one that old does not draw a card of version 1.5 either.
 */
export const executeAction: Press = (token, title, options = {}) => {
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
    ...(options.tooltip === undefined ? {} : { tooltip: options.tooltip }),
    fallback: { type: 'Action.Submit', ...common },
  };
};

/** For a card in a dialog that a message action opened: Teams sends nothing else from there. */
export const submitAction: Press = (token, title, { sends, style, tooltip } = {}) => ({
  type: 'Action.Submit',
  title,
  data: { token },
  associatedInputs: sends === true ? 'auto' : 'none',
  ...(style === undefined ? {} : { style }),
  ...(tooltip === undefined ? {} : { tooltip }),
});

/** Text shown as it is: characters that Markdown would take for formatting are escaped. */
export function plain(text: string): string {
  return text.replace(/[\\*_[\]`]/g, '\\$&').replace(/^(\s*\d*)([-+#>=.)])(?=[-+#>=\s]|$)/gm, '$1\\$2');
}

export function textBlock(text: string, look: Readonly<Record<string, Json>> = {}): CardElement {
  return { type: 'TextBlock', text: plain(text), wrap: true, ...look };
}

/** The sign before everything that warns, so that no colour has to. */
const WARNING_SIGN = '⚠';

/** What has to be seen: in bold, with a sign and a box of its own. The text keeps the colour that is read best everywhere. */
export function warning(text: string, look: Readonly<Record<string, Json>> = {}): CardElement {
  return {
    type: 'Container',
    style: 'warning',
    ...look,
    items: [textBlock(`${WARNING_SIGN} ${text}`, { weight: 'Bolder' })],
  };
}

/** Edges that say "this can be pressed" where the background hardly differs. Clients that do not know them leave them out. */
export const EDGES = { showBorder: true, roundedCorners: true } as const;
