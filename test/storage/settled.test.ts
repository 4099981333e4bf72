import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Store } from '../../src/storage/store.ts';
import { idOf, openedDraft } from '../records/samples.ts';
import { messageTo, openAt, temporaryFolder, turnOf } from './temporary-store.ts';

const [A, B] = ['SC-AAAA-AAAA', 'SC-BBBB-BBBB'];
let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
beforeEach(async () => {
  folder = temporaryFolder();
  store = await openAt(folder.path);
  await store.commit(
    turnOf('start', {
      newReferences: [A, B],
      entries: [openedDraft(1, A), openedDraft(2, B)],
      deliveries: [
        messageTo('lead', 10, A, { page: true }),
        messageTo('lead', 11, A, { destination: { kind: 'text-message', person: 'lead' } }),
        messageTo('author', 12, A),
        messageTo('lead', 13, B, { page: true }),
      ],
    }),
  );
});
afterEach(async () => {
  await store.close();
  folder.remove();
});
const states = async () => (await store.deliveries()).map(({ id, state }) => [id, state]);

test('once somebody has a case, what still asks others to act on it is withdrawn, and nothing else', async () => {
  await store.commit(turnOf('taken', { deliveryChanges: [{ reference: A, kind: 'settled' }] }));
  expect(await states()).toEqual([
    [idOf(10), 'cancelled'],
    [idOf(11), 'cancelled'],
    [idOf(12), 'waiting'],
    [idOf(13), 'waiting'],
  ]);
});
