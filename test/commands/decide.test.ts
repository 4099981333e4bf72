import { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Dialog } from '../../src/check/dialog.ts';
import { FACT_IDS } from '../../src/check/facts.ts';
import { compilePolicy, type Policy } from '../../src/check/policy.ts';
import { DECIDE_HELP, DECIDE_OPTIONS, decide } from '../../src/commands/decide.ts';
import { LONGEST_LINE } from '../../src/commands/lines-of.ts';
import { Fault } from '../../src/fault.ts';
import { loadShipped } from '../support/load-policy.ts';

let policy: Policy;
let dialog: Dialog;
beforeAll(async () => {
  const shipped = await loadShipped();
  dialog = shipped.dialog;
  policy = compilePolicy(dialog, shipped.pages);
});

const KEYS = [
  'id',
  'outcome',
  'rule',
  'fixes',
  'obligations',
  'tell',
  'lawfulBasis',
  'next',
  'settled',
  'stillPossible',
  'citations',
];

type Run = {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  readonly lines: Record<string, unknown>[];
};

async function run(
  given: { words?: string[]; batch?: true; explain?: true },
  chunks: Iterable<string | Uint8Array> = [],
  highWaterMark = 16_384,
): Promise<Run> {
  const written: Record<'out' | 'err', Buffer[]> = { out: [], err: [] };
  const sink = (to: Buffer[]) =>
    new Writable({
      highWaterMark,
      write(chunk: Buffer, _encoding, done) {
        to.push(chunk);
        setImmediate(done);
      },
    });
  const io = { stdin: Readable.from(chunks), stdout: sink(written.out), stderr: sink(written.err) };
  const { words = [], ...options } = given;
  const status = await decide({ words, options }, io, async () => ({ policy, dialog }));
  await finished(io.stdout.end());
  const out = Buffer.concat(written.out).toString();
  const err = Buffer.concat(written.err).toString();
  const lines = out.split('\n').filter(Boolean);
  return { status, out, err, lines: lines.map((line): Record<string, unknown> => JSON.parse(line)) };
}

const object = (answers: object, id?: unknown) =>
  JSON.stringify(id === undefined ? { answers } : { id, answers });

describe('decide, one object', () => {
  it('gives exactly the promised keys, in order, with the advice of the policy', async () => {
    const answers = { urgency: 'not-urgent', risk: 'clear', route: 'insecure' } as const;
    const { status, lines, err } = await run({ words: [object(answers, 'a')] });
    expect(status).toBe(0);
    expect(err).toBe('');
    expect(lines).toHaveLength(1);
    expect(Object.keys(lines[0] ?? {})).toEqual(KEYS);
    const { notification: _, ...advice } = policy.decide(answers);
    expect(lines[0]).toEqual({ id: 'a', ...advice });
  });

  it('reads the object from standard input, over several lines too', async () => {
    const { status, lines } = await run({}, [
      '\uFEFF{\n  "id": 7,\n',
      '  "answers": { "urgency": "immediate" }\n}\n',
    ]);
    expect(status).toBe(0);
    expect(lines[0]).toMatchObject({ id: 7, outcome: 'share-now', settled: true, next: 'telling' });
  });

  it('takes no answers as no answers, and a missing id as null', async () => {
    const { status, lines } = await run({ words: ['{"answers": {}}'] });
    expect(status).toBe(0);
    expect(lines[0]).toMatchObject({ id: null, outcome: 'seek-advice', next: 'urgency', settled: false });
  });

  it('says null when nothing is left to ask', async () => {
    const answers = Object.fromEntries(FACT_IDS.map((fact) => [fact, 'unsure']));
    const { lines } = await run({ words: [object(answers)] });
    expect(lines[0]?.next).toBeNull();
  });

  describe('with --explain', () => {
    const answers = { urgency: 'immediate', sector: 'public' } as const;
    const explained = async () => (await run({ words: [object(answers)], explain: true })).lines[0] ?? {};

    it('adds the ledger of bases: suggested or not, why, and the passages', async () => {
      const line = await explained();
      expect(Object.keys(line)).toEqual([...KEYS, 'ledger', 'changes']);
      const { bases } = dialog.advice;
      expect(line.ledger).toEqual(
        policy.ledger(answers).map((basis) => ({
          ...basis,
          name: bases[basis.basis]?.name,
          why: bases[basis.basis]?.[basis.suggested ? 'suggested' : 'not-suggested'],
        })),
      );
      expect(line.ledger).toContainEqual(
        expect.objectContaining({ basis: 'consent', suggested: false, why: expect.stringMatching(/\w/) }),
      );
    });

    it('adds the smallest changes that give another outcome, in words too', async () => {
      const { changes } = await explained();
      expect(changes).toEqual(
        policy.smallestChanges(answers).map((change) => ({ ...change, inWords: expect.any(Array) })),
      );
      expect(changes).toContainEqual({
        outcome: 'seek-advice',
        size: 1,
        sets: [
          [{ fact: 'urgency', from: 'immediate', to: 'not-urgent' }],
          [{ fact: 'urgency', from: 'immediate', to: 'unsure' }],
        ],
        inWords: ['Danger: “No, it is not urgent” or “Not sure” (you said “Yes, in danger now”) *'],
      });
    });
  });

  it('gives no line for --batch with an object after it', async () => {
    await expect(run({ words: ['{}'], batch: true })).rejects.toThrow(Fault);
  });
});

describe('decide, what it refuses', () => {
  const permitted = 'clear, perceived, low-level, support-only, none, unsure';
  it.each<[string, string, unknown, string, string, string]>([
    ['what is not JSON', '{"answers": ', null, 'not-json', '', '"answers"'],
    ['nothing at all', '', null, 'not-json', '', '"answers"'],
    ['what is no object', '[1]', null, 'not-an-object', '', '"answers"'],
    ['no answers', '{"id": 3}', 3, 'answers-missing', 'answers', '{"answers": {}}'],
    [
      'answers that are no object',
      '{"id": 3, "answers": []}',
      3,
      'answers-not-an-object',
      'answers',
      'object',
    ],
    ['answers that are null', '{"id": 3, "answers": null}', 3, 'answers-not-an-object', 'answers', 'object'],
    [
      'an id that is neither text nor number',
      '{"id": {}, "answers": {}}',
      null,
      'unknown-id',
      'id',
      'number',
    ],
    [
      'an unknown fact',
      '{"id": "x", "answers": {"riks": "clear"}}',
      'x',
      'unknown-fact',
      'answers.riks',
      FACT_IDS.join(', '),
    ],
    [
      'an unknown value',
      '{"id": "x", "answers": {"risk": "bad"}}',
      'x',
      'unknown-value',
      'answers.risk',
      permitted,
    ],
    [
      'a value that is no text',
      '{"id": "x", "answers": {"risk": null}}',
      'x',
      'unknown-value',
      'answers.risk',
      permitted,
    ],
    [
      'a list of values',
      '{"id": "x", "answers": {"risk": ["clear"]}}',
      'x',
      'unknown-value',
      'answers.risk',
      permitted,
    ],
    [
      'a name every object has',
      '{"id": "x", "answers": {"constructor": "clear"}}',
      'x',
      'unknown-fact',
      'answers.constructor',
      'urgency',
    ],
    [
      'a name with a meaning to JavaScript',
      '{"id": "x", "answers": {"__proto__": {"risk": "clear"}}}',
      'x',
      'unknown-fact',
      'answers',
      'urgency',
    ],
  ])('%s', async (_, input, id, code, path, says) => {
    const { status, lines } = await run({ words: [input] });
    expect(status).toBe(1);
    expect(lines).toEqual([{ id, error: { code, message: expect.stringContaining(says), path } }]);
    expect(Object.keys(lines[0] ?? {})).toEqual(['id', 'error']);
  });

  it('never repeats what somebody wrote', async () => {
    const told = 'Mum said Jo Bloggs hit him';
    for (const input of [
      object({ risk: told }),
      object({ [told]: 'clear' }),
      `${told} {`,
      JSON.stringify(told),
    ]) {
      const { out, err } = await run({ words: [input] });
      expect(out + err).not.toContain('Bloggs');
    }
  });
});

describe('decide --batch', () => {
  it('keeps the order, goes on after a bad line, and ends with 1', async () => {
    const input = [
      object({ urgency: 'immediate' }, 'first'),
      'not json at all',
      '',
      object({ risk: 'bad' }, 'third'),
      object({}, 'last'),
    ].join('\n');
    const { status, lines } = await run({ batch: true }, [input]);
    expect(status).toBe(1);
    expect(lines.map(({ id, error }) => [id, error === undefined])).toEqual([
      ['first', true],
      [null, false],
      ['third', false],
      ['last', true],
    ]);
  });

  it('ends with 0 when nothing was refused, and with no input gives no output', async () => {
    expect(await run({ batch: true }, [`${object({})}\r\n${object({})}\r\n`])).toMatchObject({ status: 0 });
    expect(await run({ batch: true })).toMatchObject({ status: 0, out: '' });
  });

  it('reads lines and characters that are cut anywhere', async () => {
    const bytes = Buffer.from(`${object({ urgency: 'urgent' }, 'Zoë')}\n${object({ risk: 'none' }, '子')}`);
    const { lines } = await run(
      { batch: true },
      Array.from(bytes, (byte) => Uint8Array.of(byte)),
    );
    expect(lines.map(({ id }) => id)).toEqual(['Zoë', '子']);
    expect(lines[0]).toMatchObject({ next: 'risk' });
  });

  it('refuses a last line that ends in half a character', async () => {
    const { status, lines } = await run({ batch: true }, [Buffer.from(object({})), Uint8Array.of(0xc3)]);
    expect(status).toBe(1);
    expect(lines).toMatchObject([{ id: null, error: { code: 'not-json' } }]);
  });

  it('refuses a line too long to keep, and goes on', async () => {
    const long = Array.from({ length: 30 }, () => 'x'.repeat(LONGEST_LINE / 10));
    const { status, lines } = await run({ batch: true }, [object({}, 1), '\n', ...long, '\n', object({}, 2)]);
    expect(status).toBe(1);
    expect(lines).toMatchObject([{ id: 1 }, { id: null, error: { code: 'too-long' } }, { id: 2 }]);
  });

  it('answers each piece of input before the next comes, and waits for a slow reader', async () => {
    // The input is made only as it is asked for; how far ahead of the output it runs shows what is held in memory.
    let made = 0;
    let most = 0;
    let written = 0;
    const stdout = new Writable({
      highWaterMark: 1,
      write(chunk: Buffer, _encoding, done) {
        written += chunk.toString().split('\n').length - 1;
        setImmediate(done);
      },
    });
    function* input() {
      for (let i = 0; i < 2000; i++) {
        made++;
        most = Math.max(most, made - written);
        yield `${object({ urgency: 'urgent' }, i)}\n`;
      }
    }
    const stdin = Readable.from(input(), { highWaterMark: 1 });
    const io = { stdin, stdout, stderr: stdout };
    expect(await decide({ words: [], options: { batch: true } }, io, async () => ({ policy, dialog }))).toBe(
      0,
    );
    await finished(stdout.end());
    expect(written).toBe(2000);
    expect(most).toBeLessThan(20);
  });
});

it('says in its help what goes in and what comes out', () => {
  const help = DECIDE_HELP.join('\n');
  for (const key of KEYS) expect(help).toContain(key);
  expect(Object.keys(DECIDE_OPTIONS)).toEqual(['batch', 'explain']);
});
