import type { Deployment, Person } from './deployment.ts';

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

/**
 * Who is told of a case: the lead, else the alternative, else the first deputy. Passed over are those kept out of the case,
 * its author (nobody is the one to act on their own concern) and those no message can reach. With `insteadOfLead` (it
 * concerns a colleague) the lead is never told. Null when nobody is left: the author has to be told whom to ring.
 */
export function leadFor(
  deployment: Pick<Deployment, 'people' | 'notifications'>,
  about: {
    readonly keptOut: readonly string[];
    readonly author: string | null;
    readonly insteadOfLead?: boolean;
  },
): Person | null {
  const { lead, alternative, deputies } = deployment.notifications;
  const others = [alternative, ...deputies].filter((id) => id !== lead);
  for (const id of about.insteadOfLead === true ? others : [lead, ...others]) {
    if (id === about.author || about.keptOut.includes(id)) continue;
    const person = personById(deployment, id);
    if (person !== null && isReachable(person)) return person;
  }
  return null;
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
