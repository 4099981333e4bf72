import type { Person } from '../deployment/deployment.ts';
import { personOf } from '../deployment/people.ts';
import { type Case, casesOf, type RecordedEntry } from '../records/case.ts';
import type { CaseAccess } from './may.ts';

/** What decides about access to one case. In: its entries, each with who is kept out of the case now. */
export function caseAccess(
  entries: readonly (RecordedEntry & { readonly keptOut: readonly string[] })[],
  people: readonly Person[],
): CaseAccess {
  return accessTo(casesOf(entries)[0] ?? null, entries, people);
}

/** The same where the entries were put together already. */
export function accessTo(
  record: Pick<Case, 'author'> | null,
  entries: readonly { readonly keptOut: readonly string[] }[],
  people: readonly Person[],
): CaseAccess {
  const author = record?.author ?? null;
  const keptOut = new Set<string>();
  for (const entry of entries) for (const id of entry.keptOut) keptOut.add(id);
  return { author: author === null ? null : authorId(author, people), keptOut: [...keptOut] };
}

/** The person id behind an author; `channel:user` for somebody the deployment folder does not name. */
export function authorId(
  { channel, userId }: { readonly channel: string; readonly userId: string },
  people: readonly Person[],
): string {
  return personOf({ people }, channel, userId)?.id ?? `${channel}:${userId}`;
}
