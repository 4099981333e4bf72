import { appendFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDecisionLog } from '../../src/delivery/decision-log.ts';
import { canonicalBytes, sha256Hex } from '../../src/records/canonical.ts';
import { CHAIN_START, chainEntry } from '../../src/records/chain.ts';
import type { EntryDraft } from '../../src/records/entry.ts';
import { createSeal } from '../../src/storage/seal.ts';
import { decisionBody, decisionDraft, deliveryDraft, idOf, openedDraft } from '../records/samples.ts';
import { KEY, temporaryFolder } from '../storage/temporary-store.ts';

const A = 'SC-AAAA-AAAA';
const seal = createSeal(KEY);

let folder: ReturnType<typeof temporaryFolder>;
let file: string;
beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder.path, 'decisions.jsonl');
});
afterEach(() => folder.remove());

function stored(draft: EntryDraft) {
  const place = { organisation: 'school', sequence: 1, previousHash: CHAIN_START };
  return { entry: chainEntry(draft, place).entry, body: draft.body as unknown };
}
const lines = () =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('the log of decisions', () => {
  test('has one line for each entry: its fields, the summary, and the sealed body', async () => {
    const log = openDecisionLog(file, seal);
    const one = stored(decisionDraft(1, A));
    await log.append(one);
    await log.append(stored(openedDraft(2, A)));
    await log.append(stored(deliveryDraft(3, A)));
    const [decision, opened, event] = lines();
    const { summary, body, ...entry } = decision;
    expect(entry).toEqual(one.entry);
    expect(summary).toEqual({ outcome: 'share-now', choice: 'share' });
    expect(opened.summary).toEqual({ outcome: 'share-now' });
    expect(event.summary).toEqual({});
    const open = seal.open(Buffer.from(body, 'base64'), `entry:${idOf(1)}`);
    expect(sha256Hex(open)).toBe(one.entry.bodyHash);
    expect(Buffer.from(open).equals(canonicalBytes(one.body))).toBe(true);
  });

  test('shows nothing a person typed', async () => {
    const typed = {
      ...decisionBody().decision,
      rationale: 'Kestrel',
      shared: 'Kestrel',
      recipients: ['Kestrel'],
    };
    await openDecisionLog(file, seal).append(
      stored(decisionDraft(1, A, { localReference: 'Kestrel', decision: typed })),
    );
    expect(readFileSync(file, 'utf8')).not.toContain('Kestrel');
  });

  test('is readable by its owner alone, and its folder is made', async () => {
    file = join(folder.path, 'a', 'decisions.jsonl');
    await openDecisionLog(file, seal).append(stored(openedDraft(1, A)));
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  test('does not repeat an entry, also after a restart', async () => {
    await openDecisionLog(file, seal).append(stored(openedDraft(1, A)));
    const again = openDecisionLog(file, seal);
    await again.append(stored(openedDraft(1, A)));
    await again.append(stored(openedDraft(2, A)));
    expect(lines().map(({ id }) => id)).toEqual([idOf(1), idOf(2)]);
  });

  test('begins a new line after one that was cut off, and writes that entry whole', async () => {
    const log = openDecisionLog(file, seal);
    await log.append(stored(openedDraft(1, A)));
    const whole = readFileSync(file, 'utf8');
    appendFileSync(file, whole.replaceAll(idOf(1), idOf(2)).slice(0, 150));
    await log.append(stored(openedDraft(2, A)));
    const written = readFileSync(file, 'utf8').split('\n');
    expect(written).toHaveLength(4);
    expect(written[3]).toBe('');
    expect(JSON.parse(written[2] ?? '').id).toBe(idOf(2));
  });

  test('written to by many at once keeps every line whole', async () => {
    const log = openDecisionLog(file, seal);
    await Promise.all(Array.from({ length: 30 }, (_, n) => log.append(stored(openedDraft(n, A)))));
    expect(lines()).toHaveLength(30);
    await Promise.all([log.append(stored(openedDraft(99, A))), log.append(stored(openedDraft(99, A)))]);
    expect(lines()).toHaveLength(31);
  });

  test('keeps the place of an entry whose content is erased', async () => {
    await openDecisionLog(file, seal).append({ ...stored(decisionDraft(1, A)), body: undefined });
    expect(lines()).toMatchObject([{ id: idOf(1), summary: {}, body: null }]);
  });

  test('that cannot be written is a fault to try again after, and writes when it can', async () => {
    mkdirSync(file);
    const log = openDecisionLog(file, seal);
    await expect(log.append(stored(openedDraft(1, A)))).rejects.toMatchObject({
      name: 'DeliveryError',
      code: 'log-not-writable',
      permanent: false,
    });
    rmSync(file, { recursive: true });
    writeFileSync(file, '');
    await log.append(stored(openedDraft(1, A)));
    expect(lines()).toHaveLength(1);
  });
});
