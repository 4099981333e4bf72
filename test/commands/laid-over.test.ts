import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Answers, FACT_IDS } from '../../src/check/facts.ts';
import { partialAnswers } from '../support/answers.ts';
import { brokenCopy } from '../support/broken-copy.ts';
import { expectPlain, ownFolder, runEntry, spaced } from '../support/run-entry.ts';

const FILE = 'dialogs/local.yaml';
const UNSAFE = ['asks: record', 'asks: before-sharing'] as const;
const UNREADABLE = ['id: welfare-log', 'id: record'] as const;

/** The example school with one slip in what it lays over. */
function school([find, put]: readonly [string, string]) {
  const copy = brokenCopy('manifest/example-school');
  copy.edit(FILE, find, put);
  return { copy, dialogs: join(copy.dir, 'dialogs'), env: { SHARE_CHECK_LOCAL: copy.dir } };
}

describe('what breaks a safety rule', { timeout: 60_000 }, () => {
  test('is refused by prove --dialog with the rule, the answers and the line', async () => {
    const { copy, dialogs } = school(UNSAFE);
    const { status, out, err } = await runEntry(['prove', '--dialog', dialogs], { data: ownFolder() });
    expect(status).toBe(1);
    expect(err).toBe('');
    expect(out.match(/^FAILS {2}\w+/gm)).toEqual(['FAILS  I1', 'FAILS  I2', 'FAILS  I3', 'FAILS  I5']);
    expect(spaced(out)).toContain(
      '“Put it in our welfare log” (welfare-log) would have to be done before sharing.',
    );
    const line = `${join(copy.dir, FILE)}:${copy.lineOf(FILE, '- id: welfare-log')}`;
    expect(out.match(/^ +Look first at (.+)$/gm)?.map((found) => found.trim())).toEqual(
      [line, line, line, line].map((found) => `Look first at ${found}`),
    );
    expect(spaced(out)).toContain('When “Danger” is “Yes, in danger now”');
    expect(spaced(out)).toContain(
      'A worry about harm, even a small one, does not wait for that. Add: when: {',
    );
    expect(out).not.toContain('{"urgency"');
    expectPlain(out);
  });

  test('is refused by prove --json with an answer to every question', async () => {
    const { copy, dialogs } = school(UNSAFE);
    const { status, out } = await runEntry(['prove', '--json', '--dialog', dialogs], { data: ownFolder() });
    expect(status).toBe(1);
    const { rules } = JSON.parse(out) as {
      rules: { id: string; holds: boolean; counterexample?: { answers: Answers; at: string } }[];
    };
    const failing = rules.filter(({ holds }) => !holds);
    expect(failing.map(({ id }) => id)).toEqual(['I1', 'I2', 'I3', 'I5']);
    const line = `${join(copy.dir, FILE)}:${copy.lineOf(FILE, '- id: welfare-log')}`;
    for (const { counterexample } of failing) {
      expect(counterexample?.at).toBe(line);
      expect(Object.keys(counterexample?.answers ?? {})).toEqual(FACT_IDS);
    }
    expect(failing.map(({ counterexample }) => counterexample?.answers.urgency)[0]).toBe('immediate');
    expect(failing[2]?.counterexample?.answers.risk).toBe('low-level');
  });

  test('keeps the service from starting', async () => {
    const { copy, env } = school(UNSAFE);
    const { status, out, err } = await runEntry(['serve', '--check'], { data: ownFolder(), env });
    expect(status).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(
      /^The dialog breaks a safety rule:\nI1, .*\nI2, .*\nI3, .*\nI5, .*\n.*share-check prove/,
    );
    const line = `${join(copy.dir, FILE)}:${copy.lineOf(FILE, '- id: welfare-log')}`;
    expect(err.split('\n').filter((said) => said.endsWith(`Look first at ${line}`))).toHaveLength(4);
    expectPlain(err);
  });
});

describe('what cannot be laid over', { timeout: 60_000 }, () => {
  test.each([['prove', '--dialog'], ['prove'], ['serve', '--check'], ['decide', '{"answers":{}}']])(
    'is refused by %s %s with its file and line',
    async (command, ...rest) => {
      const { copy, dialogs, env } = school(UNREADABLE);
      const named = rest.includes('--dialog');
      const args = [command, ...rest, ...(named ? [dialogs] : [])];
      const { status, out, err } = await runEntry(args, {
        data: ownFolder(),
        env: named ? {} : env,
        input: null,
      });
      expect(status).toBe(2);
      expect(out).toBe('');
      expect(err).toContain(
        `There is 1 fault in the content:\n${join(copy.dir, FILE)}:${copy.lineOf(FILE, 'id: record')}: "record" is one of the check's own`,
      );
      expectPlain(err);
    },
  );
});

test('decide gives the policy’s advice and nothing of what the example school adds', {
  timeout: 60_000,
}, async () => {
  const bare = brokenCopy('manifest/example-school');
  rmSync(join(bare.dir, 'dialogs'), { recursive: true });
  const input = fc
    .sample(partialAnswers, { numRuns: 200, seed: 20261123 })
    .map((answers, id) => JSON.stringify({ id, answers }))
    .join('\n');
  const options = { data: ownFolder(), input };
  const [with_, without] = await Promise.all([
    runEntry(['decide', '--batch'], { ...options, env: { SHARE_CHECK_LOCAL: 'manifest/example-school' } }),
    runEntry(['decide', '--batch'], { ...options, env: { SHARE_CHECK_LOCAL: bare.dir } }),
  ]);
  expect(with_.status).toBe(0);
  expect(with_.out.split('\n')).toHaveLength(201);
  expect(with_.out).toContain('"share-now"');
  expect(with_.out).not.toMatch(/welfare-log|second-pair-of-eyes/);
  expect(with_.out).toBe(without.out);
});
