import { type Face, wrapText } from './measure-text.ts';

/** Lines of text set one under the other. `x` and `y` are the top left corner, or the top middle when centred. */
export type TextBlock = {
  readonly x: number;
  readonly y: number;
  /** What the text was given to fit into. */
  readonly width: number;
  readonly height: number;
  readonly lines: readonly string[];
  readonly face: Face;
  readonly tone: 'plain' | 'quiet' | 'on-colour';
  readonly centred: boolean;
};

/** The faces of the picture. Nothing is smaller than 14: shown 830 pixels wide, that is still 12. */
export const FACES = {
  title: { size: 22, bold: true },
  heading: { size: 16, bold: true },
  ask: { size: 15, bold: true },
  lead: { size: 14, bold: true },
  text: { size: 14, bold: false },
} as const satisfies Readonly<Record<string, Face>>;

/** The height of a line. */
export function lineHeight({ size }: Face): number {
  return Math.round(size * 1.25);
}

/** Breaks a text so that it fits `width`, and says how high it is. */
export function textBlock(
  text: string,
  face: Face,
  at: { readonly x: number; readonly y: number; readonly width: number },
  look: { readonly tone?: TextBlock['tone']; readonly centred?: boolean } = {},
): TextBlock {
  const lines = wrapText(text, face, at.width);
  const height = lines.length * lineHeight(face);
  return { ...at, height, lines, face, tone: look.tone ?? 'plain', centred: look.centred ?? false };
}
