import { expect, test } from 'vitest';
import { AT, openedDraft } from '../records/samples.ts';
import { openAt, temporaryFolder, turnOf } from './temporary-store.ts';

const REFERENCE = 'SC-00000001';

test('once somebody is kept out of a case it is looked at again, whatever its timer said: it may have been theirs', async () => {
  const folder = temporaryFolder();
  const store = await openAt(folder.path);
  const later = '2026-11-24T12:00:00.000Z';
  const next = { at: later, class: 'emergency', unacknowledgedSince: null } as const;
  const closed = { reference: REFERENCE, entriesRead: 1, entries: [], deliveries: [] };
  try {
    await store.commit(turnOf('e1', { newReferences: [REFERENCE], entries: [openedDraft(1, REFERENCE)] }));
    for (const open of [true, false]) {
      await store.advance([{ ...closed, next: { ...next, open } }], AT);
      expect(await store.casesToLookAt(AT, 10)).toEqual([]);
      const keptOut = [{ reference: REFERENCE, people: ['priya-nair'] }];
      await store.commit(turnOf(`kept-${open}`, { keptOut }));
      expect(await store.casesToLookAt(AT, 10)).toEqual([REFERENCE]);
    }
  } finally {
    await store.close();
    folder.remove();
  }
});
