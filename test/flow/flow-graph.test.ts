import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Dialog } from '../../src/check/dialog.ts';
import { type Answers, FACTS, type Outcome } from '../../src/check/facts.ts';
import { compilePolicy } from '../../src/check/policy.ts';
import type { AnswerLine, Card, Flow } from '../../src/flow/flow.ts';
import { fullAnswers } from '../support/answers.ts';
import { loadShipped } from '../support/load-policy.ts';
import { EDITS, flowOf, withPolicy } from './edited-dialogs.ts';

let dialog: Dialog;
let pages: (section: string) => string;
beforeAll(async () => {
  ({ dialog, pages } = await loadShipped());
});

describe.each(Object.entries(EDITS))('with %s', (_what, edit) => {
  let flow: Flow;
  let edited: Dialog;
  beforeAll(() => {
    edited = edit(dialog);
    flow = flowOf(edited);
  });

  it('following the picture with a finger gives the advice of the check', () => {
    const policy = compilePolicy(edited, pages);
    fc.assert(
      fc.property(fullAnswers, (answers) => {
        expect(follow(flow, answers)).toBe(policy.decide(answers).outcome);
      }),
      { numRuns: 3000, seed: 20230601 },
    );
  });

  it('every answer stands once on a card', () => {
    for (const { lines } of questionCards(flow)) {
      const fact = lines[0]?.fact ?? 'risk';
      const values = lines.flatMap((line) => line.values);
      expect([...values].sort()).toEqual([...FACTS[fact]].sort());
      expect(new Set(lines.map(({ to }) => JSON.stringify(to))).size).toBe(lines.length);
    }
  });

  it('the parts are numbered, come from one another, and none is left out', () => {
    const numbers = flow.parts.map(({ number }) => number);
    expect(numbers).toEqual(numbers.map((_, i) => i + 1));
    for (const { number, from, heading, cards } of flow.parts) {
      expect(heading).not.toBe('');
      if (number > 1) expect(from.length).toBeGreaterThan(0);
      const told = cards.flatMap(({ lines }) =>
        lines.flatMap(({ to }) => (to.kind === 'part' ? [to.part] : [])),
      );
      for (const part of told) expect(flow.parts[part - 1]?.from).toContain(number);
      const ids = cards.flatMap(({ lines }) =>
        lines.flatMap(({ to }) => (to.kind === 'card' ? [to.card] : [])),
      );
      expect(new Set(ids)).toEqual(new Set(cards.slice(1).map(({ id }) => id)));
    }
  });
});

describe('in the shipped dialog', () => {
  it('a child in danger leads to "share now" in the first line, and every answer of the first part is spelled out', () => {
    const [first] = flowOf(dialog).parts;
    expect(first?.cards[0]?.lines[0]).toMatchObject({
      labels: ['Yes, in danger now'],
      to: { kind: 'outcome', outcome: 'share-now', words: 'Share now' },
    });
    for (const { lines } of first?.cards ?? []) {
      for (const { labels, values } of lines) expect(labels).toHaveLength(values.length);
    }
  });

  it('is drawn with share and share after a fix as one end, told apart in the last part by the fixes', () => {
    const flow = flowOf(dialog);
    const last = flow.parts[flow.parts.length - 1];
    expect(last?.heading).toBe('Share');
    expect(last?.cards[0]?.lines.map(({ lead }) => lead)).toEqual([
      ...dialog.policy.fixes.map(({ id }) => dialog.advice.fixes[id]?.title),
      'No, nothing',
    ]);
    const others = flow.parts.slice(0, -1).flatMap(({ cards }) => cards.flatMap(({ lines }) => lines));
    const ends = others.flatMap(({ to }) => (to.kind === 'outcome' ? [to.outcome] : []));
    expect(ends).not.toContain('share');
    expect(ends).not.toContain('fix-then-share');
  });

  it('says which dialog it is, and how many ways there are', () => {
    const flow = flowOf(dialog);
    expect(flow.foot[0]).toContain(`${dialog.title} ${dialog.version} (${dialog.hash.slice(0, 12)})`);
    expect(flow.foot[0]).toContain('106,028 ways');
    expect(flow.foot[1]).toContain('superseded');
    expect(flow.about).toContain('7 kinds of advice: Share now, Share, ');
  });
});

describe('an edit changes the picture', () => {
  it('a fix that depends on two questions, or share before the fixes: both ends are drawn', () => {
    for (const what of ['a fix on two questions', 'share before the fixes']) {
      const flow = flowOf(EDITS[what]?.(dialog) ?? dialog);
      const ends = flow.parts.flatMap(({ cards }) => cards.flatMap(outcomesOn));
      expect(new Set(ends)).toContain('fix-then-share');
      expect(flow.parts.flatMap(({ cards }) => cards).some(({ id }) => id === 'last')).toBe(false);
    }
  });

  it('a rule taken out takes its question out of the flow', () => {
    const asks = (flow: Flow) => questionCards(flow).map(({ ask }) => ask);
    const relationship = dialog.questions.find(({ id }) => id === 'relationship')?.ask;
    expect(asks(flowOf(dialog))).toContain(relationship);
    const without = withPolicy(dialog, (policy) => {
      policy.rules = policy.rules.filter(({ id }) => id !== 'A12');
    });
    expect(asks(flowOf(without))).not.toContain(relationship);
  });

  it('an answer in other words', () => {
    const questions = structuredClone(dialog.questions);
    const option = questions[0]?.options[0];
    if (!option) throw new Error('the first question has an answer');
    option.label = 'Yes, this very minute';
    const text = JSON.stringify(flowOf({ ...dialog, questions }).parts[0]);
    expect(text).toContain('Yes, this very minute');
    expect(text).not.toContain('Yes, in danger now');
  });
});

/** The advice a finger comes to. */
function follow(flow: Flow, answers: Answers): Outcome {
  let card = flow.parts[0]?.cards[0];
  for (let steps = 0; card && steps < 20; steps++) {
    const line: AnswerLine | undefined = card.lines.find(
      ({ fact, values }) => fact === null || values.includes(answers[fact] ?? ''),
    );
    if (!line) break;
    const { to } = line;
    if (to.kind === 'outcome') return to.outcome;
    if (to.kind === 'part') card = flow.parts[to.part - 1]?.cards[0];
    else card = flow.parts.flatMap(({ cards }) => cards).find(({ id }) => id === to.card);
  }
  throw new Error('the picture leads nowhere');
}

function questionCards(flow: Flow): readonly Card[] {
  const cards = flow.parts.flatMap((part) => part.cards);
  return cards.filter(({ lines }) => lines.every(({ fact }) => fact !== null));
}

function outcomesOn({ lines }: Card): readonly Outcome[] {
  return lines.flatMap(({ to }) => (to.kind === 'outcome' ? [to.outcome] : []));
}
