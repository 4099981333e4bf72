import type { Policy } from '../../check/policy.ts';
import type { DeliveryDraft } from '../../delivery/delivery.ts';
import type { Deployment } from '../../deployment/deployment.ts';
import { personById } from '../../deployment/people.ts';
import { isWorkingTime } from '../../deployment/working-time.ts';
import { distanceFromUtc, HOUR, MINUTE } from '../../deployment/zone-clock.ts';
import type { Card } from '../card.ts';
import { emergencyPhones } from '../cards/common.ts';
import { leftUnfinished } from '../cases.ts';
import type { TurnContext } from '../context.ts';
import { andThen, type Effects, NO_EFFECTS } from '../effects.ts';
import { position } from '../stage.ts';
import type { CheckState, ConversationState } from '../state.ts';
import { keptOutNow } from '../telling.ts';
import { hasWorry, tellOfUnfinished } from '../unfinished.ts';
import { say } from '../words.ts';
import { timeFor } from './standing-words.ts';

/** The sweeper looks every minute: a limit is kept by looking a little before it. */
const SLACK = 2 * MINUTE;
/** Minutes until the author is reminded and the lead is told. Source: product behaviour, "The check". */
const TIMES = {
  urgent: { nudge: 10, tell: 30 },
  others: { nudge: 2 * 60, tell: 24 * 60 },
} as const;

type Looking = {
  readonly policy: Policy;
  readonly deployment: Pick<Deployment, 'notifications' | 'organisation'>;
};
type Times = { readonly nudge: string | null; readonly end: string | null };

/** When a conversation that nobody comes back to is looked at again (ISO 8601); null where nothing waits in it. */
export function draftLookAt({ check }: ConversationState, looking: Looking): string | null {
  if (check === null) return null;
  const { nudge, end } = timesOf(check, looking);
  return [nudge, end].filter((at) => at !== null).sort()[0] ?? null;
}

/** Reminds the author of a check with a worry in it, and in the end tells the lead that it was left. Pure. */
export function sweepDraft(
  before: ConversationState,
  ctx: TurnContext,
): { readonly state: ConversationState; readonly effects: Effects } {
  const { check } = before;
  if (check === null) return { state: before, effects: NO_EFFECTS };
  const { nudge, end } = timesOf(check, ctx);
  if (end !== null && end <= ctx.now) return endDraft(before, check, ctx);
  if (nudge !== null && nudge <= ctx.now) {
    const state = { ...before, check: { ...check, nudgedAt: ctx.now } };
    return { state, effects: andThen(NO_EFFECTS, { deliveries: nudgeAuthor(check, ctx) }) };
  }
  return { state: before, effects: NO_EFFECTS };
}

function timesOf(check: CheckState, { policy, deployment }: Looking): Times {
  if (check.done !== null) return { nudge: null, end: null };
  const at = position(policy, check);
  const urgent = at.said.urgency === 'urgent';
  const begun = urgent ? saidUrgentAt(check) : begunAt(check);
  const iso = (ms: number) => new Date(ms).toISOString();
  const { nudge, tell } = urgent ? TIMES.urgent : TIMES.others;
  const nudged = check.nudgedAt !== undefined;
  // The case is open and the lead knows: only the record is missing.
  if (check.opened !== null) {
    const from = Date.parse(check.opened.at);
    return { nudge: nudged ? null : iso(from + TIMES.others.nudge * MINUTE), end: null };
  }
  const worry = hasWorry(at, check);
  const limit = begun + tell * MINUTE - SLACK;
  const end = worry && !urgent ? notAtNight(limit, begun, deployment) : limit;
  return { nudge: worry && !nudged ? iso(begun + nudge * MINUTE) : null, end: iso(end) };
}

/**
 * Since when a worry can be in it (milliseconds). An answer that was changed has lost the time it was first given, and advice can be
 * shown before any answer: then it is the beginning of the check.
 */
function begunAt({ given, revised, adviceShown, startedAt }: CheckState): number {
  const first = revised.length > 0 || adviceShown !== null ? undefined : given[0]?.answeredAt;
  return Date.parse(first ?? startedAt);
}

const saidUrgentAt = ({ given, startedAt }: CheckState): number =>
  Date.parse(given.find(({ fact }) => fact === 'urgency')?.answeredAt ?? startedAt);

/** Nobody is woken by what is no emergency: between these hours nothing is sent. */
const NIGHT = { from: 22, to: 7 } as const;

/**
 * The last moment before the limit at which somebody is at work; on days without work the last that is not in the night. Whoever is
 * told is told within the day in every case.
 */
function notAtNight(
  limit: number,
  begun: number,
  { notifications, organisation }: Looking['deployment'],
): number {
  const zone = organisation['time-zone'];
  const earliest = begun + TIMES.others.nudge * MINUTE;
  const times: number[] = [];
  for (let at = limit; at > earliest; at -= HOUR / 2) times.push(at);
  return (
    times.find((at) => isWorkingTime(notifications, zone, new Date(at))) ??
    times.find((at) => !isNight(at, zone)) ??
    limit
  );
}

function isNight(at: number, timeZone: string): boolean {
  const hour = Math.floor((at + distanceFromUtc(timeZone, at)) / HOUR) % 24;
  return hour >= NIGHT.from || hour < NIGHT.to;
}

/**
 * With advice in it the check is kept as a case that was left, for somebody to look into; it can still be finished. Without advice it
 * is deleted, and the lead learns that a worry was left, without its answers.
 */
function endDraft(
  before: ConversationState,
  check: CheckState,
  ctx: TurnContext,
): { readonly state: ConversationState; readonly effects: Effects } {
  const at = position(ctx.policy, check);
  if (check.adviceShown !== null && hasWorry(at, check)) {
    const { check: kept, effects } = leftUnfinished(check, at, ctx);
    return { state: { ...before, check: kept }, effects };
  }
  const gone: ConversationState = { version: 1, check: null, tokens: {}, standing: before.standing };
  if (!hasWorry(at, check)) return { state: gone, effects: NO_EFFECTS };
  return { state: gone, effects: tellOfUnfinished(check, ctx, at.said.urgency === 'urgent') };
}

function nudgeAuthor(check: CheckState, ctx: TurnContext): readonly DeliveryDraft[] {
  const { channel, person } = ctx;
  if (ctx.rehearsal) return [];
  const through = channel === 'terminal' ? undefined : channel;
  const listed = personById(ctx.deployment, person.id);
  if (through === undefined && listed?.teams === undefined && listed?.slack === undefined) return [];
  const { words } = ctx.dialog;
  const title = say(words, 'unfinished-nudge-title');
  const time = timeFor(ctx, check.given[0]?.answeredAt ?? check.startedAt);
  const card: Card = {
    title,
    summary: title,
    blocks: [
      {
        kind: 'text',
        text:
          check.adviceShown === null
            ? say(words, 'unfinished-nudge-text', { time })
            : say(words, 'unfinished-nudge-advice'),
        tone: 'lead',
      },
      { kind: 'text', text: say(words, 'unfinished-nudge-how') },
      { kind: 'phones', phones: emergencyPhones(ctx) },
    ],
    buttons: [],
  };
  return [
    {
      id: ctx.draw.id(),
      reference: check.opened?.reference ?? null,
      keptOut: keptOutNow(check, ctx),
      destination: {
        kind: 'direct-message',
        person: person.id,
        ...(through === undefined ? {} : { through }),
      },
      class: 'today',
      dueAt: ctx.now,
      card,
    },
  ];
}
