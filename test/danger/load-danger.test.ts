import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LEARNED, loadDanger } from '../../src/content/load-danger.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'danger-'));
  await cp(`${import.meta.dirname}/../../knowledge/danger`, join(dir, 'danger'), { recursive: true });
});
afterEach(async () => {
  await rm(dir, { recursive: true });
});

it('reads what was learned', async () => {
  const { model, faults } = await loadDanger(dir);
  expect(faults).toEqual([]);
  expect(model?.().weights.knife).toBeGreaterThan(0);
});

const LEARN = expect.stringContaining('knowledge learn');
it.each<[string, (text: string) => string]>([
  ['is no JSON', (text) => text.slice(0, 5000)],
  ['has no weights', (text) => JSON.stringify({ ...JSON.parse(text), weights: null })],
  ['has empty weights', (text) => JSON.stringify({ ...JSON.parse(text), weights: {} })],
  ['never asks', (text) => JSON.stringify({ ...JSON.parse(text), asks: 1e9 })],
])('refuses what %s, and says what to do', async (_, spoil) => {
  const file = join(dir, LEARNED);
  await writeFile(file, spoil(await readFile(file, 'utf8')));
  expect(await loadDanger(dir)).toEqual({
    model: null,
    faults: [{ file: LEARNED, line: 1, message: LEARN }],
  });
});

it('refuses what was learned from other lines', async () => {
  const file = join(dir, 'danger/plain.yaml');
  await writeFile(file, `${await readFile(file, 'utf8')}  one more line\n`);
  expect(await loadDanger(dir)).toEqual({
    model: null,
    faults: [{ file: LEARNED, line: 1, message: LEARN }],
  });
});
