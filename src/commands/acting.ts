import type { may } from '../access/may.ts';
import type { Person } from '../deployment/deployment.ts';
import { Fault } from '../fault.ts';

/** Who acts, and the table that says what they may do. */
export type Acting = {
  /** Null: the deployment folder names nobody to act here. */
  readonly person: Person | null;
  readonly people: readonly Person[];
  readonly may: typeof may;
};

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
