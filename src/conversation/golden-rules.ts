import type { Answers } from '../check/facts.ts';
import type { Decision } from '../check/policy.ts';
import type { DecisionBody } from '../records/entry.ts';
import { choiceOf, passesOn, text } from './form.ts';
import type { CheckState } from './state.ts';
import type { WordKey } from './word-keys.ts';
import { say } from './words.ts';

type GoldenKey = WordKey extends infer K ? (K extends `golden-${infer Rest}` ? Rest : never) : never;
type GoldenRule = DecisionBody['goldenRules'][number];

/**
 * How each of the seven golden rules was met by this decision, for the record.
 * Source: the seven golden rules of the guidance; the reading of them is Share Check's own.
 */
export function goldenRules(
  check: CheckState,
  counted: Answers,
  decision: Decision,
  words: Readonly<Record<string, string>>,
): GoldenRule[] {
  const choice = choiceOf(check, decision.outcome);
  const sharing = passesOn(choice);
  const told = text(check.form, 'told');
  const worry =
    decision.outcome === 'share-now' ||
    counted.risk === 'clear' ||
    counted.risk === 'perceived' ||
    counted.risk === 'low-level';
  const line = (rule: number, status: GoldenRule['status'], key: GoldenKey): GoldenRule => ({
    rule,
    status,
    how: say(words, `golden-${key}`),
  });
  return [
    !worry
      ? line(1, 'not-applicable', '1-no-risk')
      : sharing
        ? line(1, 'met', '1-shared')
        : choice === 'seek-advice'
          ? line(1, 'to-do', '1-advice')
          : line(1, 'not-met', '1-not-shared'),
    told === 'before' || told === 'already' || told === 'after'
      ? line(2, told === 'after' ? 'to-do' : 'met', `2-${told}` as const)
      : counted.telling === 'unsafe'
        ? line(2, 'not-applicable', '2-unsafe')
        : sharing
          ? line(
              2,
              told === 'not-told' ? 'not-met' : 'to-do',
              told === 'not-told' ? '2-not-told' : '2-not-decided',
            )
          : line(2, 'not-applicable', '2-nothing-shared'),
    sharing ? line(3, 'met', '3-basis') : line(3, 'not-applicable', '3-nothing-shared'),
    decision.outcome === 'seek-advice'
      ? choice === 'seek-advice'
        ? line(4, 'to-do', '4-asking')
        : line(4, 'not-met', '4-not-asked')
      : line(4, 'not-applicable', '4-clear'),
    !sharing
      ? line(5, 'not-applicable', '5-nothing-shared')
      : decision.obligations.includes('protect-identities')
        ? line(5, 'to-do', '5-protect')
        : line(5, 'not-applicable', '5-nobody'),
    sharing
      ? text(check.form, 'shared') !== ''
        ? line(6, 'met', '6-stated')
        : line(6, 'to-do', '6-not-stated')
      : line(6, 'not-applicable', '6-nothing-shared'),
    line(7, 'met', '7-recorded'),
  ];
}
