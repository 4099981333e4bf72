import type { AdaptiveCard } from '../../../src/channels/teams/adaptive-card.ts';

/** What stands in a card drawn for Teams. */

export type DrawnPart = { readonly [key: string]: unknown };

/** Every object with a type, in the order they stand; what old clients get instead is left out. */
export function partsIn(value: unknown): readonly DrawnPart[] {
  if (Array.isArray(value)) return value.flatMap(partsIn);
  if (typeof value !== 'object' || value === null) return [];
  const part = value as DrawnPart;
  const inner = Object.entries(part).flatMap(([key, each]) => (key === 'fallback' ? [] : partsIn(each)));
  return typeof part.type === 'string' ? [part, ...inner] : inner;
}

export const actionsIn = (card: AdaptiveCard): readonly DrawnPart[] =>
  partsIn(card).filter(({ type }) => String(type).startsWith('Action.'));

/** Every text of the card, folded ones too, as a person reads it: formatting undone. */
export function textsIn(card: AdaptiveCard): readonly string[] {
  return partsIn(card).flatMap((part) => {
    const { type, text, title, label, choices } = part;
    if (type === 'TextBlock') return [read(String(text))];
    if (String(type).startsWith('Action.')) return [String(title)];
    if (!String(type).startsWith('Input.')) return [];
    const list = Array.isArray(choices) ? (choices as readonly DrawnPart[]) : [];
    return [String(label), ...list.map((choice) => String(choice.title))];
  });
}

/** Markdown as it is read: a link is its words, an escaped character is itself. */
export function read(markdown: string): string {
  const kept: string[] = [];
  const apart = markdown.replace(/\\([^A-Za-z0-9\s])/g, (_, character: string) => {
    kept.push(character);
    return `\uE000${kept.length - 1};`;
  });
  return apart
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll('**', '')
    .replace(/\uE000(\d+);/g, (_, at: string) => kept[Number(at)] ?? '');
}

/** The token of everything that can be pressed or chosen. */
export function tokensIn(card: AdaptiveCard): readonly string[] {
  return partsIn(card).flatMap(({ data, choices }) => {
    if (Array.isArray(choices)) return choices.map((choice: DrawnPart) => String(choice.value));
    return typeof data === 'object' && data !== null && 'token' in data ? [String(data.token)] : [];
  });
}
