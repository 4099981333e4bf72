import type { Card } from '../../conversation/card.ts';
import type { Speaker } from '../../conversation/event.ts';
import { ADAPTIVE_CARD } from './adaptive-card.ts';
import { renderCard } from './render.ts';

/** Finds passages for typed words; the cards may be read by anybody. `note` is said where there are none. */
export type Search = (
  speaker: Speaker,
  text: string,
) => Promise<{
  readonly quotes: readonly { readonly title: string; readonly text: string; readonly card: Card }[];
  readonly note: string;
}>;

const NOT_NOW = 'The guidance cannot be searched just now. Try again in a moment. In danger now: call 999.';

/** What the search of the message extension is answered with: a list of passages, each a card to be put into a message. */
export async function searchAnswer(
  asked: { readonly speaker: Speaker; readonly text: string; readonly skip: number },
  search: Search,
  tell: (error: unknown) => void,
): Promise<object> {
  try {
    const { quotes, note } = await search(asked.speaker, asked.text);
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
    return said(NOT_NOW);
  }
}

const said = (text: string): object => ({ composeExtension: { type: 'message', text } });
