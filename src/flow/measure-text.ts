/** How a text is set: its size in pixels, and whether it is bold. */
export type Face = { readonly size: number; readonly bold: boolean };

/** Widths of Arial and Helvetica, in thousandths of the size, by character. */
const WIDTHS: readonly (readonly [number, string])[] = [
  [222, "ijl'‘’|"],
  [278, ' ft.,:;!/[]I\\'],
  [333, 'r()-`·"“”'],
  [500, 'cksvxyzJ^*'],
  [556, 'abdeghnopqu0123456789L?_$#–…'],
  [611, 'FTZ+=<>~'],
  [667, 'ABEKPSVXY&'],
  [722, 'CDHNRUw'],
  [778, 'GOQ'],
  [833, 'mM'],
  [944, 'W%@'],
];
const WIDTH = new Map(WIDTHS.flatMap(([width, letters]) => Array.from(letters, (letter) => [letter, width])));
/** A letter that is not in the table counts as wide as it is high. */
const UNKNOWN = 1000;
/** Bold letters are wider; and other sans-serif fonts than Arial are too. */
const BOLD = 1.13;
const OTHER_FONTS = 1.1;

/** The width of a line in pixels: an estimate that is rather too wide. */
export function textWidth(text: string, { size, bold }: Face): number {
  let thousandths = 0;
  for (const letter of text.normalize('NFC')) {
    thousandths += WIDTH.get(letter) ?? WIDTH.get(letter.normalize('NFD').charAt(0)) ?? UNKNOWN;
  }
  return (thousandths / 1000) * size * OTHER_FONTS * (bold ? BOLD : 1);
}

/** Breaks a text into lines no wider than `width` pixels, a word too long for a line included. */
export function wrapText(text: string, face: Face, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer, face) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const letter of word) {
      if (line !== '' && textWidth(line + letter, face) > width) {
        lines.push(line);
        line = '';
      }
      line += letter;
    }
  }
  return line === '' ? lines : [...lines, line];
}
