import { describe, expect, test } from 'vitest';
import type { HttpAnswer } from '../../../src/channels/teams/http-answer.ts';
import { createOnce } from '../../../src/channels/teams/once.ts';

const MINUTE = 60_000;

/** Work that is counted, at a clock that stands still. */
function counted() {
  const at = { now: 0, done: 0 };
  const once = createOnce(() => at.now);
  const run = (id: string, answer: HttpAnswer = { status: 200 }) =>
    once(id, async () => {
      at.done += 1;
      return answer;
    });
  return { at, once, run };
}

describe('an activity that comes again', () => {
  test('while it is answered waits for that answer, and gets it', async () => {
    const { at, once, run } = counted();
    let end: (answer: HttpAnswer) => void = () => undefined;
    const first = once('a', () => new Promise((resolve) => (end = resolve)));
    const again = [run('a'), run('a')];
    const answer = { status: 200, body: { value: 'card' } };
    end(answer);
    expect(await Promise.all([first, ...again])).toEqual([answer, answer, answer]);
    expect(at.done).toBe(0);
  });

  test('soon after gets the same answer; after ten minutes it is done anew', async () => {
    const { at, run } = counted();
    await run('a', { status: 200, body: 'first' });
    at.now = 10 * MINUTE - 1;
    expect(await run('a')).toEqual({ status: 200, body: 'first' });
    expect(await run('b')).toEqual({ status: 200 });
    at.now = 10 * MINUTE;
    expect(await run('a', { status: 200, body: 'second' })).toEqual({ status: 200, body: 'second' });
    expect(at.done).toBe(3);
  });

  test('after it failed is tried again, once for those that came meanwhile', async () => {
    const { at, once, run } = counted();
    let fail: (error: Error) => void = () => undefined;
    const first = once('a', () => new Promise((_, reject) => (fail = reject)));
    const meanwhile = run('a');
    const ended = Promise.allSettled([first, meanwhile]);
    fail(new Error('Teams is away.'));
    expect((await ended).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await run('a')).toEqual({ status: 200 });
    expect(at.done).toBe(1);
  });

  test('is not another one', async () => {
    const { at, run } = counted();
    await Promise.all([run('a'), run('b'), run('a:b')]);
    expect(at.done).toBe(3);
  });
});

describe('what is kept', () => {
  test('is never more than five thousand, the oldest gone first', async () => {
    const { at, run } = counted();
    for (let n = 0; n < 5001; n += 1) await run(`n${n}`);
    expect(at.done).toBe(5001);
    await run('n5000');
    await run('n1');
    expect(at.done).toBe(5001);
    await run('n0');
    expect(at.done).toBe(5002);
  });

  test('of answers with a card are the latest hundred; those without are small', async () => {
    const { at, run } = counted();
    await run('small');
    for (let n = 0; n < 101; n += 1) await run(`card${n}`, { status: 200, body: { n } });
    await run('small');
    await run('card1');
    expect(at.done).toBe(102);
    await run('card0');
    expect(at.done).toBe(103);
  });
});
