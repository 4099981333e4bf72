import { Readable, Writable } from 'node:stream';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Asker, ask } from '../../src/commands/ask.ts';
import { Fault } from '../../src/fault.ts';
import { fakeAsks } from '../support/fake-asks.ts';
import { shippedContent } from '../support/house.ts';

let asker: Asker;
beforeAll(async () => {
  const { guidance } = await shippedContent();
  asker = { ...fakeAsks(guidance), notesBeside: () => [], numbers: ['In danger now: 999'] };
});

async function run(
  words: string[],
  options: Record<string, true> = {},
  input: string[] = [],
  answerer = asker,
) {
  let out = '';
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      out += String(chunk);
      done();
    },
  });
  const status = await ask({ words, options }, { stdin: Readable.from(input), stdout }, async () => answerer);
  return {
    status,
    out,
    lines: options.batch
      ? out
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line))
      : [],
  };
}

describe('ask, one question', () => {
  it('gives the passage word for word with heading, page and edition, others to look at, and the number to ring', async () => {
    const { status, out } = await run(['do I need consent']);
    expect(status).toBe(0);
    expect(out).toContain('You do not need consent to share personal information about a child');
    expect(out).toContain(
      'Golden rule 3: you do not need consent if a child is at risk, page 4 (Draft, June 2023, since superseded)',
    );
    expect(out).toContain('See also:');
    expect(out).toContain('In danger now: 999');
  });

  it('says so when the guidance does not cover it, with where to ask, marked as its own, and the nearest sections', async () => {
    const { out } = await run(['how long do we keep files']);
    expect(out).toContain('This guidance does not cover that.');
    expect(out).toContain('Share Check adds: Your organisation has a list');
    expect(out).toContain('The nearest sections:');
    expect(out).not.toContain('superseded');
  });

  it('puts the numbers first where words signal danger', async () => {
    const { out } = await run(['consent? he hits her']);
    expect(out.split('\n').slice(0, 2)).toEqual([
      'Is a child in danger right now? Ring first.',
      'In danger now: 999',
    ]);
    expect(out).toContain('You do not need consent');
  });

  it('shows both passages where the guidance disagrees with itself', async () => {
    const { out } = await run(['both about consent']);
    expect(out).toContain('The guidance says something else here:');
    expect(out).toContain('Definition: Consent, page 18');
  });

  it('says what has changed since after the quote, apart from it and as its own; not as JSON', async () => {
    const asked: (readonly string[])[] = [];
    const noted: Asker = {
      ...asker,
      notesBeside(sections) {
        asked.push(sections.map(({ section }) => section));
        return [
          {
            heading: 'Since this draft',
            title: 'A new law',
            text: 'It says more.',
            foot: 'From 5 May 2026.',
          },
          { heading: null, title: 'Another', text: 'It says less.', foot: '' },
        ];
      },
    };
    const { out } = await run(['both about consent'], {}, [], noted);
    expect(out).toContain(
      '\n\nSince this draft:\n  A new law\n  It says more.\n  From 5 May 2026.\n\n  Another\n  It says less.\n\nSee also:',
    );
    expect(out.indexOf('Definition: Consent, page 18')).toBeLessThan(out.indexOf('Since this draft'));
    expect(asked).toEqual([['golden-rule-3', 'definition-consent']]);
    expect((await run(['both about consent'], { json: true }, [], noted)).out).not.toContain('A new law');
    expect((await run(['how long do we keep files'], {}, [], noted)).out).not.toContain('A new law');
  });

  it('as JSON has the shape that scripts rely on', async () => {
    const { out } = await run(['both about consent'], { json: true });
    const reply = JSON.parse(out);
    expect(Object.keys(reply)).toEqual(['id', 'answer', 'results', 'danger']);
    expect(Object.keys(reply.answer)).toEqual([
      'guidance',
      'section',
      'heading',
      'page',
      'edition',
      'quote',
      'also',
    ]);
    expect(Object.keys(reply.results[0])).toEqual(['section', 'score']);
    expect(reply).toMatchObject({
      id: null,
      answer: { guidance: 'dfe-2023-draft', section: 'golden-rule-3' },
      danger: false,
    });
  });

  it.each([[[]], [['  ']]])('without a question says what to write', async (words) => {
    await expect(run(words)).rejects.toThrow(Fault);
    await expect(run(words)).rejects.toMatchObject({ remedy: expect.stringContaining('share-check ask "') });
  });
});

describe('ask --batch', () => {
  it('answers line by line in order; a bad line says what would fit, and the run goes on', async () => {
    const secret = 'Zebedee-canary';
    const { status, out, lines } = await run([], { batch: true }, [
      '{"id": "a", "q": "consent"}\n{"id": 2, "q": ""}\n',
      `${secret}\n{"id": "x"}\n{"id": "y", "q": 7}\n\n[1]\n`,
      '{"q": "he hit him"}',
    ]);
    expect(status).toBe(1);
    expect(lines.map(({ id }) => id)).toEqual(['a', 2, null, 'x', 'y', null, null]);
    expect(lines.map((line) => line.error?.code ?? (line.answer === null ? 'none' : 'answer'))).toEqual([
      'answer',
      'none',
      'not-json',
      'question-missing',
      'question-missing',
      'not-an-object',
      'answer',
    ]);
    expect(lines.at(-1).danger).toBe(true);
    expect(lines[3].error).toMatchObject({
      path: 'q',
      message: expect.stringContaining('"q" is the question'),
    });
    expect(out).not.toContain(secret);
  });

  it('takes no question beside it', async () => {
    await expect(run(['consent'], { batch: true })).rejects.toMatchObject({ code: 'wrong-usage' });
  });
});
