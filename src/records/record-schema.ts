import { z } from 'zod';
import { BODY_SCHEMAS, type EntryKind, RECORD_SCHEMA } from './entry.ts';

const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('SHA-256, lower-case hexadecimal');

const fields = {
  schema: z.literal(RECORD_SCHEMA),
  id: z.uuid().describe('UUIDv7'),
  organisation: z.string().describe('Id of the organisation, as in its deployment folder'),
  reference: z.string().describe('Reference of the case, such as SC-7K3F-9QXM. It never authorises.'),
  createdAt: z.iso.datetime(),
  sequence: z.number().int().positive().describe('Place in the chain, from 1'),
  previousHash: hash.describe('Hash of the entry before it in the chain; 64 zeros for the first'),
  bodyHash: hash.describe('SHA-256 of the RFC 8785 canonical JSON of the body'),
  hash: hash.describe('SHA-256 of the RFC 8785 canonical JSON of the entry without body and hash'),
};

function entryOf<K extends keyof typeof BODY_SCHEMAS & EntryKind>(kind: K) {
  return z.strictObject({
    ...fields,
    kind: z.literal(kind),
    body: BODY_SCHEMAS[kind].optional().describe('Absent once a later erasure names this entry'),
  });
}

/** An exported entry with its body, by kind. */
export const recordSchema = z.discriminatedUnion('kind', [
  entryOf('opened'),
  entryOf('decision'),
  entryOf('completion'),
  entryOf('abandoned'),
  entryOf('delivery-event'),
]);

/** The JSON Schema of the decision record, as published in `docs/decision-record.schema.json`. */
export function recordJsonSchema(): unknown {
  return {
    $id: 'urn:share-check:decision-record@1',
    title: 'Share Check decision record, one entry',
    ...z.toJSONSchema(recordSchema),
  };
}
