import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Fault } from '../fault.ts';

/** What checks and packs an app for Teams. None of it is needed to run the service, so production does without. */
export type Tools = {
  /** Checks a value against a JSON Schema of Microsoft's. Resolves with what does not fit; empty when all does. */
  validate(value: object, schema: object): Promise<readonly string[]>;
  /** Microsoft's schema of manifests, or of their language files, in this version, such as 1.30; null when it is not known. */
  schema(version: string, of: 'manifest' | 'language'): Promise<Schema | null>;
  /** Throws on what is no PNG picture. */
  readPng(bytes: Buffer): Picture;
  /** The same files give the same bytes. */
  zip(files: ReadonlyMap<string, Uint8Array>): Uint8Array;
};

export type Picture = { readonly width: number; readonly height: number; readonly data: Buffer };

export type Schema = {
  readonly $schema?: string;
  readonly properties?: Readonly<Record<string, Limit>>;
  readonly patternProperties?: Readonly<Record<string, Limit>>;
};
export type Limit = { readonly type?: string; readonly maxLength?: number };

const SCHEMA_FILES = {
  manifest: 'MicrosoftTeams.schema.json',
  language: 'MicrosoftTeams.Localization.schema.json',
};
/** Rejects with a Fault when they are not installed, as in production. */
export async function loadTools(): Promise<Tools> {
  try {
    const [{ AppManifestUtils }, { zipSync }, { PNG }] = await Promise.all([
      import('@microsoft/app-manifest'),
      import('fflate'),
      import('pngjs'),
    ]);
    const manifests = createRequire(import.meta.url).resolve('@microsoft/app-manifest/package.json');
    const schemas = join(dirname(manifests), 'build/json-schemas/teams');
    return {
      validate: (value, schema) =>
        AppManifestUtils.validateAgainstSchema(
          value as Parameters<typeof AppManifestUtils.validateAgainstSchema>[0],
          schema as Parameters<typeof AppManifestUtils.validateAgainstSchema>[1],
        ),
      async schema(version, of) {
        if (!/^1\.[0-9]{1,3}$/.test(version)) return null;
        try {
          const text = await readFile(join(schemas, `v${version}`, SCHEMA_FILES[of]), 'utf8');
          return readable(JSON.parse(text) as Schema);
        } catch {
          return null;
        }
      },
      readPng: (bytes) => PNG.sync.read(bytes),
      zip: (files) => zipSync(Object.fromEntries(files), { level: 9, mtime: noDate() }),
    };
  } catch (cause) {
    throw new Fault(
      'teams-package-tools-missing',
      'What checks and packs the Teams app is not installed here.',
      'Run npm ci (without --omit=dev) and run this again. The package can be made on another machine than the one the service runs on.',
      { cause },
    );
  }
}

/** Two patterns of Microsoft's have a bracket that stands for itself without its backslash, which the validator refuses to read. */
function readable(schema: Schema): Schema {
  const { patternProperties } = schema;
  if (patternProperties === undefined) return schema;
  const patterns = Object.entries(patternProperties).map(([pattern, limit]) => [
    pattern.replace('\\b]', '\\b\\]'),
    limit,
  ]);
  return { ...schema, patternProperties: Object.fromEntries(patterns) };
}

/** The clock is no part of the package: the earliest date that a zip can hold, in whatever time zone this runs. */
function noDate(): Date {
  return new Date(1980, 0, 1);
}
