import { isObject, type Json } from './source.ts';

/** Stands in the manifest for words: they are in the language file, under the place where they stand. */
export const WORDS = '{{string}}';

/** A text of the manifest, and where it stands, written as language files write it: `bots[0].commandLists[0].commands[1].title`. */
export type PlacedText = { readonly place: string; readonly text: string };

/** Every text of a manifest, in order. */
export function textsOf(value: Json, place = ''): readonly PlacedText[] {
  if (typeof value === 'string') return [{ place, text: value }];
  if (Array.isArray(value)) return value.flatMap((item: Json, at) => textsOf(item, `${place}[${at}]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    textsOf(inner, place === '' ? key : `${place}.${key}`),
  );
}

/** The manifest with every text replaced by what `fill` makes of it. */
export function fillIn(value: Json, fill: (text: PlacedText) => string, place = ''): Json {
  if (typeof value === 'string') return fill({ place, text: value });
  if (Array.isArray(value)) return value.map((item: Json, at) => fillIn(item, fill, `${place}[${at}]`));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      fillIn(inner, fill, place === '' ? key : `${place}.${key}`),
    ]),
  );
}
