import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FACT_IDS, FACTS } from '../../src/check/facts.ts';
import { expectPlain, ownFolder, runEntry } from '../support/run-entry.ts';

/** Said about a child: it may come back from nowhere. */
const CANARY = 'Mum hit him';
const good = (id: number) => JSON.stringify({ id, answers: { urgency: 'immediate' } });

type Line = { readonly id: unknown; readonly outcome?: string; readonly error?: Record<string, string> };
const linesOf = (out: string): Line[] =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('decide', { timeout: 60_000 }, () => {
  test('--batch: every bad line is refused in its place, every good one between them is answered', async () => {
    const bad: readonly [line: string, id: unknown, code: string, path: string][] = [
      [`{"id": 1, "answers": {"${CANARY}": "yes"}}`, 1, 'unknown-fact', 'answers'],
      ['{"id": 2, "answers": {"rsik": "clear"}}', 2, 'unknown-fact', 'answers.rsik'],
      ['{"id": 3, "answers": {"__proto__": "clear"}}', 3, 'unknown-fact', 'answers'],
      ['{"id": 4, "answers": {"constructor": "clear"}}', 4, 'unknown-fact', 'answers.constructor'],
      [`{"id": 5, "answers": {"risk": "${CANARY}"}}`, 5, 'unknown-value', 'answers.risk'],
      ['{"id": 6, "answers": {"risk": "Clear"}}', 6, 'unknown-value', 'answers.risk'],
      ['{"id": 7, "answers": {"risk": 5}}', 7, 'unknown-value', 'answers.risk'],
      ['{"id": 8, "answers": {"risk": ["clear"]}}', 8, 'unknown-value', 'answers.risk'],
      ['{"id": 9, "answers": {"risk": null}}', 9, 'unknown-value', 'answers.risk'],
      ['{"id": "ten"}', 'ten', 'answers-missing', 'answers'],
      ['{"id": 11, "answers": ["risk"]}', 11, 'answers-not-an-object', 'answers'],
      ['{"id": {"of": "mine"}, "answers": {}}', null, 'unknown-id', 'id'],
      ['{"id": 1e400, "answers": {}}', null, 'unknown-id', 'id'],
      ['{"id": 12345678901234567890, "answers": {}}', null, 'unknown-id', 'id'],
      [`${CANARY}, what now?`, null, 'not-json', ''],
      ['{"id": 15, "answers": {"risk": "clear"', null, 'not-json', ''],
      ['[]', null, 'not-an-object', ''],
      ['5', null, 'not-an-object', ''],
      [`{"id": 18, "answers": {}, "note": "${CANARY.repeat(100_000)}"}`, null, 'too-long', ''],
      ['['.repeat(200_000), null, 'not-json', ''],
    ];
    const lines = bad.flatMap(([line], at) => [good(100 + at), '', line, '   ']);
    // As Windows writes it: a mark at the start, CRLF, and no end to the last line.
    const input = `\uFEFF${lines.join('\r\n')}\r\n${good(200)}`;
    const { status, out, err } = await runEntry(['decide', '--batch'], { data: ownFolder(), input });

    expect({ status, err }).toEqual({ status: 1, err: '' });
    expect(out).not.toContain(CANARY);
    const given = linesOf(out);
    expect(given).toHaveLength(2 * bad.length + 1);
    expect(given.filter((line) => line.error === undefined)).toEqual(
      [...bad.map((_, at) => 100 + at), 200].map((id) =>
        expect.objectContaining({ id, outcome: 'share-now' }),
      ),
    );
    const refused = given.filter((line) => line.error !== undefined);
    expect(refused.map(({ id, error }) => [id, error?.code, error?.path])).toEqual(
      bad.map(([, id, code, path]) => [id, code, path]),
    );
    for (const { error } of refused) {
      const message = error?.message ?? '';
      expectPlain(message);
      if (error?.code === 'unknown-fact') expect(message).toContain(FACT_IDS.join(', '));
      if (error?.code === 'unknown-value') expect(message).toContain(FACTS.risk.join(', '));
      if (/not-json|object|answers/.test(error?.code ?? '')) expect(message).toMatch(/\{"\w+": /);
    }
  });

  test('with nothing to read it is told what to write', async () => {
    const { status, out, err } = await runEntry(['decide'], { data: ownFolder(), input: null });
    expect({ status, err }).toEqual({ status: 1, err: '' });
    expect(linesOf(out)[0]?.error?.message).toMatch(/Write one object.*\{"/);
  });

  test('a full disk for the output ends it with 2, and says so', async () => {
    if (!existsSync('/dev/full')) {
      console.warn('NOT TRIED: output to a full disk, as this machine has no /dev/full.');
      return;
    }
    const through = ['sh', '-c', 'exec "$0" "$@" > /dev/full'];
    const { status, err } = await runEntry(['decide', '--batch'], {
      data: ownFolder(),
      input: good(1),
      through,
    });
    expect(status).toBe(2);
    expect(err).toMatch(/no room left on the disk.*\nMake room/);
    expectPlain(err);
  });
});
