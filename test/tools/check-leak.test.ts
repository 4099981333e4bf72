import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

const TOOL = join(import.meta.dirname, 'check-leak.ts');
const KNOWLEDGE = `# which colour is the boat
section-one: |
  May I lend the blue bicycle to our neighbours?
  bicycle pump
section-two:
  - who mends the garden gate in winter
- says: push bike, velocipede
  means: two wheels
- id: who-owns-the-shed
`;

/** What the check says of these questions, held against made-up knowledge. */
function check(questions: readonly string[]) {
  const dir = mkdtempSync(join(tmpdir(), 'share-check-leak-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  mkdirSync(join(dir, 'knowledge/phrasings'), { recursive: true });
  writeFileSync(join(dir, 'knowledge/phrasings/all.yaml'), KNOWLEDGE);
  writeFileSync(join(dir, 'asked.jsonl'), questions.map((q) => JSON.stringify({ q })).join('\n'));
  const { status, stdout } = spawnSync(process.execPath, [TOOL, 'asked.jsonl', 'knowledge'], {
    cwd: dir,
    encoding: 'utf8',
  });
  return { status, lines: stdout.trim().split('\n') };
}

describe('the check for questions that stand in the knowledge', () => {
  it('passes questions in words of their own, and says how near they come', () => {
    const { status, lines } = check(['who repairs a fence', 'may I paint the bicycle']);
    expect(status).toBe(0);
    expect(lines[0]).toBe('2 questions, 5 texts of ours: 0 pairs too alike.');
    expect(lines[1]).toMatch(/^Nearest of all: 0\.\d\d, 0\.\d\d\./);
  });

  it('finds the same text in other case and punctuation, however short, with both lines', () => {
    const { status, lines } = check(['what is rust', 'Bicycle: PUMP!']);
    expect(status).toBe(1);
    expect(lines[0]).toBe('asked.jsonl:2 and knowledge/phrasings/all.yaml:4 are alike: 1.00');
  });

  it('finds the same words in another order, form, or nearly all of them', () => {
    const { status, lines } = check([
      'in winter, who is mending the garden gates',
      'may I lend our blue bicycles to the neighbour then',
    ]);
    expect(status).toBe(1);
    expect(lines.filter((line) => line.includes('are alike'))).toEqual([
      'asked.jsonl:1 and knowledge/phrasings/all.yaml:6 are alike: 0.88',
      'asked.jsonl:2 and knowledge/phrasings/all.yaml:3 are alike: 0.90',
    ]);
  });

  it('finds what people say for something, and not what the guidance calls it, remarks or ids', () => {
    expect(check(['Velocipede?']).status).toBe(1);
    expect(check(['two wheels', 'which colour is the boat', 'who owns the shed']).status).toBe(0);
  });

  it('leaves short texts alone that share most words by chance', () => {
    expect(check(['the bicycle pump']).status).toBe(0);
  });

  it('never says a question', () => {
    const { status, lines } = check(['May I lend the blue bicycle to our neighbours']);
    expect(status).toBe(1);
    expect(lines.join('\n')).not.toMatch(/bicycle|neighbour/i);
  });
});
