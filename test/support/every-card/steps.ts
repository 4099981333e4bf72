import { FACT_IDS } from '../../../src/check/facts.ts';
import type { TurnContext } from '../../../src/conversation/context.ts';
import { fullestByOutcome, type Reachable, type Reached } from './reachable.ts';
import { type Change, checkOf, drawn, MORNING, type NamedCard, step, unusual } from './worlds.ts';

/** Questions and advice, each that differs. */
export function stepsOf(
  ctx: TurnContext,
  { preset, asked, advised, askedAfter, complete }: Reachable,
): NamedCard[] {
  const shown = ({ decision: { outcome, obligations, tell } }: Reached) => ({ outcome, obligations, tell });
  return [
    ...asked.map((at) => step(`question ${at.decision.next}`, drawn(ctx, checkOf(ctx, at, preset)))),
    ...askedAfter.map((at) =>
      step(
        `question ${at.decision.next} after ${at.decision.outcome}`,
        drawn(ctx, checkOf(ctx, at, preset, { pastAdvice: true, adviceShown: shown(at) })),
      ),
    ),
    ...[...advised, ...complete].map((at) =>
      step(`advice ${at.decision.rule}`, drawn(ctx, checkOf(ctx, at, preset))),
    ),
  ];
}

/** The same steps when something is unusual: opened again, errors, rehearsal, nothing recorded, a colleague, long names. */
export function rarelyAsked(
  ctx: TurnContext,
  { preset, asked, advised, askedAfter, complete }: Reachable,
): NamedCard[] {
  const strained = unusual(ctx);
  const everywhere = (name: string, at: Reached, change: Change) =>
    strained.map(([how, other]) => step(`${name}, ${how}`, drawn(other, checkOf(other, at, preset, change))));
  const reopened = complete
    .slice(0, 40)
    .flatMap((at) =>
      FACT_IDS.filter((fact) => at.answers[fact] !== undefined && preset[fact as never] === undefined).map(
        (fact) => step(`question ${fact} again`, drawn(ctx, checkOf(ctx, at, preset, { reopened: fact }))),
      ),
    );
  const errors = Object.fromEntries(FACT_IDS.map((fact) => [fact, 'error-group' as const]));
  const colleague = { reference: 'SC-7K3F-9QXM', at: MORNING, telling: ['priya-nair'] };
  const openings: Change[] = [
    { opened: { ...colleague, waitsUntil: null } },
    { opened: { ...colleague, waitsUntil: '2026-11-23T10:17:00.000Z' } },
    { opened: { ...colleague, telling: [], waitsUntil: null }, keptOut: ['priya-nair'] },
    { opened: { ...colleague, waitsUntil: null }, aboutColleague: true },
  ];
  return [
    ...reopened,
    ...askedAfter
      .filter((at) => ctx.policy.groupAt(at.answers) !== null)
      .map((at) =>
        step('group with errors', drawn(ctx, checkOf(ctx, at, preset, { pastAdvice: true, errors }))),
      ),
    ...asked.slice(0, 30).flatMap((at) => everywhere('question', at, {})),
    ...fullestByOutcome([...advised, ...complete]).flatMap((at) => [
      ...everywhere(`advice ${at.outcome}`, at, {}),
      ...openings.flatMap((opened) => everywhere(`advice ${at.outcome} opened`, at, opened)),
    ]),
    ...asked.map((at) => step('advice early', drawn(ctx, checkOf(ctx, at, preset, { early: true })))),
  ];
}

/** What lies over a step. */
export function asides(ctx: TurnContext, { preset, asked, advised, complete }: Reachable): NamedCard[] {
  const over = (name: string, at: Reached, change: Change) =>
    step(name, drawn(ctx, checkOf(ctx, at, preset, change)));
  const rules = [
    ...new Map(advised.map((at) => [`${at.decision.rule} ${at.decision.fixes.length}`, at])).values(),
  ];
  const everyone = ctx.deployment.people.map(({ id }) => id);
  const groups = ctx.policy.groups.map(({ questions }) => questions);
  const [first] = asked;
  if (first === undefined) throw new Error('nothing is asked');
  return [
    ...[...FACT_IDS.map((fact) => [fact]), ...groups].flatMap((facts) =>
      [first, ...fullestByOutcome(complete)].map((at) =>
        over(`why ${facts}`, at, { overlay: { kind: 'why', facts } }),
      ),
    ),
    ...rules.map((at) => over(`changes ${at.decision.rule}`, at, { overlay: { kind: 'changes' } })),
    ...fullestByOutcome(complete).flatMap((at) => [
      ...(['consent', 'report', 'keep-out', 'stop', 'hidden'] as const).flatMap((kind) =>
        [{}, { errors: { problem: 'error-problem', 'kept-out': 'error-kept-out' } as const }].map((errors) =>
          over(`${kind} ${at.outcome}`, at, { overlay: { kind }, ...errors }),
        ),
      ),
      over('stop after the advice', at, {
        overlay: { kind: 'stop' },
        adviceShown: { outcome: at.outcome, obligations: [], tell: at.decision.tell },
      }),
      over('kept out already', at, { overlay: { kind: 'keep-out' }, keptOut: everyone }),
    ]),
    over('stop at the beginning', first, { overlay: { kind: 'stop' } }),
  ];
}
