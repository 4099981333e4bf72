import { Writable } from 'node:stream';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Dialog } from '../../src/check/dialog.ts';
import type { Place } from '../../src/check/proof.ts';
import type { Provable } from '../../src/check/prove.ts';
import { PROVE_HELP, PROVE_OPTIONS, prove } from '../../src/commands/prove.ts';
import { Fault } from '../../src/fault.ts';
import { loadShipped } from '../support/load-policy.ts';

let dialog: Dialog;
let pageOf: (section: string) => string;
let broken: Provable;
beforeAll(async () => {
  ({ dialog, pages: pageOf } = await loadShipped());
  const policy = structuredClone(dialog.policy);
  policy.obligations = policy.obligations.filter((line) => !('id' in line && line.id === 'record-objection'));
  broken = { ...dialog, policy };
});

/** `policy.yaml rules 3`: the place itself. */
const whereIs = ({ file, path }: Place) => [`${file}.yaml`, ...path].join(' ');

async function run(options: Record<string, string | true>, subject: Provable) {
  let out = '';
  const folders: (string | undefined)[] = [];
  const stdout = new Writable({
    decodeStrings: false,
    write(text: string, _encoding, done) {
      out += text;
      done();
    },
  });
  const status = await prove({ words: [], options }, { stdout }, async (folder) => {
    folders.push(folder);
    return { dialog: subject, pageOf, whereIs, original: dialog.policy };
  });
  return { status, out, folders };
}

describe('prove', () => {
  it('says for people that every rule holds, with what was covered', async () => {
    const { status, out, folders } = await run({}, dialog);
    expect(status).toBe(0);
    expect(folders).toEqual([undefined]);
    expect(out.match(/^holds /gm)).toHaveLength(19);
    expect(out).toContain('Every rule holds for all 27,993,600,000 combinations of answers.');
    expect(out).toContain('106,028 to the advice');
    expect(out).toMatch(/^rules checked {2}19$/m);
    expect(out).toMatch(/^nodes +\d/m);
    expect(out).toMatch(/^time +[\d.]+ ms$/m);
  });

  it('gives the same for scripts with --json', async () => {
    const { status, out } = await run({ json: true }, dialog);
    expect(status).toBe(0);
    const report = JSON.parse(out);
    expect(Object.keys(report)).toEqual([
      'combinations',
      'paths',
      'pathsToEnd',
      'nodes',
      'rulesChecked',
      'milliseconds',
      'rules',
      'unused',
      'alike',
    ]);
    expect(report).toMatchObject({ combinations: 27_993_600_000, paths: 106_028, rulesChecked: 19 });
    expect(report.rules[0]).toEqual({ id: 'I1', statement: expect.any(String), holds: true });
  });

  it('ends with 1 and shows the answers when a rule fails', async () => {
    const { status, out } = await run({}, broken);
    expect(status).toBe(1);
    expect(out.match(/^FAILS /gm)).toHaveLength(1);
    expect(out).toMatch(/^FAILS {2}I12 /m);
    expect(out).toMatch(/^ +Look first at policy\.yaml obligations \d+$/m);
    const text = out.replace(/\s+/g, ' ');
    expect(text).toContain('the advice leaves out “Write down that they object” (record-objection).');
    expect(text).toContain('“What they have said” is “They do not want it shared”');
    expect(out).toContain('1 of 19 rules does not hold.');
    expect(out).not.toContain('Every rule holds');
  });

  it('gives the counterexample for scripts too', async () => {
    const { status, out } = await run({ json: true }, broken);
    expect(status).toBe(1);
    const failed = JSON.parse(out).rules.filter((rule: { holds: boolean }) => !rule.holds);
    expect(failed).toHaveLength(1);
    expect(Object.keys(failed[0].counterexample.answers)).toHaveLength(16);
    expect(failed[0].counterexample.says).toContain('record-objection');
  });

  it('hands the folder of --dialog to the loader', async () => {
    expect((await run({ dialog: 'our-dialog' }, dialog)).folders).toEqual(['our-dialog']);
  });

  it('passes on what is wrong with a dialog that cannot be compiled', async () => {
    const policy = structuredClone(dialog.policy);
    policy.rules.pop();
    await expect(run({}, { ...dialog, policy })).rejects.toThrow(Fault);
  });

  it('says in its help how it ends', () => {
    expect(PROVE_HELP.join('\n')).toContain('1 at least one does not');
    expect(Object.keys(PROVE_OPTIONS)).toEqual(['json', 'dialog']);
  });
});
