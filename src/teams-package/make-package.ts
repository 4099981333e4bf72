import { checkIcons } from './check-icons.ts';
import { checkLanguages } from './check-languages.ts';
import { checkManifest, schemaVersion } from './check-manifest.ts';
import { DETAILS, type Details, type DetailsRead, STAND_INS } from './details.ts';
import { fillIn, type PlacedText, WORDS } from './fill-in.ts';
import { type Json, OWN_LANGUAGE, type Source } from './source.ts';
import type { Tools } from './tools.ts';

/** The files of the package by name, or every fault at once. */
export type Made =
  | { readonly files: ReadonlyMap<string, Uint8Array> }
  | { readonly faults: readonly string[] };

/**
 * Fills in the manifest, checks everything and gives the files of the package. Pure but for the tools: the same source and
 * details give the same bytes.
 */
export async function makePackage(source: Source, read: DetailsRead, tools: Tools): Promise<Made> {
  const { manifest: template, languages } = source;
  const details = 'details' in read ? read.details : STAND_INS;
  const faults = [
    ...('faults' in read ? read.faults : []),
    ...source.faults,
    ...(await checkLanguages(source, schemaVersion(template), tools)),
    ...checkIcons(source, tools),
  ];
  if (template === null) return { faults };

  const manifest = localised(fillIn(template, filling(source, details)), languages);
  faults.push(...(await checkManifest(manifest, tools)));
  if (faults.length > 0) return { faults };

  const files = new Map<string, Uint8Array>([['manifest.json', bytesOf(manifest)]]);
  for (const [file, bytes] of source.icons) if (bytes !== null) files.set(file, bytes);
  for (const [tag, { strings }] of languages) {
    if (tag !== OWN_LANGUAGE) files.set(fileFor(tag), bytesOf(strings));
  }
  return { files };
}

/** What stands in the place of each `{{…}}`. What cannot be filled in stays, and is found by the check. */
function filling({ languages }: Source, details: Details): (text: PlacedText) => string {
  const own = languages.get(OWN_LANGUAGE)?.strings ?? {};
  return ({ place, text }) => {
    if (text === WORDS) return typeof own[place] === 'string' ? own[place] : text;
    const name = DETAILS.find((detail) => text === `{{${detail}}}`);
    return name === undefined ? text : details[name];
  };
}

/** The manifest has the words in English in it; for every other language it names a file beside it. */
function localised(manifest: Json, languages: Source['languages']): Json {
  const others = [...languages.keys()].filter((tag) => tag !== OWN_LANGUAGE);
  if (others.length === 0) return manifest;
  return {
    ...(manifest as { readonly [key: string]: Json }),
    localizationInfo: {
      defaultLanguageTag: OWN_LANGUAGE,
      additionalLanguages: others.map((tag) => ({ languageTag: tag, file: fileFor(tag) })),
    },
  };
}

function fileFor(tag: string): string {
  return `languages/${tag}.json`;
}

function bytesOf(value: Json): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}
