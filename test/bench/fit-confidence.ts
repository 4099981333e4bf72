import { logistic, signsOf } from '../../src/ask/confidence.ts';
import type { Constants } from '../../src/ask/constants.ts';
import type { HeldOut } from './ask-folds.ts';

type Fitted = Constants['confidence'];

/**
 * Fits `confidence` to held-out phrasings, by Newton's method. `is` says what it is to be sure of; unless given, that the
 * guidance has an answer at all.
 */
export function fitConfidence(all: readonly HeldOut[], is = hasAnswer): Fitted {
  const samples = all.map((one) => ({ ...signsOf(one.score, one.topic), right: is(one) ? 1 : 0 }));
  let fitted: Fitted = { constant: 0, strength: 0, lead: 0 };
  for (let step = 0; step < 12; step++) {
    const slope = [0, 0, 0];
    const bend = [
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ];
    for (const { strength, lead, right } of samples) {
      const sure = logistic(fitted, strength, lead);
      const x = [1, strength, lead];
      for (const [i, one] of x.entries()) {
        slope[i] = (slope[i] ?? 0) + (right - sure) * one;
        const row = bend[i] ?? [];
        for (const [j, other] of x.entries()) row[j] = (row[j] ?? 0) + sure * (1 - sure) * one * other;
      }
    }
    const [constant = 0, strength = 0, lead = 0] = solve(bend, slope);
    fitted = {
      constant: fitted.constant + constant,
      strength: fitted.strength + strength,
      lead: fitted.lead + lead,
    };
  }
  return fitted;
}

/** How often a phrasing of a section gets more confidence than one of a topic (the area under the curve). */
export function toldApart(all: readonly HeldOut[], fitted: Fitted): number {
  const sure = all.map((one) => {
    const { strength, lead } = signsOf(one.score, one.topic);
    return { answer: hasAnswer(one), sure: logistic(fitted, strength, lead) };
  });
  let below = 0;
  let pairs = 0;
  for (const { answer } of sure.sort((a, b) => a.sure - b.sure)) {
    if (answer) pairs += below;
    else below += 1;
  }
  return pairs / (below * (sure.length - below));
}

/** What quoting from a confidence of `enough` on does to held-out phrasings, as shares. */
export function atThreshold(all: readonly HeldOut[], fitted: Fitted, enough: number) {
  const quoted = ({ score, topic }: HeldOut) => {
    const { strength, lead } = signsOf(score, topic);
    return score > 0 && logistic(fitted, strength, lead) >= enough;
  };
  const share = (some: readonly HeldOut[], is: (one: HeldOut) => boolean) =>
    some.filter(is).length / some.length;
  const answered = all.filter(hasAnswer);
  return {
    right: share(answered, (one) => quoted(one) && one.place === 1),
    wrong: share(answered, (one) => quoted(one) && one.place > 1),
    none: share(answered, (one) => !quoted(one)),
    refused: share(
      all.filter((one) => !hasAnswer(one)),
      (one) => !quoted(one),
    ),
  };
}

function hasAnswer({ section }: HeldOut): boolean {
  return section !== null;
}

/** The x of `a · x = b`, by elimination. */
function solve(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i] ?? 0]);
  for (const [i, row] of rows.entries()) {
    for (const [k, other] of rows.entries()) {
      if (k === i) continue;
      const times = (other[i] ?? 0) / (row[i] ?? 1);
      for (const [j, value] of row.entries()) other[j] = (other[j] ?? 0) - times * value;
    }
  }
  return rows.map((row, i) => (row[b.length] ?? 0) / (row[i] ?? 1));
}
