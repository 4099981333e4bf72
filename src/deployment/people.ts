import type { Deployment, Person } from './deployment.ts';
import { absentAt, onDutyAt } from './rota.ts';
import { isWorkingTime } from './working-time.ts';

/** Who this is, by their id in a channel; null for somebody the deployment folder does not name, and in any other channel. */
export function personOf(
  deployment: Pick<Deployment, 'people'>,
  channel: string,
  userId: string,
): Person | null {
  if (channel !== 'teams' && channel !== 'slack' && channel !== 'terminal') return null;
  // Entra object ids are the same id in capitals and in small letters.
  const same = (known: string | undefined) =>
    channel === 'teams' ? known?.toLowerCase() === userId.toLowerCase() : known === userId;
  return deployment.people.find((person) => same(person[channel])) ?? null;
}

/** The person with this id in the deployment folder, or null. */
export function personById(deployment: Pick<Deployment, 'people'>, id: string): Person | null {
  return deployment.people.find((person) => person.id === id) ?? null;
}

/** Whether a message can be brought to this person: a terminal only shows what its own user asks for. */
export function isReachable(person: Person): boolean {
  return person.teams !== undefined || person.slack !== undefined;
}

/** Whom a concern may be told to, and what stands against it. */
export type AboutACase = {
  readonly keptOut: readonly string[];
  /** Whoever raised it: nobody is the one to act on their own concern. Null where they are not listed. */
  readonly author: string | null;
  /** It concerns a colleague: the lead is never told. */
  readonly insteadOfLead?: boolean;
};

/**
 * Who is told of a case first: of the `escalationList` at `instant`. Without an instant it is the lead, else the alternative,
 * else the first deputy, whatever the rota says; the same people are passed over. Null when nobody is left: the author has to
 * be told whom to ring.
 */
export function leadFor(
  deployment: OnTheRota,
  about: AboutACase,
  instant?: string | Date,
  emergency = false,
): Person | null {
  if (instant !== undefined) return escalationList(deployment, about, instant, emergency)[0] ?? null;
  const { lead, alternative, deputies } = deployment.notifications;
  return inOrder(deployment, about, [lead, alternative, ...deputies])[0] ?? null;
}

/**
 * In which order people are told of a case, each once. Those on duty at `instant`; of an emergency outside working time those
 * of `out-of-hours`; the lead, the deputies, the alternative. Where the lead must not be told (it is their own concern, they
 * are kept out, or it concerns a colleague) the alternative comes first of all and the lead not at all. Never anybody who is
 * kept out, nor the author, nor somebody no message can reach; those who are away only where nobody else is left. Pure; the
 * clock is `instant`.
 */
export function escalationList(
  deployment: OnTheRota,
  about: AboutACase,
  instant: string | Date,
  emergency: boolean,
): readonly Person[] {
  const { notifications } = deployment;
  const zone = deployment.organisation['time-zone'];
  const { lead, alternative, deputies } = notifications;
  const outside = emergency && !isWorkingTime(notifications, zone, instant);
  const first = [
    ...onDutyAt(notifications, zone, instant),
    ...(outside ? notifications['out-of-hours'] : []),
  ];
  const passed = about.insteadOfLead === true || about.author === lead || about.keptOut.includes(lead);
  const order = passed ? [alternative, ...first, ...deputies] : [...first, lead, ...deputies, alternative];
  const told = inOrder(deployment, about, order);
  const away = absentAt(notifications, zone, instant);
  const here = told.filter(({ id }) => !away.has(id));
  return here.length > 0 ? here : told;
}

type OnTheRota = Pick<Deployment, 'people' | 'notifications' | 'organisation'>;

/** Of these ids the people who may be told and can be reached, each once. */
function inOrder(
  deployment: Pick<Deployment, 'people' | 'notifications'>,
  about: AboutACase,
  order: readonly string[],
): Person[] {
  const kept = new Set(about.keptOut);
  if (about.author !== null) kept.add(about.author);
  if (about.insteadOfLead === true) kept.add(deployment.notifications.lead);
  return [...new Set(order)].flatMap((id) => {
    const person = kept.has(id) ? null : personById(deployment, id);
    return person !== null && isReachable(person) ? [person] : [];
  });
}

/**
 * "Sam Okafor, class teacher" for a person id, or for somebody as a channel knows them; null for somebody not listed.
 */
export function nameIn(
  deployment: Pick<Deployment, 'people'>,
  who: string | { readonly channel: string; readonly userId: string },
): string | null {
  const person =
    typeof who === 'string' ? personById(deployment, who) : personOf(deployment, who.channel, who.userId);
  return person === null ? null : nameAndPost(person);
}

/** "Sam Okafor, class teacher"; the name alone where no post is given. */
export function nameAndPost({ name, post }: Pick<Person, 'name' | 'post'>): string {
  return post === undefined ? name : `${name}, ${post}`;
}
