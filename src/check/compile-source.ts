import { Fault } from '../fault.ts';
import { type CompiledPolicy, compileDiagrams } from './compile-diagrams.ts';
import type { Dialog } from './dialog.ts';
import { readPolicy } from './read-policy.ts';

/** The diagrams alone, for proofs. Throws as `compilePolicy` does. */
export function compileSource(dialog: Pick<Dialog, 'policy' | 'citations'>): CompiledPolicy {
  const read = readPolicy(dialog.policy, dialog.citations);
  if (read.ok) return compileDiagrams(read.policy);
  const lines = read.problems.map(
    ({ file, path, message }) => `${file}.yaml, ${path.join(' › ')}: ${message}`,
  );
  throw new Fault('policy-unreadable', lines.join('\n'), 'Correct these lines and try again.');
}
