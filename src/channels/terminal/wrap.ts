/**
 * Wraps text at `width` columns. `first` stands before the first line, `rest` before the others (a hanging indent).
 * Line breaks in the text are kept; a word longer than a line is left whole, so that an address can still be copied.
 */
export function wrap(text: string, width: number, first = '', rest = first): string {
  const lines: string[] = [];
  for (const paragraph of withoutControls(text).split('\n')) {
    let line = '';
    for (const word of paragraph.split(/\s+/).filter((part) => part !== '')) {
      const room = width - (lines.length === 0 ? first : rest).length;
      if (line !== '' && columnsOf(line) + 1 + columnsOf(word) > room) {
        lines.push(line);
        line = word;
      } else {
        line = line === '' ? word : `${line} ${word}`;
      }
    }
    lines.push(line);
  }
  return lines.map((line, index) => `${index === 0 ? first : rest}${line}`.trimEnd()).join('\n');
}

/** Text without control characters: words in a card must not be able to move the cursor or recolour the screen. */
export function withoutControls(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/[^\P{Cc}\n]/gu, '');
}

/** Characters as people count them, so that an accent or a symbol outside the basic plane counts once. */
function columnsOf(text: string): number {
  return Array.from(text.normalize('NFC')).length;
}
