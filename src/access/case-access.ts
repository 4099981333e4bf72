import type { Person } from '../deployment/deployment.ts';
import { personOf } from '../deployment/people.ts';
import { casesOf, type RecordedEntry } from '../records/case.ts';
import type { CaseAccess } from './may.ts';

/** What decides about access to one case. In: its entries, each with who is kept out of the case now. */
export function caseAccess(
  entries: readonly (RecordedEntry & { readonly keptOut: readonly string[] })[],
  people: readonly Person[],
): CaseAccess {
  const author = casesOf(entries)[0]?.author ?? null;
  return {
    author: author === null ? null : authorId(author, people),
    keptOut: entries.flatMap((entry) => entry.keptOut),
  };
}

/** The person id behind an author; `channel:user` for somebody the deployment folder does not name. */
export function authorId(
  { channel, userId }: { readonly channel: string; readonly userId: string },
  people: readonly Person[],
): string {
  return personOf({ people }, channel, userId)?.id ?? `${channel}:${userId}`;
}
