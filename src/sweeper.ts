import type { Policy } from './check/policy.ts';
import type { Content } from './content/load-all.ts';
import type { Asks, Draw, TellContext, TurnContext } from './conversation/context.ts';
import { CHANNELS } from './conversation/event.ts';
import { type Bundled, bundleCard, isRoutine } from './conversation/following/bundle-card.ts';
import { draftLookAt, sweepDraft } from './conversation/following/drafts.ts';
import { drawStep } from './conversation/following/draw-step.ts';
import type { ConversationState } from './conversation/state.ts';
import { codeOf, type DeliveryLog } from './delivery/deliver.ts';
import type { DeliveryDraft, PostingPlace, Routes } from './delivery/delivery.ts';
import { countsAt } from './deployment/cover.ts';
import type { Person } from './deployment/deployment.ts';
import { personById, personOf } from './deployment/people.ts';
import { localMidnight } from './deployment/zone-clock.ts';
import { type Next, nextStep, type Step } from './follow/next-step.ts';
import { pagesOf } from './follow/pages.ts';
import { type Standing, standingOf } from './follow/standing.ts';
import { comesTogetherAt } from './follow/together.ts';
import type { CaseStep, Store } from './storage/store.ts';
import { guest } from './turn-context.ts';

export type SweeperParts = {
  readonly store: Store;
  readonly content: Pick<Content, 'deployment' | 'dialog' | 'guidance'>;
  readonly policy: Policy;
  readonly asks: () => Promise<Asks>;
  readonly routes: Routes;
  readonly places: () => Promise<readonly PostingPlace[]>;
  readonly draw: Draw;
  readonly now: () => Date;
  /** There is something to deliver. */
  readonly written: () => void;
  /** Done once in a while, when everything else was looked at. */
  readonly drill?: () => Promise<void>;
  /** Called when everything was looked at, and only then. */
  readonly finished?: () => Promise<void>;
  readonly log: DeliveryLog;
  /** At least as often everything is looked at. */
  readonly everySeconds?: number;
};

/** What one look came to: how many cases and conversations were looked at, and how many could not be. */
export type Swept = { readonly looked: number; readonly failed: number };

export type Sweeper = {
  /** Looks at everything that is due, or has no time to be looked at. Never rejects. */
  sweep(): Promise<Swept>;
  start(): void;
  /** Something was written: look soon. */
  wake(): void;
  stop(): Promise<void>;
  /** Whether it runs and has finished a look lately. */
  isLooking(): boolean;
  /** When it last finished a look, whole and without a fault; null for not yet. */
  lastFinished(): Date | null;
};

const EVERY_SECONDS = 30;
const AT_ONCE = 200;
/** Steps of one case in one look: more of them would be a fault, and must not keep the others waiting. */
const STEPS_AT_MOST = 20;

/**
 * Follows every open case until somebody has acted on it, and every check that was left with a worry in it. What is due is read off the
 * records alone, with no window of time: a timer that was lost is found at the next look. Several may run on one store.
 */
export function createSweeper(parts: SweeperParts): Sweeper {
  const { store, content, policy, log } = parts;
  const { people } = content.deployment;
  const everyMs = (parts.everySeconds ?? EVERY_SECONDS) * 1000;
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let looking: Promise<Swept> | undefined;
  let again = false;
  let finishedAt = Number.NEGATIVE_INFINITY;
  let today: Promise<ReadonlyMap<string, number>> | undefined;
  let reached: ReadonlyMap<string, string> = new Map();

  const tellContext = async (person: Person): Promise<TellContext> => ({
    now: parts.now().toISOString(),
    person,
    deployment: content.deployment,
    dialog: content.dialog,
    draw: parts.draw,
    rehearsal: false,
    places: await parts.places(),
    routes: parts.routes,
  });

  const authorOf = ({ author }: Standing): Person => {
    if (author === null) return { id: '', name: '', roles: ['practitioner'] };
    const channel = CHANNELS.find((one) => one === author.channel) ?? 'terminal';
    return personById(content.deployment, author.id) ?? guest({ channel, userId: author.userId });
  };

  /** What came due for somebody, to be told with whatever else does. */
  type Together = Bundled & { readonly step: CaseStep };

  /** How many messages this person has had today; read once in a look. */
  async function messagesToday(person: string): Promise<number> {
    const { organisation } = content.deployment;
    today ??= store.messagesSince(localMidnight(organisation['time-zone'], parts.now()));
    return (await today).get(person) ?? 0;
  }

  async function togetherAt(standing: Standing, due: Step, now: string): Promise<string | null> {
    const { gather, digest } = content.deployment.notifications;
    if (due.kind !== 'page' || (gather === undefined && digest === undefined)) return null;
    const told = {
      last: await store.mark(togetherMark(due.person)),
      today: gather === undefined ? 0 : await messagesToday(due.person),
    };
    return comesTogetherAt(standing, due, content.deployment, told, now);
  }

  /** Where nobody is known to be reached, all count: nobody was tried yet. */
  const counts = (now: string) => (person: string) => reached.size === 0 || countsAt(reached, person, now);

  /** What is to be done now, with others or by itself; null where all that is due waits for others. `at`: when to look again then. */
  async function firstOf(
    standing: Standing | null,
    next: Next,
    now: string,
  ): Promise<{ readonly at: string | null; readonly wanted: Step | null; readonly together: boolean }> {
    let at = next.at;
    for (const wanted of standing === null ? [] : next.due) {
      const slot = standing === null ? null : await togetherAt(standing, wanted, now);
      if (slot === null || slot <= now) return { at, wanted, together: slot !== null };
      if (at === null || slot < at) at = slot;
    }
    return { at, wanted: null, together: false };
  }

  async function lookAtCase(reference: string): Promise<Together | null> {
    for (let n = 0; n < STEPS_AT_MOST; n += 1) {
      const entries = await store.entries(reference);
      const standing = standingOf(entries, people);
      const now = parts.now().toISOString();
      const pages = standing === null ? [] : pagesOf(standing, await store.deliveriesAbout(reference));
      const next: Next =
        standing === null
          ? { due: [], at: null, open: false, unacknowledgedSince: null }
          : nextStep(standing, pages, content.deployment, now, counts(now));
      const step = (written: Partial<CaseStep>, at: string | null, open = next.open): CaseStep => ({
        reference,
        entriesRead: entries.length,
        entries: [],
        deliveries: [],
        next: {
          at,
          open,
          class: standing?.call?.class ?? null,
          unacknowledgedSince: next.unacknowledgedSince,
        },
        ...written,
      });
      const { at, wanted, together } = await firstOf(standing, next, now);
      if (standing === null || wanted === null) {
        if (await store.advance([step({}, at)], now)) return null;
        continue;
      }
      if (together && wanted.kind === 'page') return { standing, pages, due: wanted, step: step({}, null) };
      const ctx = await tellContext(authorOf(standing));
      const drawn = drawStep(ctx, standing, pages, wanted);
      // The next look finds when to look again: what is written now is part of it.
      if (await store.advance([step(drawn, null, true)], now)) {
        log('case-followed', { step: wanted.kind, class: standing.call?.class ?? 'none' });
        if (drawn.deliveries.length > 0) parts.written();
      }
    }
    log('case-not-settled', { steps: STEPS_AT_MOST });
    return null;
  }

  /** One message for all that came due for a person; for a single concern its own. */
  async function tellTogether(person: string, due: readonly Together[]): Promise<void> {
    const now = parts.now().toISOString();
    const [first] = due;
    if (first === undefined) return;
    const ctx = await tellContext(authorOf(first.standing));
    const id = ctx.draw.id();
    const routine = due.every(isRoutine);
    const steps: CaseStep[] = [];
    for (const one of due) {
      const about = await tellContext(authorOf(one.standing));
      const drawn =
        due.length === 1 && !routine
          ? drawStep(about, one.standing, one.pages, one.due)
          : { entries: [listedEntry(about, one, id)], deliveries: [] };
      steps.push({ ...one.step, ...drawn });
    }
    const [opening] = steps;
    if (opening !== undefined && (due.length > 1 || routine)) {
      const message: DeliveryDraft = {
        id,
        reference: null,
        destination: { kind: 'direct-message', person },
        class: routine ? 'routine' : 'today',
        dueAt: now,
        card: bundleCard(ctx, id, due),
      };
      steps[0] = { ...opening, deliveries: [message, ...opening.deliveries] };
    }
    if (!(await store.advance(steps, now))) return;
    await store.setMark(togetherMark(person), now);
    parts.written();
  }

  async function lookAtCases(): Promise<Swept> {
    reached = await store.lastReached();
    today = undefined;
    const failed = new Set<string>();
    const together: Together[] = [];
    const seen = new Set<string>();
    let looked = 0;
    for (;;) {
      const now = parts.now().toISOString();
      const due = (await store.casesToLookAt(now, AT_ONCE + seen.size)).filter(
        (reference) => !seen.has(reference),
      );
      if (due.length === 0) break;
      for (const reference of due) {
        // One case that cannot be read keeps no other waiting.
        seen.add(reference);
        looked += 1;
        try {
          const found = await lookAtCase(reference);
          if (found !== null) together.push(found);
        } catch (error) {
          failed.add(reference);
          log('case-not-looked-at', { code: codeOf(error) });
        }
      }
    }
    let round = together;
    for (let n = 0; n < STEPS_AT_MOST && round.length > 0; n += 1) {
      const further: Together[] = [];
      for (const [person, due] of Map.groupBy(round, (one) => one.due.person)) {
        try {
          await tellTogether(person, due);
          // When to look again is known only now; and whether somebody else is to be told.
          for (const { step } of due) further.push(...(await lookAtCase(step.reference).then(oneOrNone)));
        } catch (error) {
          failed.add(person);
          log('cases-not-told', { code: codeOf(error) });
        }
      }
      round = further;
    }
    return { looked, failed: failed.size };
  }

  async function lookAtConversations(): Promise<Swept> {
    let looked = 0;
    let failed = 0;
    const seen = new Set<string>();
    for (;;) {
      const now = parts.now().toISOString();
      const due = (await store.conversationsToLookAt(now, AT_ONCE + seen.size)).filter(
        ({ key }) => !seen.has(key),
      );
      if (due.length === 0) return { looked, failed };
      for (const { key, state, revision } of due) {
        seen.add(key);
        looked += 1;
        try {
          await lookAtConversation(key, state as ConversationState, revision);
        } catch (error) {
          failed += 1;
          log('conversation-not-looked-at', { code: codeOf(error) });
        }
      }
    }
  }

  async function lookAtConversation(key: string, state: ConversationState, revision: number): Promise<void> {
    const at = key.indexOf(':');
    const channel = CHANNELS.find((one) => one === key.slice(0, at));
    if (channel === undefined) return;
    const userId = key.slice(at + 1);
    const speaker = { channel, userId };
    const person = personOf(content.deployment, channel, userId) ?? guest(speaker);
    const ctx: TurnContext = {
      ...(await tellContext(person)),
      ...(await parts.asks()),
      channel,
      userId,
      policy,
      guidance: content.guidance,
      recording: true,
      notArrived: false,
      standing: null,
      queue: null,
      records: [],
      sheet: null,
      paths: 0,
    };
    const swept = sweepDraft(state, ctx);
    // Somebody may have come back meanwhile: then it is looked at again.
    await store.commit({
      conversation: key,
      revision,
      eventId: null,
      at: ctx.now,
      state: swept.state,
      reply: null,
      ...swept.effects,
      lookAgainAt: draftLookAt(swept.state, ctx),
    });
    if (swept.effects.deliveries.length > 0) parts.written();
  }

  function listedEntry(ctx: TellContext, { step, due }: Together, delivery: string) {
    return {
      id: ctx.draw.id(),
      reference: step.reference,
      kind: 'delivery-event',
      createdAt: ctx.now,
      body: {
        nonce: ctx.draw.nonce(),
        delivery,
        event: 'listed',
        destination: `direct-message:${due.person}`,
        at: ctx.now,
        ...(due.reason === 'first' ? {} : { detail: due.reason }),
      },
    } as const;
  }

  async function sweepOnce(): Promise<Swept> {
    try {
      const cases = await lookAtCases();
      const drafts = await lookAtConversations();
      const swept = { looked: cases.looked + drafts.looked, failed: cases.failed + drafts.failed };
      if (swept.failed === 0) {
        finishedAt = parts.now().getTime();
        await parts.drill?.();
        await parts.finished?.();
      }
      return swept;
    } catch (error) {
      log('sweep-not-finished', { code: codeOf(error) });
      return { looked: 0, failed: 1 };
    }
  }

  function sweep(): Promise<Swept> {
    looking ??= sweepOnce().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  async function look(): Promise<void> {
    do {
      again = false;
      await sweep();
    } while (again && running);
    if (running) timer = setTimeout(() => void look(), everyMs).unref();
  }

  return {
    sweep,
    start() {
      running = true;
      void look();
    },
    wake() {
      if (!running) return;
      again = true;
      if (looking !== undefined) return;
      clearTimeout(timer);
      void look();
    },
    async stop() {
      running = false;
      clearTimeout(timer);
      await looking;
    },
    lastFinished: () => (Number.isFinite(finishedAt) ? new Date(finishedAt) : null),
    isLooking: () => running && parts.now().getTime() - finishedAt <= LATE_AFTER_MS,
  };
}

/** Without a finished look for so long, something is wrong. */
const LATE_AFTER_MS = 3 * 60_000;

const oneOrNone = <T>(found: T | null): readonly T[] => (found === null ? [] : [found]);

const togetherMark = (person: string): string => `together:${person}`;
