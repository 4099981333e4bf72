import type { Case } from './case.ts';
import { type Reading, type Sheet, type SheetRow, sheetOf } from './sheet.ts';

const WIDTH = 100;
const INDENT = 4;

/**
 * One case as plain text for a terminal: headings, and under each the questions or labels with their answers.
 * Control characters in what people typed are taken out, so that a record cannot write to the terminal's own commands.
 */
export function showCase(record: Case, reading: Reading): string {
  return textOf(sheetOf(record, reading));
}

function textOf(sheet: Sheet): string {
  const parts = [sheet.title, '='.repeat(sheet.title.length)];
  for (const section of sheet.sections) {
    parts.push('', section.heading, '-'.repeat(section.heading.length), ...section.rows.flatMap(rowText));
  }
  return `${parts.join('\n')}\n`;
}

function rowText({ label, value }: SheetRow): string[] {
  const [shownLabel, shownValue] = [printable(label), printable(value)];
  const oneLine = `${shownLabel}: ${shownValue}`;
  const bare = /[?:]$/.test(shownLabel) ? shownLabel : `${shownLabel}:`;
  if (oneLine.length <= WIDTH && !shownValue.includes('\n') && !shownLabel.endsWith('?')) return [oneLine];
  return [...wrapped(bare, 0), ...shownValue.split('\n').flatMap((line) => wrapped(line, INDENT))];
}

function wrapped(text: string, indent: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > WIDTH) {
      lines.push(' '.repeat(indent) + line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, ' '.repeat(indent) + line];
}

/** Without control and direction characters; line breaks stay. */
function printable(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[^\P{C}\n]/gu, '');
}
