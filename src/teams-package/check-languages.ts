import { textsOf, WORDS } from './fill-in.ts';
import { type Json, type LanguageFile, OWN_LANGUAGE, type Source } from './source.ts';
import type { Limit, Schema, Tools } from './tools.ts';

/** Teams sends a chosen command as if it had been typed, and what is typed is understood in English. */
const SENT_AS_TYPED = /^bots\[\d+\]\.commandLists\[\d+\]\.commands\[\d+\]\.title$/;

/**
 * Faults of the language files, and of words that stand in the manifest itself. Every file has to have each text of the
 * manifest, none besides, and none longer than Teams shows. `version` is the manifest's.
 */
export async function checkLanguages(
  { manifest, languages }: Pick<Source, 'manifest' | 'languages'>,
  version: string,
  tools: Pick<Tools, 'schema' | 'validate'>,
): Promise<readonly string[]> {
  const schema = await tools.schema(version, 'language');
  if (manifest === null || schema === null) return [];
  const texts = textsOf(manifest);
  const places = texts.filter(({ text }) => text === WORDS).map(({ place }) => place);
  const own = languages.get(OWN_LANGUAGE);
  const faults = texts
    .filter(({ place, text }) => text !== WORDS && limitOf(schema, place) !== undefined)
    .map(
      ({ place }) =>
        `manifest.json: ${place} has words in it. Write "${WORDS}" there, and the words in each language file.`,
    );
  if (own === undefined) {
    faults.push('languages: the words in English are missing. Put back languages/en-GB.json.');
  }
  for (const language of languages.values()) {
    const wrong = [
      ...coverage(language, places),
      ...tooLong(language, places, schema),
      ...sentAsTyped(language, own),
      ...sameVersion(language, version),
    ];
    if (wrong.length === 0) {
      const unfit = await tools.validate(language.strings, schema);
      wrong.push(
        ...unfit.map((what) => `${language.file}: it does not fit Microsoft's schema: ${what.trim()}`),
      );
    }
    faults.push(...wrong);
  }
  return faults;
}

function coverage({ file, strings }: LanguageFile, places: readonly string[]): readonly string[] {
  const known = new Set(places);
  return [
    ...places
      .filter((place) => !Object.hasOwn(strings, place))
      .map((place) => `${file}: "${place}" is missing. Add it with its words.`),
    ...Object.keys(strings)
      .filter((place) => place !== '$schema' && !known.has(place))
      .map(
        (place) => `${file}: there is no "${place}" in the manifest. Take the line out, or correct its name.`,
      ),
  ];
}

function tooLong(
  { file, strings }: LanguageFile,
  places: readonly string[],
  schema: Schema,
): readonly string[] {
  return places.flatMap((place) => {
    const text: Json | undefined = strings[place];
    if (text === undefined) return [];
    if (typeof text !== 'string' || text.trim() === '')
      return [`${file}: "${place}" has no words. Write them.`];
    const longest = limitOf(schema, place)?.maxLength;
    return longest === undefined || text.length <= longest
      ? []
      : [
          `${file}: "${place}" has ${text.length} characters, and Teams shows at most ${longest}. Make it shorter.`,
        ];
  });
}

function sentAsTyped({ file, strings }: LanguageFile, own: LanguageFile | undefined): readonly string[] {
  return Object.keys(strings)
    .filter(
      (place) => SENT_AS_TYPED.test(place) && own !== undefined && own.strings[place] !== strings[place],
    )
    .map(
      (place) =>
        `${file}: "${place}" is what Share Check understands. Leave it as in ${own?.file}, and put the translation into its description.`,
    );
}

function sameVersion({ file, strings }: LanguageFile, version: string): readonly string[] {
  const wanted = `https://developer.microsoft.com/json-schemas/teams/v${version}/MicrosoftTeams.Localization.schema.json`;
  return strings.$schema === wanted
    ? []
    : [`${file}: "$schema" has to be ${wanted}, as the manifest has version ${version}.`];
}

/** What Microsoft says of the text at a place; undefined when it is not one that is translated. */
function limitOf(schema: Schema, place: string): Limit | undefined {
  const named = schema.properties?.[place];
  if (named !== undefined && place !== '$schema') return named;
  const pattern = Object.entries(schema.patternProperties ?? {}).find(([name]) =>
    new RegExp(name).test(place),
  );
  return pattern?.[1];
}
