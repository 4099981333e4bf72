import { z } from 'zod';
import { type Condition, conditionSchema } from '../../src/check/dialog.ts';
import { FACT_IDS, FACTS, OUTCOMES } from '../../src/check/facts.ts';

/**
 * The JSON Schema of a content file, for editors: they complete headings and answers from it and mark slips. The conditions,
 * which the shape in the code leaves open, are spelt out with every question and its answers.
 */
export function editorSchema(schema: z.ZodType): object {
  let conditions = false;
  const made = z.toJSONSchema(schema, {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      if (!isCondition(zodSchema)) return;
      conditions = true;
      const { description } = jsonSchema;
      for (const key of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, key);
      Object.assign(jsonSchema, { $ref: '#/$defs/condition' }, description && { description });
    },
  });
  return conditions ? { ...made, $defs: { ...made.$defs, condition: CONDITION } } : made;
}

/** Also where a description was put on it. */
function isCondition(schema: z.core.$ZodType): boolean {
  return schema._zod.def === (conditionSchema as z.ZodType<Condition>)._zod.def;
}

const oneOrSeveral = (values: readonly string[]) => ({
  anyOf: [
    { enum: values },
    {
      type: 'object',
      properties: { in: { type: 'array', items: { enum: values }, minItems: 1, uniqueItems: true } },
      required: ['in'],
      additionalProperties: false,
    },
  ],
});
const several = { type: 'array', items: { $ref: '#/$defs/condition' }, minItems: 1 };

const CONDITION = {
  description: 'When it applies. Several lines under one heading all hold.',
  type: 'object',
  minProperties: 1,
  additionalProperties: false,
  properties: {
    ...Object.fromEntries(FACT_IDS.map((fact) => [fact, oneOrSeveral(FACTS[fact])])),
    outcome: { description: 'Below the rules only.', ...oneOrSeveral(OUTCOMES) },
    is: {
      description: 'A condition that has a name at the head of policy.yaml, or any-fix.',
      type: 'string',
    },
    all: { description: 'Every one holds.', ...several },
    any: { description: 'At least one holds.', ...several },
    not: { description: 'This does not hold.', $ref: '#/$defs/condition' },
    always: { const: true },
  },
};
