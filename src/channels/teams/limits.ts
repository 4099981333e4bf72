import type { AdaptiveCard, Json } from './adaptive-card.ts';

/** What Teams takes. Sources: "Format your bot messages", "Cards reference" and "Create incoming webhooks", Microsoft Learn. */

/** Teams refuses messages somewhat above this many bytes: the whole message as JSON, each character counted as two bytes (UTF-16). */
export const LARGEST_MESSAGE_BYTES = 80 * 1024;
/** The same for what is posted through a webhook or a workflow. What is delivered is kept below it, so that it could go either way. */
export const LARGEST_WEBHOOK_BYTES = 28 * 1024;
/** Room for what a message carries besides its card: addresses, ids, the summary. */
const AROUND_THE_CARD_BYTES = 4 * 1024;
export const LARGEST_CARD_BYTES = LARGEST_MESSAGE_BYTES - AROUND_THE_CARD_BYTES;

/** More actions in one set are not shown on some clients. */
const MOST_ACTIONS_IN_A_SET = 6;
/** As many as stand beside each other without making one look for them. */
export const MOST_ACTIONS_IN_A_ROW = 3;

/** About the room for buttons side by side in a card on a phone 320 points wide, in points. */
export const NARROWEST_ROW = 270;

/** How Teams counts the size of what is sent. */
export function sizeInTeams(sent: object): number {
  return JSON.stringify(sent).length * 2;
}

/** Longest label of a button drawn by the client; a longer one is cut there, so it becomes a tappable box that wraps. */
export function fitsOnOneButton(label: string): boolean {
  return buttonWidth(label) <= NARROWEST_ROW;
}

/** About how wide a client draws a button with this label. */
export function buttonWidth(label: string): number {
  return label.length * 7.5 + 34;
}

/** What a drawn card breaks, in words; empty when it fits. Texts of the card are not repeated. */
export function breaksLimits(card: AdaptiveCard): readonly string[] {
  const bytes = sizeInTeams(card);
  const faults =
    bytes > LARGEST_CARD_BYTES ? [`The card has ${bytes} bytes, more than ${LARGEST_CARD_BYTES}.`] : [];
  const ids = new Set<string>();
  walk(card, (node) => {
    const { type, id } = node;
    if (typeof type !== 'string') return;
    if (typeof id === 'string') {
      if (ids.has(id)) faults.push('Two elements have the same id.');
      ids.add(id);
    }
    if (Array.isArray(node.actions) && node.actions.length > MOST_ACTIONS_IN_A_SET) {
      faults.push(`A set has ${node.actions.length} actions, more than ${MOST_ACTIONS_IN_A_SET}.`);
    }
    if (type === 'TextBlock' && node.wrap !== true) faults.push('A text does not wrap.');
    if (node.color !== undefined) faults.push('A text has a colour of its own.');
    if (type.startsWith('Input.') && !isSaid(node.label)) faults.push('An input has no label.');
    if (type === 'Image' && !isSaid(node.altText)) faults.push('An image has no words for it.');
    if (type.startsWith('Action.')) faults.push(...actionFaults(node));
  });
  return faults;
}

function actionFaults({ type, title, data }: Node): readonly string[] {
  const presses = type === 'Action.Execute' || type === 'Action.Submit';
  return [
    ...(isSaid(title) ? [] : ['An action has no title.']),
    ...(type === 'Action.ShowCard' ? ['A card lies within the card.'] : []),
    ...(presses && !carriesTokenOnly(data) ? ['An action carries more than its token.'] : []),
  ];
}

const isSaid = (words: Json | undefined): boolean => typeof words === 'string' && words.trim() !== '';

function carriesTokenOnly(data: Json | undefined): boolean {
  return (
    typeof data === 'object' && data !== null && !Array.isArray(data) && Object.keys(data).join() === 'token'
  );
}

type Node = { readonly [key: string]: Json };

function walk(node: Json | undefined, visit: (node: Node) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if (isList(node)) {
    for (const child of node) walk(child, visit);
    return;
  }
  visit(node);
  for (const child of Object.values(node)) walk(child, visit);
}

function isList(node: Json): node is readonly Json[] {
  return Array.isArray(node);
}
