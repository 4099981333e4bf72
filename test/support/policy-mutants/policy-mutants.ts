import type { PolicyFile } from '../../../src/check/dialog.ts';
import { NOTIFICATION_CLASSES, OUTCOMES } from '../../../src/check/facts.ts';
import { basisMutants } from './mutate-basis.ts';
import { changes, citing, when } from './mutate-line.ts';
import { exchanged, leftOut, neighbours, withEach } from './mutate-list.ts';

/** The policy with one thing changed: what, in plain words, and where in policy.yaml. */
export type Mutant = { readonly what: string; readonly where: string; readonly policy: PolicyFile };

/** Every policy that is one change away from `policy`: see `conditionMutants` and `mutate-list.ts` for the changes. */
export function policyMutants(policy: PolicyFile): Mutant[] {
  return [
    ...conditions(policy),
    ...rules(policy),
    ...fixes(policy),
    ...obligations(policy),
    ...tell(policy),
    ...lawfulBasis(policy),
    ...notification(policy),
  ];
}

function conditions(policy: PolicyFile): Mutant[] {
  return Object.entries(policy.conditions).flatMap(([name, condition]) =>
    changes(condition, policy).map(({ what, at, to }) => ({
      what,
      where: place('conditions', name, ...at),
      policy: { ...policy, conditions: { ...policy.conditions, [name]: to } },
    })),
  );
}

function rules(policy: PolicyFile): Mutant[] {
  const list = policy.rules;
  return [
    ...leftOut(list),
    ...neighbours(list),
    ...withEach(list, (line) => [
      ...changes(line.if, policy).map((c) => ({ ...c, at: ['if', ...c.at], to: { ...line, if: c.to } })),
      ...OUTCOMES.filter((outcome) => outcome !== line.outcome).map((outcome) => ({
        what: `${outcome} in place of ${line.outcome}`,
        at: ['outcome'],
        to: { ...line, outcome },
      })),
      ...citing(line),
    ]),
  ].map(({ what, at, to }) => ({ what, where: place('rules', ...at), policy: { ...policy, rules: to } }));
}

function fixes(policy: PolicyFile): Mutant[] {
  const list = policy.fixes;
  return [
    ...leftOut(list),
    ...neighbours(list),
    ...withEach(list, (line) => [...when(line, policy), ...citing(line)]),
  ].map(({ what, at, to }) => ({ what, where: place('fixes', ...at), policy: { ...policy, fixes: to } }));
}

function obligations(policy: PolicyFile): Mutant[] {
  const list = policy.obligations;
  return [
    ...leftOut(list),
    ...neighbours(list),
    ...withEach(list, (line) => ('fixes' in line ? [] : [...when(line, policy), ...citing(line)])),
  ].map(({ what, at, to }) => ({
    what,
    where: place('obligations', ...at),
    policy: { ...policy, obligations: to },
  }));
}

function tell(policy: PolicyFile): Mutant[] {
  const list = policy.tell;
  return [
    ...leftOut(list),
    ...neighbours(list),
    ...exchanged(list, 'value'),
    ...withEach(list, (line) => [...when(line, policy), ...citing(line)]),
  ].map(({ what, at, to }) => ({ what, where: place('tell', ...at), policy: { ...policy, tell: to } }));
}

function lawfulBasis(policy: PolicyFile): Mutant[] {
  return basisMutants(policy).map(({ what, at, to }) => ({
    what,
    where: place('lawful-basis', ...at),
    policy: { ...policy, 'lawful-basis': to },
  }));
}

function notification(policy: PolicyFile): Mutant[] {
  const list = policy.notification;
  return [
    ...leftOut(list),
    ...neighbours(list),
    ...withEach(list, (line) => [
      ...when(line, policy),
      ...NOTIFICATION_CLASSES.filter((other) => other !== line.class).map((other) => ({
        what: `${other} in place of ${line.class}`,
        at: ['class'],
        to: { ...line, class: other },
      })),
    ]),
  ].map(({ what, at, to }) => ({
    what,
    where: place('notification', ...at),
    policy: { ...policy, notification: to },
  }));
}

function place(...path: readonly string[]): string {
  return path.join(' › ');
}
