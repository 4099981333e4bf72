import { authorId, caseAccess } from './access/case-access.ts';
import { may } from './access/may.ts';
import type { Content } from './content/load-all.ts';
import type { RecordLine } from './conversation/context.ts';
import type { Deployment, Person } from './deployment/deployment.ts';
import { nameIn } from './deployment/people.ts';
import { casesOf } from './records/case.ts';
import type { EntryBody } from './records/entry.ts';
import { normaliseReference } from './records/reference.ts';
import { type Reading, type Sheet, sheetOf } from './records/sheet.ts';
import type { Store } from './storage/store.ts';

/** At most this many are shown in the chat. */
const SHOWN = 10;

/** A person's own records, newest first, one line a case: its latest entry about the check. */
export async function ownRecords(
  store: Store,
  person: Person,
  deployment: Deployment,
): Promise<readonly RecordLine[]> {
  const lines = new Map<string, RecordLine>();
  for await (const { entry, body, keptOut } of store.allEntries()) {
    const { kind } = entry;
    if (kind !== 'opened' && kind !== 'decision' && kind !== 'completion' && kind !== 'abandoned') continue;
    if (body === undefined) continue;
    const { advice, author: written } = body as Extract<EntryBody, { advice: unknown }>;
    const author = authorId(written, deployment.people);
    if (author !== person.id || !may(person, 'records:list', { author, keptOut })) continue;
    lines.set(entry.reference, {
      reference: entry.reference,
      at: entry.createdAt,
      kind,
      outcome: advice.outcome,
    });
  }
  return [...lines.values()].sort((a, b) => b.at.localeCompare(a.at)).slice(0, SHOWN);
}

/**
 * The record a person asked for by its reference, laid out for reading; null when there is none or they may not open it, so that
 * nobody learns which references exist.
 */
export async function openRecord(
  store: Store,
  person: Person,
  content: Content,
  text: string,
): Promise<Sheet | null> {
  const reference = normaliseReference(text);
  if (reference === null) return null;
  const entries = await store.entries(reference);
  const [found] = casesOf(entries);
  if (found === undefined) return null;
  if (!may(person, 'records:show', caseAccess(entries, content.deployment.people))) return null;
  return sheetOf(found, readingOf(content));
}

/** How records are read here: local time, the words of the dialog, people by name. */
export function readingOf({ deployment, dialog }: Content): Reading {
  return {
    timeZone: deployment.organisation['time-zone'],
    dialog,
    organisationName: deployment.organisation.name,
    nameOf: (who) => nameIn(deployment, who),
  };
}
