import { type LawNote, notesBeside } from '../ask/law-notes.ts';
import { dayInWords, localDay } from '../deployment/local-day.ts';
import type { TurnContext } from './context.ts';
import { say } from './words.ts';

/** A note in the words that are shown. */
export type NoteInWords = {
  /** Whose words they are. Null where the note above has said so already. */
  readonly heading: string | null;
  readonly title: string;
  readonly text: string;
  /** From when, and where to read it; empty where neither is known. */
  readonly foot: string;
};

type Knows = Pick<TurnContext, 'lawNotes' | 'now' | 'deployment' | 'dialog'>;

/** Share Check's own notes beside these sections, on the day it is where the organisation is. */
export function notesInWords(
  ctx: Knows,
  sections: Parameters<typeof notesBeside>[1],
): readonly NoteInWords[] {
  const today = localDay(ctx.deployment.organisation['time-zone'], ctx.now);
  return notesBeside(ctx.lawNotes, sections, today).map((note, n, all) => {
    const heading = say(ctx.dialog.words, note.changed ? 'law-note-since' : 'law-note-beyond');
    return {
      heading: all[n - 1]?.changed === note.changed ? null : heading,
      title: note.title,
      text: note.text,
      foot: [...days(note, ctx), ...(note.link === null ? [] : [note.link])].join(' '),
    };
  });
}

/** Only a day that is verified is told as the law's; the organisation's is told as its own. */
function days({ holdsFrom, shownFrom }: LawNote, { deployment, dialog: { words } }: Knows): string[] {
  if (holdsFrom !== null) return [say(words, 'law-note-from', { day: dayInWords(holdsFrom) })];
  if (shownFrom === null) return [];
  const { name } = deployment.organisation;
  return [say(words, 'law-note-shown-from', { owner: name, day: dayInWords(shownFrom) })];
}
