/** How well the words of a note are known. */
export const NOTE_STATUSES = ['verified', 'secondary', 'not-verified'] as const;

/** A section that is on the screen. */
type Shown = { readonly guidance: string; readonly section: string };

/**
 * What a guidance document does not say about the law, or what has changed since it was written. In Share Check's own words:
 * shown beside answers, never as the guidance's.
 */
export type LawNote = {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly status: (typeof NOTE_STATUSES)[number];
  /** Whether it came about after the document was written. */
  readonly changed: boolean;
  /** The first day on which it holds, such as `2026-02-05`, where that is verified. */
  readonly holdsFrom: string | null;
  /** The first day on which the organisation wants it shown, where it named one. */
  readonly shownFrom: string | null;
  readonly link: string | null;
  /** The document, and the sections of it beside which the note is shown. */
  readonly guidance: string;
  readonly beside: readonly string[];
};

const AT_MOST = 2;

/**
 * The notes to show beside these sections, at most two, in the order of `notes`. None is shown before its day.
 *
 * @param today the local day, such as `2026-02-05`
 */
export function notesBeside(
  notes: readonly LawNote[],
  sections: readonly Shown[],
  today: string,
): readonly LawNote[] {
  return notes
    .filter(({ holdsFrom, shownFrom }) => [holdsFrom, shownFrom].every((day) => day === null || day <= today))
    .filter(({ guidance, beside }) =>
      sections.some((shown) => shown.guidance === guidance && beside.includes(shown.section)),
    )
    .slice(0, AT_MOST);
}
