import { expect, test } from 'vitest';
import { chainEntry } from '../../src/records/chain.ts';
import { recordJsonSchema, recordSchema } from '../../src/records/record-schema.ts';
import { decisionDraft, deliveryDraft, openedDraft } from './samples.ts';

// Out of date? npx vitest run test/records/record-schema.test.ts -u
test('the published JSON Schema is the one the record is checked against', async () => {
  const schema = `${JSON.stringify(recordJsonSchema(), null, 2)}\n`;
  await expect(schema).toMatchFileSnapshot('../../docs/decision-record.schema.json');
});

test.each([
  openedDraft(1, 'SC-AAAA-AAAA'),
  decisionDraft(2, 'SC-AAAA-AAAA'),
  deliveryDraft(3, 'SC-AAAA-AAAA'),
])('an exported $kind entry fits it', (draft) => {
  const { entry } = chainEntry(draft, { organisation: 'school', sequence: 1, previousHash: '0'.repeat(64) });
  expect(recordSchema.safeParse({ ...entry, body: draft.body }).error).toBeUndefined();
  expect(recordSchema.safeParse({ ...entry, body: { ...draft.body, extra: 1 } }).success).toBe(false);
  expect(recordSchema.safeParse(entry).success).toBe(true);
});
