import type { AdaptiveCard, Json } from './adaptive-card.ts';

/** What Teams takes. Sources: "Format your bot messages" and "Cards reference", Microsoft Learn. */

/** Teams refuses messages somewhat above this many bytes (JSON, UTF-8, attachments included). */
export const LARGEST_CARD_BYTES = 80 * 1024;

/** More actions in one set are not shown on some clients. */
export const MOST_ACTIONS_IN_A_SET = 6;

/** About the room for buttons side by side on a phone 390 points wide, in points. */
export const NARROWEST_ROW = 300;

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
  const bytes = Buffer.byteLength(JSON.stringify(card));
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
    if (type.startsWith('Input.') && typeof node.label !== 'string') faults.push('An input has no label.');
    if ((type === 'Action.Execute' || type === 'Action.Submit') && !carriesTokenOnly(node.data)) {
      faults.push('An action carries more than its token.');
    }
  });
  return faults;
}

function carriesTokenOnly(data: Json | undefined): boolean {
  return (
    typeof data === 'object' && data !== null && !Array.isArray(data) && Object.keys(data).join() === 'token'
  );
}

function walk(node: Json | undefined, visit: (node: { readonly [key: string]: Json }) => void): void {
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
