import type { CaseAccess, may } from '../access/may.ts';
import { CHANNELS } from '../conversation/event.ts';
import type { Person } from '../deployment/deployment.ts';
import { personOf } from '../deployment/people.ts';
import { Fault } from '../fault.ts';
import { casesOf } from '../records/case.ts';
import type { StoredEntry } from '../storage/store.ts';

/** Who acts, and the table that says what they may do. */
export type Acting = {
  /** Null: the deployment folder names nobody to act here. */
  readonly person: Person | null;
  readonly people: readonly Person[];
  readonly may: typeof may;
};

/** What decides about access to the case these entries belong to. */
export function caseAccess(entries: readonly StoredEntry[], people: readonly Person[]): CaseAccess {
  const author = casesOf(entries)[0]?.author ?? null;
  const channel = CHANNELS.find((known) => known === author?.channel);
  const person =
    author === null || channel === undefined ? null : personOf({ people }, channel, author.userId);
  return { author: person?.id ?? null, keptOut: entries[0]?.keptOut ?? [] };
}

/** Throws the Fault `not-allowed` when the acting person may not do this at all. */
export function mustBeAllowed({ person, may }: Acting, action: Parameters<typeof may>[1]): void {
  if (may(person, action, null)) return;
  throw person === null
    ? new Fault(
        'not-allowed',
        'Nobody is named to act at the command line, so no records are opened.',
        'Name somebody in people.yaml of the deployment folder, under command-line: records.',
      )
    : new Fault(
        'not-allowed',
        `"${person.id}" acts here, and their role does not allow this (${action}).`,
        'Ask the designated safeguarding lead or the data protection lead, or change the role in people.yaml.',
      );
}
