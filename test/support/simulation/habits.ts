import type { Card } from '../../../src/conversation/card.ts';
import { messageButton } from '../../../src/conversation/message-token.ts';
import type { Person } from '../../../src/deployment/deployment.ts';
import { absentAt } from '../../../src/deployment/rota.ts';
import { nextWorkingTime } from '../../../src/deployment/working-time.ts';
import type { Standing } from '../../../src/follow/standing.ts';
import type { Acts, On } from './acts.ts';
import type { World } from './world.ts';

/** What somebody on the rota does with a message: how likely (0 to 1), and how many minutes it mostly takes them. */
export type Habit = {
  readonly ignores: number;
  /** Says "I have seen this", and nothing more. */
  readonly onlySees: number;
  readonly handsOver: number;
  /** Takes it, and never says what came of it until reminded. */
  readonly forgets: number;
  readonly readsIn: { readonly emergency: number; readonly other: number };
  readonly closesIn: { readonly emergency: number; readonly other: number };
};

/** From one instant to another, in milliseconds, in which somebody looks at nothing. */
export type Mute = { readonly person: string; readonly from: number; readonly to: number };

/** How often authors do something about "did you hear back?". */
export type Feedback = { readonly heard: number; readonly notHeard: number; readonly asContact: number };

const MINUTE = 60_000;
const OUTCOMES = ['referred', 'support-here', 'already-known', 'no-further-action'] as const;

/** Lets people react to every message that is brought to them, each in their own way and time. */
export function haveHabits(
  world: World,
  acts: Acts,
  habitOf: (person: string) => Habit,
  feedback: Feedback,
  mutes: readonly Mute[] = [],
): void {
  const { random, deployment } = world;
  const { notifications, organisation } = deployment;
  const zone = organisation['time-zone'];
  const mutesOf = Map.groupBy(mutes, ({ person }) => person);

  /** When they look at it; null while they are away. In an emergency at any hour, else in working hours. */
  function looksAt(person: string, minutes: number, emergency: boolean): number | null {
    let at = world.now() + minutes * MINUTE;
    if (!emergency) at = Date.parse(nextWorkingTime(notifications, zone, new Date(at)));
    for (const { from, to } of mutesOf.get(person) ?? []) if (from <= at && at < to) at = to;
    return absentAt(notifications, zone, new Date(at)).has(person) ? null : at;
  }

  function soon(person: Person, minutes: number, emergency: boolean, what: () => Promise<void>): void {
    const at = looksAt(person.id, minutes, emergency);
    if (at !== null && !world.faults.gone.has(person.id)) world.at(at, what);
  }

  const free = ({ state }: Standing) => state === 'sent' || state === 'acknowledged';
  const unseen = ({ state }: Standing) => state === 'sent';

  async function take(person: Person, on: On, emergency: boolean): Promise<void> {
    if (!(await acts.press(person, 'take', on, free))) return;
    const { forgets, closesIn } = habitOf(person.id);
    if (!random.chance(forgets)) {
      soon(person, random.around(emergency ? closesIn.emergency : closesIn.other), emergency, () =>
        finish(person, on),
      );
    }
  }

  async function finish(person: Person, on: On): Promise<void> {
    const mine = ({ state, taken }: Standing) => state === 'taken' && taken?.by === person.id;
    const colleagues = deployment.people.filter(
      ({ id, roles }) => id !== person.id && !roles.includes('practitioner'),
    );
    if (colleagues.length > 0 && random.chance(habitOf(person.id).handsOver)) {
      await acts.press(person, 'hand-over', on, mine, { 'hand-to': random.pick(colleagues).id });
    } else {
      await acts.press(person, 'close', on, mine, { 'case-outcome': random.pick(OUTCOMES) });
    }
  }

  async function react(person: Person, on: On, emergency: boolean): Promise<void> {
    const habit = habitOf(person.id);
    if (random.chance(habit.ignores)) return;
    // Reminded of what they have themselves: they say what came of it, mostly.
    if (random.chance(0.8)) await finish(person, on);
    if (random.chance(habit.onlySees)) await acts.press(person, 'ack', on, unseen).then(() => undefined);
    else if (random.chance(0.5)) await take(person, on, emergency);
    else {
      await acts.press(person, 'ack', on, unseen);
      const minutes = random.around(emergency ? 2 : 30);
      soon(person, minutes, emergency, () => take(person, on, emergency));
    }
  }

  async function answer(person: Person, message: string): Promise<void> {
    const always = () => true;
    if (random.chance(feedback.heard)) {
      await acts.press(person, 'heard', { message }, always);
      if (random.chance(0.3)) return;
      await acts.press(person, 'received', { message }, always, {
        'taken-by': 'Duty worker',
        'answered-on': world.iso().slice(0, 10),
        'treated-as': random.chance(feedback.asContact) ? 'contact' : 'referral',
        'agency-decision': 'assessment',
      });
    } else if (random.chance(feedback.notHeard)) {
      await acts.press(person, 'not-heard', { message }, always);
    }
  }

  world.onMessage(async (person, card) => {
    const pressed = buttonsOf(card);
    const [first] = pressed;
    if (first === undefined) return;
    const { message } = first;
    const has = (name: string) => pressed.some(({ button }) => button === name);
    const { readsIn } = habitOf(person.id);
    if (has('heard')) soon(person, random.around(60), false, () => answer(person, message));
    else if (has('queue')) {
      soon(person, random.around(readsIn.other), false, async () => {
        for (const reference of referencesIn(card)) await react(person, { reference }, false);
      });
    } else if (has('take') || has('take-over') || has('close-form')) {
      const emergency = (await world.store.delivery(message))?.class === 'emergency';
      const minutes = random.around(emergency ? readsIn.emergency : readsIn.other);
      soon(person, minutes, emergency, () => react(person, { message }, emergency));
    }
  });
}

/** The buttons of a delivered message. */
export const buttonsOf = (card: Card) => card.buttons.flatMap(({ token }) => messageButton(token) ?? []);

/** What a message with several concerns lists. */
const referencesIn = (card: Card): readonly string[] =>
  card.blocks.flatMap((block) => (block.kind === 'rows' ? block.rows.map(({ label }) => label) : []));
