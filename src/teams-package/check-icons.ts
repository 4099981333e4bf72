import type { IconFile, Source } from './source.ts';
import type { Picture, Tools } from './tools.ts';

const SIZES: Readonly<Record<IconFile, number>> = { 'color.png': 192, 'outline.png': 32 };
/** Room that Teams may cut away from the colour icon when it rounds its corners or makes it a hexagon. */
const ROOM = 48;

type Colour = readonly [red: number, green: number, blue: number, opacity: number];

/** Faults of the two icons: their size; one colour around the symbol of the one; nothing but white in the other. */
export function checkIcons(
  { icons }: Pick<Source, 'icons'>,
  tools: Pick<Tools, 'readPng'>,
): readonly string[] {
  return [...icons].flatMap(([file, bytes]) => {
    const svg = file.replace('.png', '.svg');
    const picture = bytes === null ? null : read(bytes, tools);
    if (picture === null) return [`${file}: this is no PNG picture. Draw it again from ${svg}.`];
    const size = SIZES[file];
    if (picture.width !== size || picture.height !== size) {
      return [
        `${file}: it is ${picture.width} × ${picture.height}, and Teams wants ${size} × ${size}. Draw it again from ${svg}.`,
      ];
    }
    return file === 'color.png' ? colourFaults(picture, svg) : outlineFaults(picture, svg);
  });
}

function read(bytes: Buffer, tools: Pick<Tools, 'readPng'>): Picture | null {
  try {
    return tools.readPng(bytes);
  } catch {
    return null;
  }
}

function colourFaults(picture: Picture, svg: string): readonly string[] {
  const ground = String(colourAt(picture, 0, 0));
  const { width, height } = picture;
  const inside = (at: number, length: number) => at >= ROOM && at < length - ROOM;
  const stray = pixels(picture).some(
    ([x, y]) => !(inside(x, width) && inside(y, height)) && String(colourAt(picture, x, y)) !== ground,
  );
  return stray
    ? [
        `color.png: the symbol comes closer to the edge than ${ROOM} pixels, where Teams may cut it off. Make it smaller in ${svg}.`,
      ]
    : [];
}

function outlineFaults(picture: Picture, svg: string): readonly string[] {
  const colours = pixels(picture).map(([x, y]) => colourAt(picture, x, y));
  const shown = colours.filter(([, , , opacity]) => opacity > 0);
  const faults: string[] = [];
  if (shown.some(([red, green, blue]) => red !== 255 || green !== 255 || blue !== 255)) {
    faults.push(`outline.png: there is a colour in it other than white. Take it out of ${svg}.`);
  }
  if (shown.length === 0) faults.push(`outline.png: there is nothing in it. Draw it again from ${svg}.`);
  // A symbol leaves more than half of its square free; a filled ground does not.
  if (shown.length > colours.length / 2) {
    faults.push(`outline.png: its ground is not transparent. Take the ground out of ${svg}.`);
  }
  return faults;
}

function pixels({ width, height }: Picture): readonly (readonly [x: number, y: number])[] {
  return Array.from({ length: width * height }, (_, at) => [at % width, Math.floor(at / width)] as const);
}

function colourAt({ width, data }: Picture, x: number, y: number): Colour {
  const at = (y * width + x) * 4;
  return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0, data[at + 3] ?? 0];
}
