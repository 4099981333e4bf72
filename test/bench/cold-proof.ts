import { compileSource } from '../../src/check/compile-source.ts';
import { prove } from '../../src/check/prove.ts';
import { loadShipped } from '../support/load-policy.ts';

// Run as a process of its own: nothing is warm. Says in milliseconds how long one of the two takes once the dialog is read.
const { dialog, pages } = await loadShipped();
const began = performance.now();
if (process.argv[2] === 'compile') compileSource(dialog);
else prove(dialog, pages);
process.stdout.write(`${performance.now() - began}`);
