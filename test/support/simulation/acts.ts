import { abandon, keepOut, openCase, recordDecision } from '../../../src/conversation/cases.ts';
import type { Effects } from '../../../src/conversation/effects.ts';
import { actOnCase } from '../../../src/conversation/following/act.ts';
import type { CaseAct } from '../../../src/conversation/following/case-acts.ts';
import { type CheckState, type FormValues, NO_CONVERSATION } from '../../../src/conversation/state.ts';
import type { Person } from '../../../src/deployment/deployment.ts';
import { localMidnight } from '../../../src/deployment/zone-clock.ts';
import type { Standing } from '../../../src/follow/standing.ts';
import { readCase, readMessage } from '../../../src/read-followed.ts';
import { type Decided, decided, type Sample, type SampleCheck, sampleChecks } from './sample-checks.ts';
import type { World } from './world.ts';

/** What people do in the chat, with what the real core writes because of it. */
export type Acts = {
  /** Opens the case of a share-now. */
  open(author: Person, sample: 'immediate' | 'urgent', how?: Partial<CheckState>): Promise<Opened>;
  /** Records a decision: of a case that was opened, or of a check that needed none. */
  record(author: Person, sample: Sample, how: Decided, more?: Partial<CheckState>): Promise<string>;
  complete(opened: Opened, how: Decided): Promise<void>;
  leave(author: Person, sample: Sample): Promise<string>;
  keepOut(opened: Opened, people: readonly string[]): Promise<Opened>;
  /**
   * Presses a button of a message, or of the queue. `when`: only where the case still stands so. True when something was written.
   */
  press(
    person: Person,
    act: CaseAct,
    on: On,
    when: (now: Standing) => boolean,
    form?: FormValues,
  ): Promise<boolean>;
};

export type Opened = {
  readonly reference: string;
  readonly author: Person;
  readonly sample: Sample;
  readonly check: CheckState;
};
export type On = { readonly message: string } | { readonly reference: string };

export function createActs(world: World): Acts {
  const { store, deployment } = world;
  const { people, notifications, organisation } = deployment;
  let samples: Readonly<Record<Sample, SampleCheck>> | undefined;
  const sample = (name: Sample): SampleCheck => {
    samples ??= sampleChecks(world.context(world.person(notifications.lead)));
    return samples[name];
  };
  let turns = 0;

  async function commit(effects: Effects, read?: { reference: string; entries: number }): Promise<boolean> {
    turns += 1;
    const result = await store.commit({
      conversation: `slack:turn-${turns}`,
      revision: null,
      eventId: null,
      at: world.iso(),
      state: null,
      reply: null,
      ...effects,
      ...(read === undefined ? {} : { unlessGrown: read }),
    });
    return result.kind === 'committed';
  }

  /** With how many messages everybody has had today, where messages are gathered. */
  async function contextOf(author: Person) {
    if (notifications.gather === undefined) return world.context(author);
    const midnight = localMidnight(organisation['time-zone'], new Date(world.now()));
    return world.context(author, { messagesToday: await store.messagesSince(midnight) });
  }

  return {
    async open(author, name, how = {}) {
      const { check, at } = sample(name);
      const begun = { ...check, keptOut: null, ...how };
      const { check: opened, effects } = openCase(begun, at, await contextOf(author));
      await commit(effects);
      return { reference: opened.opened?.reference ?? '', author, sample: name, check: opened };
    },
    async record(author, name, how, more = {}) {
      const { check, at } = sample(name);
      const { check: done, effects } = recordDecision(
        { ...decided(check, how), ...more },
        at,
        await contextOf(author),
      );
      await commit(effects);
      return done.done?.reference ?? '';
    },
    async complete({ author, sample: name, check }, how) {
      const { effects } = recordDecision(decided(check, how), sample(name).at, await contextOf(author));
      await commit(effects);
    },
    async leave(author, name) {
      const { check, at } = sample(name);
      const effects = abandon(check, at, await contextOf(author), 'stopped-by-author');
      await commit(effects);
      return effects.entries[0]?.reference ?? '';
    },
    async keepOut(opened, people) {
      const { at } = sample(opened.sample);
      const { check, effects } = keepOut(opened.check, people, at, await contextOf(opened.author));
      await commit(effects);
      return { ...opened, check };
    },
    async press(person, act, on, when, form = {}) {
      const read =
        'message' in on
          ? await readMessage(store, on.message, people)
          : await readCase(store, on.reference, people);
      if (read === null || !when(read.standing)) return false;
      const message = 'message' in on ? on.message : null;
      const ctx = world.context(person, { followed: read });
      const { effects } = actOnCase(NO_CONVERSATION, { act, message, form }, ctx);
      if (effects.entries.length === 0) return false;
      return commit(effects, { reference: read.standing.reference, entries: read.entries });
    },
  };
}
