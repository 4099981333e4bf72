import { afterEach, beforeEach, expect, test } from 'vitest';
import type { NotificationClass } from '../../src/check/facts.ts';
import { makeReference } from '../../src/records/reference.ts';
import type { CaseStep, Store } from '../../src/storage/store.ts';
import { AT, openedDraft } from '../records/samples.ts';
import { messageTo, openAt, temporaryFolder, turnOf } from './temporary-store.ts';

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
beforeEach(async () => {
  folder = temporaryFolder();
  store = await openAt(folder.path);
});
afterEach(async () => {
  await store.close();
  folder.remove();
});

const refOf = (n: number) => makeReference(new Uint8Array(5).fill(n));
/** A case that nobody has looked at, with a message of a class, or with none. */
async function opened(n: number, message: NotificationClass | null): Promise<string> {
  const reference = refOf(n);
  await store.commit(
    turnOf(`case-${n}`, {
      newReferences: [reference],
      entries: [openedDraft(n, reference)],
      deliveries: message === null ? [] : [messageTo('lead', 100 + n, reference, { class: message })],
    }),
  );
  return reference;
}
/** … and one that was, and is due at a time. */
async function lookedAt(n: number, found: NotificationClass, at: string): Promise<string> {
  const reference = await opened(n, found);
  const next: CaseStep['next'] = { at, open: true, class: found, unacknowledgedSince: AT };
  await store.advance([{ reference, entriesRead: 1, entries: [], deliveries: [], next }], AT);
  return reference;
}

test('what is overdue comes by urgency, then the longest due, whether or not it was ever looked at', async () => {
  const routine = await lookedAt(1, 'routine', '2026-11-23T08:00:00.000Z');
  const today = await lookedAt(2, 'today', '2026-11-23T08:00:00.000Z');
  const newRoutine = await opened(3, 'routine');
  const newToday = await opened(4, 'today');
  const late = await lookedAt(5, 'emergency', '2026-11-23T10:00:00.000Z');
  const later = await lookedAt(6, 'emergency', '2026-11-23T11:00:00.000Z');
  const toCome = await lookedAt(7, 'emergency', '2026-11-23T13:00:00.000Z');
  const newEmergency = await opened(8, 'emergency');
  const toldNobody = await opened(9, null);
  const due = await store.casesToLookAt('2026-11-23T12:00:00.000Z', 20);
  expect(due).toEqual([newEmergency, toldNobody, late, later, newToday, today, newRoutine, routine]);
  expect(due).not.toContain(toCome);
  // However few are taken at once, they are the most pressing.
  expect(await store.casesToLookAt('2026-11-23T12:00:00.000Z', 4)).toEqual(due.slice(0, 4));
});
