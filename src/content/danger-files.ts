import { z } from 'zod';

const lines = z.string().optional();

/** The shape of `knowledge/danger/*.yaml`: texts, one a line under `explicit: |` and so on. */
export const dangerFileSchema = z.strictObject({
  explicit: lines.describe(
    'After "|", one a line: texts that say in plain words that a child is in danger now.',
  ),
  oblique: lines.describe('Texts that name no danger, and that a reader in the field would still see it in.'),
  calm: lines.describe('Texts that are not to set it off, though dark or hurried words stand in them.'),
  plain: lines.describe('Plain words of danger, with which it is asked sooner: "kill himself".'),
});
