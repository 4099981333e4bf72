import { compileSource } from '../../src/check/compile-source.ts';
import type { Dialog, PolicyFile } from '../../src/check/dialog.ts';
import type { Flow } from '../../src/flow/flow.ts';
import { flowGraph } from '../../src/flow/flow-graph.ts';

/** The dialog with its policy changed. */
export function withPolicy(dialog: Dialog, change: (policy: PolicyFile) => void): Dialog {
  const policy = structuredClone(dialog.policy);
  change(policy);
  return { ...dialog, policy };
}

/** The flow of a dialog. */
export function flowOf(dialog: Dialog): Flow {
  return flowGraph(compileSource(dialog), dialog);
}

/** Dialogs as somebody might edit them, by what was done; the last ones make a much larger picture, and a very small one. */
export const EDITS: Readonly<Record<string, (dialog: Dialog) => Dialog>> = {
  'the dialog as it is': (dialog) => dialog,
  'a rule taken out': (dialog) =>
    withPolicy(dialog, (policy) => {
      policy.rules = policy.rules.filter(({ id }) => id !== 'A12');
    }),
  'another first question': (dialog) =>
    withPolicy(dialog, (policy) => {
      policy.rules = policy.rules.filter(({ id }) => !['E1', 'E2', 'E3', 'A1'].includes(id));
    }),
  'a fix on two questions': (dialog) =>
    withPolicy(dialog, (policy) => {
      policy.fixes.push({ id: 'both', when: { accuracy: 'unverified', route: 'secure' }, cite: ['HOW'] });
    }),
  'share before the fixes': (dialog) =>
    withPolicy(dialog, (policy) => {
      const last = policy.rules.findIndex(({ id }) => id === 'F1');
      policy.rules.splice(last, 0, {
        id: 'S0',
        if: { risk: 'clear', mandate: 'required' },
        outcome: 'share',
        cite: ['GR1'],
      });
    }),
  'always the same advice': (dialog) =>
    withPolicy(dialog, (policy) => {
      policy.rules = [{ id: 'A1', if: { always: true }, outcome: 'seek-advice', cite: ['GR4'] }];
    }),
  'always share': (dialog) =>
    withPolicy(dialog, (policy) => {
      policy.rules = policy.rules.filter(({ id }) => id === 'F1' || id === 'S1');
    }),
};
