import type { Condition, PolicyFile } from '../../../src/check/dialog.ts';
import { ANY_FIX } from '../../../src/check/read-policy.ts';
import { conditionMutants } from './mutate-condition.ts';
import { type Change, leftOut, neighbours } from './mutate-list.ts';

/** Every change of a condition of `policy`. Where a name is not permitted, the policy is refused when it is read. */
export function changes(condition: Condition, policy: PolicyFile): Change<Condition>[] {
  const names = [...Object.keys(policy.conditions), ANY_FIX];
  return conditionMutants(condition, names).map(({ what, at, condition: to }) => ({ what, at, to }));
}

/** Every change of when a line holds. */
export function when<Line extends { when: Condition }>(line: Line, policy: PolicyFile): Change<Line>[] {
  return changes(line.when, policy).map(({ what, at, to }) => ({
    what,
    at: ['when', ...at],
    to: { ...line, when: to },
  }));
}

/** What a line rests on: one passage fewer, two exchanged, and its label turned. */
export function citing<Line extends { cite: string[]; 'beyond-draft'?: boolean | undefined }>(
  line: Line,
): Change<Line>[] {
  const beyond = line['beyond-draft'] !== true;
  return [
    ...[...leftOut(line.cite), ...neighbours(line.cite)].map(({ what, at, to }) => ({
      what,
      at: ['cite', ...at],
      to: { ...line, cite: to },
    })),
    { what: `${beyond}`, at: ['beyond-draft'], to: { ...line, 'beyond-draft': beyond } },
  ];
}
