import type { Card } from '../../conversation/card.ts';
import type { Speaker } from '../../conversation/event.ts';
import { LATE, within } from '../within.ts';
import { ADAPTIVE_CARD } from './adaptive-card.ts';
import { renderCard } from './render.ts';
import { NOT_SEARCHED } from './words.ts';

/** Finds passages for typed words; the cards may be read by anybody. `note` is said where there are none. */
export type Search = (
  speaker: Speaker,
  text: string,
) => Promise<{
  readonly quotes: readonly { readonly title: string; readonly text: string; readonly card: Card }[];
  readonly note: string;
}>;

/**
 * What the search of the message extension is answered with: a list of passages, each a card to be put into a message. Never later
 * than `withinMs`: Teams shows a fault then, and the person has nothing.
 */
export async function searchAnswer(
  asked: { readonly speaker: Speaker; readonly text: string; readonly skip: number },
  search: Search,
  tell: (error: unknown) => void,
  withinMs: number,
): Promise<object> {
  try {
    const finding = search(asked.speaker, asked.text);
    const found = await within(finding, withinMs);
    if (found === LATE) {
      finding.catch(tell);
      return said(NOT_SEARCHED);
    }
    const { quotes, note } = found;
    if (quotes.length === 0) return said(note);
    // There is one page.
    const shown = asked.skip > 0 ? [] : quotes;
    return {
      composeExtension: {
        type: 'result',
        attachmentLayout: 'list',
        attachments: shown.map(({ title, text, card }) => ({
          contentType: ADAPTIVE_CARD,
          content: renderCard(card),
          preview: { contentType: 'application/vnd.microsoft.card.thumbnail', content: { title, text } },
        })),
      },
    };
  } catch (error) {
    tell(error);
    return said(NOT_SEARCHED);
  }
}

const said = (text: string): object => ({ composeExtension: { type: 'message', text } });
