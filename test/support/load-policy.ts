import { join } from 'node:path';
import type { Dialog } from '../../src/check/dialog.ts';
import { compilePolicy, type Policy } from '../../src/check/policy.ts';
import { loadDialog } from '../../src/content/load-dialog.ts';
import { loadKnowledge } from '../../src/content/load-knowledge.ts';
import { pageOf } from '../../src/content/page-of.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The shipped dialog, and the pages of the guidance it cites. */
export async function loadShipped(): Promise<{ dialog: Dialog; pages: (section: string) => string }> {
  const { guidance } = await loadKnowledge(join(ROOT, 'knowledge'));
  const { dialog, faults } = await loadDialog(join(ROOT, 'dialogs/share-check'), guidance);
  const cited = guidance.find(({ id }) => id === dialog?.guidance);
  if (!dialog || !cited) throw new Error(faults.map((fault) => `${fault.file}: ${fault.message}`).join('\n'));
  return { dialog, pages: pageOf(cited) };
}

/** The shipped policy, compiled. */
export async function loadPolicy(): Promise<Policy> {
  const { dialog, pages } = await loadShipped();
  return compilePolicy(dialog, pages);
}
