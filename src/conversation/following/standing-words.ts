import { personById } from '../../deployment/people.ts';
import type { Standing } from '../../follow/standing.ts';
import type { CaseOutcome } from '../../records/entry.ts';
import { moment } from '../../records/moment.ts';
import type { TellContext } from '../context.ts';
import { say } from '../words.ts';

type Ctx = Pick<TellContext, 'dialog' | 'deployment'>;
export type Row = { readonly label: string; readonly value: string };

/** The name of a person, or their id where nobody by that id is listed. */
export const nameFor = ({ deployment }: Pick<Ctx, 'deployment'>, id: string): string =>
  personById(deployment, id)?.name ?? id;

/** When, by the organisation's clock. */
export const timeFor = ({ deployment }: Pick<Ctx, 'deployment'>, at: string): string =>
  moment(at, deployment.organisation['time-zone']);

/** "Referred to children’s social care" for what came of a concern. */
export const outcomeFor = ({ dialog }: Pick<Ctx, 'dialog'>, outcome: string): string =>
  outcome === '' ? '' : say(dialog.words, `case-outcome-${outcome as CaseOutcome}`);

/**
 * One line on how far a concern has come: sent, acknowledged, taken and done are never one for another. `reader`: whoever raised it,
 * or somebody of the safeguarding team.
 */
export function stateLine(ctx: Ctx, standing: Standing, reader: 'author' | 'team'): string {
  const { words } = ctx.dialog;
  const { done, taken, handedTo, acknowledged, authorToldAt } = standing;
  const who = (deed: { readonly by: string; readonly at: string }) => ({
    name: nameFor(ctx, deed.by),
    time: timeFor(ctx, deed.at),
  });
  if (done !== null)
    return say(words, 'state-done', { ...who(done), outcome: outcomeFor(ctx, done.outcome) });
  if (taken !== null) return say(words, 'state-taken', who(taken));
  if (handedTo !== null)
    return say(words, 'state-handed', { ...who(handedTo), name: nameFor(ctx, handedTo.to) });
  if (acknowledged !== null) return say(words, 'state-acknowledged', who(acknowledged));
  if (authorToldAt !== null) {
    const key = reader === 'author' ? 'state-nobody' : 'state-nobody-team';
    return say(words, key, { time: timeFor(ctx, authorToldAt) });
  }
  return say(words, 'state-sent');
}

/** The same for whoever raised it, once somebody has done anything about it; null before, and where nothing is known. */
export function howFar(ctx: Ctx, standing: Standing | null): string | null {
  if (standing === null || standing.call === null) return null;
  const moved = standing.state !== 'sent' || standing.handedTo !== null || standing.authorToldAt !== null;
  return moved ? stateLine(ctx, standing, 'author') : null;
}

/** What was done about a concern, row by row, as every message about it shows it. */
export function deedRows(ctx: Ctx, { taken, handedTo, done }: Standing): readonly Row[] {
  const { words } = ctx.dialog;
  const rows: Row[] = [];
  if (taken !== null) {
    const value = say(words, 'taken-by', { name: nameFor(ctx, taken.by), time: timeFor(ctx, taken.at) });
    rows.push({ label: say(words, 'row-taken'), value });
  }
  if (handedTo !== null) {
    const value = say(words, 'handed-to', {
      name: nameFor(ctx, handedTo.to),
      time: timeFor(ctx, handedTo.at),
    });
    rows.push({ label: say(words, 'row-handed'), value });
  }
  if (done !== null) {
    const about = {
      name: nameFor(ctx, done.by),
      time: timeFor(ctx, done.at),
      outcome: outcomeFor(ctx, done.outcome),
    };
    rows.push({ label: say(words, 'row-done'), value: say(words, 'done-by', about) });
  }
  return rows;
}
