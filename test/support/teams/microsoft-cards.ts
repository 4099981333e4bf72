import { createRequire } from 'node:module';
import type * as AdaptiveCards from 'adaptivecards';

// The bundle: the library's own modules import each other without endings, which Node does not take.
const cards: typeof AdaptiveCards = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js');

/**
 * What Microsoft's own library finds wrong with a card, read as version 1.5; empty when nothing. It says nothing of properties
 * that it does not know.
 */
export function microsoftRefuses(drawn: unknown): readonly string[] {
  // The library keeps where it stopped in the last card's language, and would take no second one after it.
  const language = cards.CardElement.langProperty.regEx;
  if (language !== undefined) language.lastIndex = 0;
  const card = new cards.AdaptiveCard();
  const context = new cards.SerializationContext(cards.Versions.v1_5);
  card.parse(drawn, context);
  const parsed = Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at).message);
  const found = card.validateProperties().validationEvents.map(({ message }) => message);
  return [...parsed, ...found, ...(card.shouldFallback() ? ['Its fallback would be shown.'] : [])];
}
