import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import {
  adviceFileSchema,
  citationsFileSchema,
  dialogFileSchema,
  policyFileSchema,
  questionsFileSchema,
  quotesFileSchema,
  wordsFileSchema,
} from '../../src/check/dialog.ts';
import { localFileSchema } from '../../src/check/local-dialog.ts';
import { dangerFileSchema } from '../../src/content/danger-files.ts';
import { lawNoteSwitchesSchema, lawNotesFileSchema } from '../../src/content/law-note-files.ts';
import {
  notCoveredFileSchema,
  phrasingsFileSchema,
  thesaurusFileSchema,
} from '../../src/content/library-files.ts';
import { sourceCardSchema } from '../../src/content/source-card.ts';
import {
  contactsFileSchema,
  notificationsFileSchema,
  organisationFileSchema,
  peopleFileSchema,
} from '../../src/deployment/deployment.ts';
import { editorSchema } from '../support/editor-schema.ts';

const PHRASINGS = 'knowledge/dfe-2023-draft/phrasings';

/** By content file, the shape it is checked against. */
const SHAPES: Readonly<Record<string, z.ZodType>> = {
  'dialogs/share-check/dialog.yaml': dialogFileSchema,
  'dialogs/share-check/questions.yaml': questionsFileSchema,
  'dialogs/share-check/policy.yaml': policyFileSchema,
  'dialogs/share-check/citations.yaml': citationsFileSchema,
  'dialogs/share-check/advice.yaml': adviceFileSchema,
  'dialogs/share-check/quotes.yaml': quotesFileSchema,
  'dialogs/share-check/words.yaml': wordsFileSchema,
  'manifest/example-school/organisation.yaml': organisationFileSchema,
  'manifest/example-school/contacts.yaml': contactsFileSchema,
  'manifest/example-school/people.yaml': peopleFileSchema,
  'manifest/example-school/notifications.yaml': notificationsFileSchema,
  'manifest/example-school/law-notes.yaml': lawNoteSwitchesSchema,
  'manifest/example-school/dialogs/local.yaml': localFileSchema,
  'manifest/example-school/knowledge/passing-on-a-concern.phrasings.yaml': phrasingsFileSchema,
  'knowledge/thesaurus.yaml': thesaurusFileSchema,
  'knowledge/not-covered.yaml': notCoveredFileSchema,
  ...Object.fromEntries(yamlIn('knowledge/danger').map((file) => [file, dangerFileSchema])),
  'knowledge/law-notes.yaml': lawNotesFileSchema,
  ...Object.fromEntries(yamlIn(PHRASINGS).map((file) => [file, phrasingsFileSchema])),
};

/** Schemas that a copy of the example school has to have too, since it stands outside the project. */
const COPIED: Readonly<Record<string, z.ZodType>> = {
  'manifest/example-school/schemas/thesaurus.schema.json': thesaurusFileSchema,
  'manifest/example-school/schemas/not-covered.schema.json': notCoveredFileSchema,
  'manifest/example-school/schemas/source.schema.json': sourceCardSchema,
};

function yamlIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => join(folder, name));
}

/** Where the first line of a file says that its JSON Schema is. */
function schemaOf(file: string): string {
  const [, place] = /^# yaml-language-server: \$schema=(\S+)$/m.exec(readFileSync(file, 'utf8')) ?? [];
  if (place === undefined) throw new Error(`${file} does not name its schema in its first line`);
  return join(dirname(file), place);
}

/** `UPDATE_SCHEMAS=1 npx vitest run test/content/editor-schemas.test.ts` writes them anew after a change of the code. */
describe.each(Object.entries(SHAPES))('the JSON Schema for %s', (file, shape) => {
  test('says the same as the code', () => {
    const path = schemaOf(file);
    const current = editorSchema(shape);
    if (process.env.UPDATE_SCHEMAS === '1') writeFileSync(path, `${JSON.stringify(current, null, 2)}\n`);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(current);
  });

  test('accepts the file as it is shipped', () => {
    const schema = z.fromJSONSchema(JSON.parse(readFileSync(schemaOf(file), 'utf8')));
    expect(schema.safeParse(parse(readFileSync(file, 'utf8'))).error).toBeUndefined();
  });
});

test.each(Object.entries(COPIED))('%s says the same as the code', (path, shape) => {
  const current = editorSchema(shape);
  if (process.env.UPDATE_SCHEMAS === '1') writeFileSync(path, `${JSON.stringify(current, null, 2)}\n`);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(current);
});

test('no content file is without a schema', () => {
  const files = [
    'dialogs/share-check',
    'manifest/example-school',
    'manifest/example-school/dialogs',
    'manifest/example-school/knowledge',
    'knowledge',
    'knowledge/danger',
    PHRASINGS,
  ].flatMap(yamlIn);
  expect(files.sort()).toEqual(Object.keys(SHAPES).sort());
});

describe('a condition', () => {
  const policy = z.fromJSONSchema(editorSchema(policyFileSchema) as Parameters<typeof z.fromJSONSchema>[0]);
  const shipped = (): { rules: { if: object }[] } =>
    parse(readFileSync('dialogs/share-check/policy.yaml', 'utf8'));

  test.each([
    { risk: 'cleer' },
    { rsik: 'clear' },
    { risk: { in: [] } },
    { any: [{ risk: 'clear' }, { risk: 'no' }] },
    { not: { outcome: 'shared' } },
    { always: false },
    {},
  ])('%j is marked in the editor', (condition) => {
    const edited = shipped();
    edited.rules[0] = { ...edited.rules[0], if: condition };
    expect(policy.safeParse(edited).success).toBe(false);
  });

  test('is completed with the questions and their answers', () => {
    const text = readFileSync(
      `dialogs/schemas/${basename(schemaOf('dialogs/share-check/policy.yaml'))}`,
      'utf8',
    );
    const { properties } = JSON.parse(text).$defs.condition;
    expect(properties.mandate.anyOf[0].enum).toEqual(['required', 'restricted', 'none', 'unsure']);
  });
});
