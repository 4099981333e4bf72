import { beforeAll, describe, expect, it } from 'vitest';
import type { Dialog } from '../../src/check/dialog.ts';
import { FLOW_HELP, FLOW_OPTIONS, flow } from '../../src/commands/flow.ts';
import { Fault } from '../../src/fault.ts';
import { loadShipped } from '../support/load-policy.ts';
import { captured } from './command-io.ts';

let dialog: Dialog;
beforeAll(async () => {
  ({ dialog } = await loadShipped());
});

async function run(options: Record<string, string | true>, subject: Dialog) {
  const { io, texts } = captured();
  const folders: (string | undefined)[] = [];
  const status = await flow({ words: [], options }, io, async (folder) => {
    folders.push(folder);
    return { dialog: subject };
  });
  return { status, out: texts.out, folders };
}

describe('flow', () => {
  it('writes the picture to standard output, and nothing else', async () => {
    const { status, out, folders } = await run({}, dialog);
    expect(status).toBe(0);
    expect(folders).toEqual([undefined]);
    expect(out).toMatch(/^<svg .*<\/svg>\n$/s);
  });

  it('draws the dialog of --dialog', async () => {
    const title = 'Our own check';
    const { out, folders } = await run({ dialog: 'our-dialog' }, { ...dialog, title });
    expect(folders).toEqual(['our-dialog']);
    expect(out).toContain('<title id="flow-title">Our own check: which answers lead where</title>');
  });

  it('passes on what is wrong with a dialog that cannot be compiled', async () => {
    const policy = structuredClone(dialog.policy);
    policy.rules.pop();
    await expect(run({}, { ...dialog, policy })).rejects.toThrow(Fault);
  });

  it('says in its help how it is used and how it ends', () => {
    expect(FLOW_HELP.join('\n')).toContain('share-check flow > flow.svg');
    expect(FLOW_HELP.join('\n')).toContain('0 drawn');
    expect(Object.keys(FLOW_OPTIONS)).toEqual(['dialog']);
  });
});
