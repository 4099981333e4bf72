import { may } from './access/may.ts';
import type { Content } from './content/load-all.ts';
import type { RecordLine } from './conversation/context.ts';
import type { Deployment, Person } from './deployment/deployment.ts';
import { nameIn, personOf } from './deployment/people.ts';
import { casesOf } from './records/case.ts';
import type { DecisionBody, EntryBody } from './records/entry.ts';
import { normaliseReference } from './records/reference.ts';
import { type Reading, type Sheet, sheetOf } from './records/sheet.ts';
import type { Store } from './storage/store.ts';

/** At most this many are shown in the chat. */
const SHOWN = 10;

/** The person id behind the author of a body; `channel:user` for somebody the deployment does not list. */
export function authorOf(deployment: Deployment, body: unknown): string | null {
  const author = (body as Partial<DecisionBody> | null)?.author;
  if (author === undefined) return null;
  const { channel, userId } = author;
  const known =
    channel === 'teams' || channel === 'slack' || channel === 'terminal'
      ? personOf(deployment, channel, userId)
      : null;
  return known?.id ?? `${channel}:${userId}`;
}

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
    const author = authorOf(deployment, body);
    if (author !== person.id || !may(person, 'records:list', { author, keptOut })) continue;
    const { advice } = body as Extract<EntryBody, { advice: unknown }>;
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
  const author = authorOf(content.deployment, found.check?.body);
  const keptOut = entries.flatMap((entry) => entry.keptOut);
  if (!may(person, 'records:show', { author, keptOut })) return null;
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
