import type { Block } from '../card.ts';
import type { TurnContext } from '../context.ts';
import { notesInWords } from '../law-notes.ts';
import type { Place } from '../reading.ts';

/** Share Check's own notes beside these places: plain text under a heading that says whose they are, never a quote. */
export function lawNotes(ctx: TurnContext, places: readonly (Place | null)[]): Block[] {
  const sections = places.flatMap((place) => place ?? []);
  return notesInWords(ctx, sections).flatMap(({ heading, title, text, foot }): Block[] => [
    ...(heading === null ? [] : [{ kind: 'heading', text: heading } as const]),
    { kind: 'text', text: title, tone: 'lead' },
    { kind: 'text', text },
    ...(foot === '' ? [] : [{ kind: 'text', text: foot, tone: 'quiet' } as const]),
  ]);
}
