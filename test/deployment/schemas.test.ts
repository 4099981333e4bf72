import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  contactsFileSchema,
  notificationsFileSchema,
  organisationFileSchema,
  peopleFileSchema,
} from '../../src/deployment/deployment.ts';

const FILES = {
  organisation: organisationFileSchema,
  contacts: contactsFileSchema,
  people: peopleFileSchema,
  notifications: notificationsFileSchema,
};

/** `UPDATE_SCHEMAS=1 npm test` writes them anew after a change of src/deployment/deployment.ts. */
test.each(Object.entries(FILES))('the JSON Schema of %s.yaml says the same as the code', (name, schema) => {
  const path = `manifest/example-school/schemas/${name}.schema.json`;
  const current = z.toJSONSchema(schema, { io: 'input' });
  if (process.env.UPDATE_SCHEMAS === '1') writeFileSync(path, `${JSON.stringify(current, null, 2)}\n`);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(current);
});
