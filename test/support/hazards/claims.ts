import type { Content } from '../../../src/content/load-all.ts';
import type { Card } from '../../../src/conversation/card.ts';
import type { WordKey } from '../../../src/conversation/word-keys.ts';
import { type FollowState, STATES, type Standing } from '../../../src/follow/standing.ts';
import { cardText } from '../transcript/card-text.ts';

/** What a card says of how far a concern has come, and by whom (as they are called on it). */
export type Claim = { readonly state: FollowState; readonly by: string };

/** Words that say it, in a line of their own or behind the label of a row. */
const WORDS: readonly (readonly [FollowState, WordKey, WordKey | null])[] = [
  ['done', 'state-done', null],
  ['taken', 'state-taken', null],
  ['acknowledged', 'state-acknowledged', null],
  ['done', 'author-done-title', null],
  ['taken', 'author-taken-title', null],
  ['acknowledged', 'author-acknowledged-title', null],
  ['done', 'done-by', 'row-done'],
  ['taken', 'taken-by', 'row-taken'],
  ['acknowledged', 'acknowledged-by', 'row-acknowledged'],
];

/** Reads off a card, by the words alone, what it claims. */
export function claimsOf(card: Card, { dialog: { words } }: Pick<Content, 'dialog'>): readonly Claim[] {
  const text = cardText(card);
  return WORDS.flatMap(([state, key, row]) => {
    const pattern = (words[key] ?? '')
      .split('{name}')
      .map((part) =>
        part
          .split(/\{\w+\}/)
          .map(escaped)
          .join('.+?'),
      )
      .join('(?<name>[A-Z][a-z]+ [A-Z][a-z]+)');
    const before = row === null ? '(?:^|: |\\. )' : `^${escaped(words[row] ?? '')}: `;
    return [...text.matchAll(new RegExp(`${before}${pattern}`, 'gm'))].map((found) => ({
      state,
      by: found.groups?.name ?? '',
    }));
  });
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * What of these claims is more than the record says: a state that it has not come to, or somebody who has not done it. An
 * acknowledgement is of a message: it goes on being true when the concern is handed over, or called anew.
 */
export function tooStrong(
  claims: readonly Claim[],
  standing: Standing,
  nameOf: (id: string) => string,
): readonly Claim[] {
  const acknowledgers = standing.record.deliveries.flatMap(({ event, detail }) =>
    event === 'acknowledged' && detail !== undefined ? [nameOf(detail)] : [],
  );
  return claims.filter(({ state, by }) => {
    if (state === 'acknowledged') return !acknowledgers.includes(by);
    const deed = state === 'taken' ? standing.taken : standing.done;
    const reached = STATES.indexOf(standing.state) >= STATES.indexOf(state);
    return !reached || deed === null || nameOf(deed.by) !== by;
  });
}
