import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Puts a style on text. Without colour it gives the text back: a style is never the only sign of anything. */
export type Paint = (style: Style, text: string) => string;

/** `colour`: whether escape codes may be written. The caller knows about TTY and NO_COLOR; this only obeys. */
export function painter(colour: boolean): Paint {
  if (!colour) return (_style, text) => text;
  return (style, text) =>
    text
      .split('\n')
      .map((line) => (line === '' ? line : styleText(style, line, { validateStream: false })))
      .join('\n');
}

/** Colour only where a person looks at a terminal and has not asked for none (https://no-color.org). */
export function mayColour(isTerminal: boolean, noColor: string | undefined): boolean {
  return isTerminal && (noColor === undefined || noColor === '');
}
