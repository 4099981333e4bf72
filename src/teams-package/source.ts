import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the package is made from: the files of `manifest/teams/`. */
export type Source = {
  /** The manifest, with `{{…}}` where something is filled in; null when it could not be read. */
  readonly manifest: Json | null;
  /** The words, by language tag in small letters, such as en-gb. */
  readonly languages: ReadonlyMap<string, LanguageFile>;
  /** By file name; null for one that could not be read. */
  readonly icons: ReadonlyMap<IconFile, Buffer | null>;
  readonly faults: readonly string[];
};

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type LanguageFile = { readonly file: string; readonly strings: Readonly<Record<string, Json>> };

export const ICON_FILES = ['color.png', 'outline.png'] as const;
export type IconFile = (typeof ICON_FILES)[number];

/** The language of the manifest itself. Its file has the words that stand in there. */
export const OWN_LANGUAGE = 'en-gb';

const LANGUAGE_FILE = /^([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2})\.json$/;

/** Reads the folder. Never rejects: what is wrong stands in `faults`, a sentence or two each. */
export async function readSource(dir: string): Promise<Source> {
  const faults: string[] = [];
  const json = async (file: string): Promise<Json | null> => {
    try {
      return JSON.parse(await readFile(join(dir, file), 'utf8')) as Json;
    } catch (error) {
      faults.push(
        error instanceof SyntaxError
          ? `${file}: this is not JSON${lineOf(error)}. An editor for JSON shows where; correct it there.`
          : `${file}: this file cannot be read. Put it back.`,
      );
      return null;
    }
  };

  const manifest = await json('manifest.json');
  const languages = new Map<string, LanguageFile>();
  for (const name of (await readdir(join(dir, 'languages')).catch(() => [])).sort()) {
    const file = `languages/${name}`;
    const tag = LANGUAGE_FILE.exec(name)?.[1]?.toLowerCase();
    if (tag === undefined) {
      faults.push(
        `${file}: only language files can stand here, named for their language, such as cy-GB.json. Take it out.`,
      );
    } else if (languages.has(tag)) {
      faults.push(`${file}: there are two files for this language. Take one out.`);
    } else {
      const strings = await json(file);
      if (isObject(strings)) languages.set(tag, { file, strings });
      else if (strings !== null)
        faults.push(`${file}: it has to hold one text after each name, between { and }.`);
    }
  }
  const icons = new Map<IconFile, Buffer | null>();
  for (const file of ICON_FILES) icons.set(file, await readFile(join(dir, file)).catch(() => null));
  return { manifest, languages, icons, faults };
}

export function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The message of the parser quotes the file; only the line is taken, where it names one. */
function lineOf(error: SyntaxError): string {
  const line = /\(line (\d+) column/.exec(error.message)?.[1];
  return line === undefined ? '' : `, at line ${line}`;
}
