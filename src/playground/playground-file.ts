import { stringify } from 'yaml';

/** Somebody of the deployment, as the Playground shows them. `teams` is their id in Teams. */
export type PlaygroundPerson = { readonly name: string; readonly teams: string; readonly email?: string };

export type PlaygroundPlace = {
  readonly organisation: string;
  /** Everybody of the deployment who has a Teams id. */
  readonly people: readonly PlaygroundPerson[];
  /** The channel that decisions are posted to; the Playground has room for one beside General. */
  readonly channel?: { readonly target: string; readonly name: string };
};

/**
 * The chat with Share Check. A page that finds a chat new to it tells the service that it was opened, so that somebody who
 * tries it out is greeted. The other id is one that every page knows from the start: messages that came before the page
 * was opened are shown there, which with a new id they are not.
 */
export const CHAT = {
  greeted: 'a:share-check-chat',
  waiting: 'c0e99c14-3c0b-4bea-ad1d-477dd327eb6f@test.user',
} as const;
export const PLAYGROUND_BOT = 'share-check';
const TENANT = '00000000-0000-4000-8000-000000000001';
const TEAM = '19:share-check-example@thread.tacv2';

/** The Playground wants exactly so many people beside the one who sits in front of it. */
const OTHERS = 5;

/** The text of `.m365agentsplayground.yml`: the deployment's people, team and channel, seen by one of them. `chat` is one of `CHAT`. */
export function playgroundFile(place: PlaygroundPlace, seenBy: PlaygroundPerson, chat: string): string {
  const known = place.people.filter((person) => person.teams !== seenBy.teams).slice(0, OTHERS);
  const strangers = Array.from({ length: OTHERS - known.length }, (_, index) => ({
    name: `Colleague ${index + 1}`,
    teams: `00000000-0000-4000-8000-0000000009${String(index).padStart(2, '0')}`,
  }));
  const { channel } = place;
  return stringify({
    version: '0.1.1',
    tenantId: TENANT,
    bot: { id: PLAYGROUND_BOT, name: 'Share Check' },
    currentUser: user(seenBy),
    users: [...known, ...strangers].map(user),
    personalChat: { id: chat },
    groupChat: { id: '19:share-check-group@thread.v2', name: 'Group chat' },
    team: {
      id: TEAM,
      name: place.organisation,
      aadGroupId: '00000000-0000-4000-8000-000000000031',
      channels: channel === undefined ? [] : [{ id: channel.target, name: channel.name }],
    },
  });
}

/** The Playground's own spelling: `userPrincipleName`. */
function user({ name, teams, email }: PlaygroundPerson): Record<string, string> {
  const [givenName = name, ...rest] = name.split(' ');
  const address = email ?? `${givenName.toLowerCase()}@school.example`;
  return {
    id: teams,
    name,
    userPrincipleName: address,
    aadObjectId: teams,
    givenName,
    surname: rest.join(' ') || givenName,
    email: address,
  };
}
