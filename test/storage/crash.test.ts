import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { verifyChains } from '../../src/records/chain.ts';
import { openedDraft } from '../records/samples.ts';
import { all, messageTo, openAt, temporaryFolder, turnOf } from './temporary-store.ts';

const CHILD = fileURLToPath(new URL('./commit-until-killed.ts', import.meta.url));

/** Runs the child until it is gone: by its own hand in turn `last`, or from here after `kill` committed turns. */
async function run(folder: string, last: number, kill = Number.POSITIVE_INFINITY) {
  const child = spawn(process.execPath, [CHILD, folder, String(last)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (said.split('\n').length > kill) child.kill('SIGKILL');
  });
  const [, signal] = await once(child, 'close');
  return { signal, committed: said.split('\n').filter((line) => line.startsWith('committed')).length };
}

test('killed within a commit: the turns before it are whole, of this one there is nothing, and it can be done again', async () => {
  const folder = temporaryFolder();
  const { signal, committed } = await run(folder.path, 5);
  expect(signal).toBe('SIGKILL');
  expect(committed).toBe(5);

  const store = await openAt(folder.path);
  expect(await store.replyTo('e4')).toEqual({ reply: { said: 'e4' } });
  expect(await store.replyTo('e5')).toBeNull();
  expect(await store.conversation('teams:e5')).toBeNull();
  expect(verifyChains(await all(store))).toEqual({ ok: true, count: 5 });
  expect(await store.deliveries()).toHaveLength(5);

  const reference = 'SC-00000005';
  const again = turnOf('e5', {
    newReferences: [reference],
    entries: [openedDraft(5, reference)],
    deliveries: [messageTo('lead', 1005, reference)],
  });
  expect(await store.commit(again)).toEqual({ kind: 'committed' });
  expect(verifyChains(await all(store))).toEqual({ ok: true, count: 6 });
  await store.close();
  folder.remove();
});

test('killed at any moment: whatever was said to be committed is there, and record and outbox agree', async () => {
  const folder = temporaryFolder();
  const { signal, committed } = await run(folder.path, 1_000_000, 40);
  expect(signal).toBe('SIGKILL');
  expect(committed).toBeGreaterThanOrEqual(40);

  const store = await openAt(folder.path);
  const entries = await all(store);
  expect(entries.length).toBeGreaterThanOrEqual(committed);
  expect(verifyChains(entries)).toEqual({ ok: true, count: entries.length });
  expect((await store.deliveries()).map(({ reference }) => reference)).toEqual(
    entries.map(({ entry }) => entry.reference),
  );
  expect(await store.replyTo(`e${entries.length - 1}`)).not.toBeNull();
  expect(await store.replyTo(`e${entries.length}`)).toBeNull();
  await store.close();
  folder.remove();
});
