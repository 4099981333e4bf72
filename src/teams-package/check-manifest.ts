import { textsOf } from './fill-in.ts';
import { isObject, type Json } from './source.ts';
import type { Tools } from './tools.ts';

/** Older versions of Teams show no more of a command than this. */
const LONGEST_COMMAND = 32;

/** The version of Microsoft's schema that a manifest says it is written for, such as 1.30; empty when it says none. */
export function schemaVersion(manifest: Json | null): string {
  if (!isObject(manifest)) return '';
  const { manifestVersion } = manifest;
  return typeof manifestVersion === 'string' ? manifestVersion : '';
}

/** Faults of a manifest with everything filled in: against Microsoft's schema, and beyond it. */
export async function checkManifest(
  manifest: Json,
  tools: Pick<Tools, 'schema' | 'validate'>,
): Promise<readonly string[]> {
  const version = schemaVersion(manifest);
  const schema = await tools.schema(version, 'manifest');
  if (schema === null || !isObject(manifest)) {
    return [`manifest.json: "manifestVersion" is none that is known here. Write one that is, such as 1.30.`];
  }
  const faults = await tools.validate(manifest, schema);
  return [
    ...faults.map((what) => `manifest.json: it does not fit Microsoft's schema: ${what.trim()}`),
    ...ownSchema(manifest, version),
    ...idFaults(manifest),
    ...commandFaults(manifest),
  ];
}

function ownSchema(manifest: { readonly [key: string]: Json }, version: string): readonly string[] {
  const wanted = `https://developer.microsoft.com/json-schemas/teams/v${version}/MicrosoftTeams.schema.json`;
  return manifest.$schema === wanted ? [] : [`manifest.json: "$schema" has to be ${wanted}.`];
}

/** One bot behind all of it, which is the app that is registered. */
function idFaults(manifest: Json): readonly string[] {
  const ids = textsOf(manifest).filter(({ place }) => place === 'id' || /\.botId$/.test(place));
  return new Set(ids.map(({ text }) => text)).size === 1
    ? []
    : ['manifest.json: "id" and each "botId" have to be the same. Write "{{app-id}}" in each.'];
}

function commandFaults(manifest: Json): readonly string[] {
  const titles = textsOf(manifest).filter(({ place }) => /^bots\[\d+\]\.commandLists.*\.title$/.test(place));
  const listOf = (place: string) => place.replace(/\.commands\[.*/, '');
  return titles.flatMap(({ place, text }, at) => [
    ...(text.startsWith('/')
      ? [`manifest.json: the command "${text}" begins with "/". Teams adds that by itself: leave it out.`]
      : []),
    ...(text.length > LONGEST_COMMAND
      ? [`manifest.json: the command "${text}" has more than ${LONGEST_COMMAND} characters. Make it shorter.`]
      : []),
    ...(titles.findIndex((other) => listOf(other.place) === listOf(place) && same(other.text, text)) < at
      ? [`manifest.json: the command "${text}" is offered twice in one place. Take one out.`]
      : []),
  ]);
}

function same(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
