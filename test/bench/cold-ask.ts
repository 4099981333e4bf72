import { createAsk } from '../../src/ask/create-ask.ts';
import { libraryWith } from './ask-content.ts';

// Run as a process of its own: nothing is warm. Says in milliseconds how long the index takes once the library is loaded.
const library = await libraryWith(Number(process.argv[2] ?? 0));
const began = performance.now();
createAsk(library);
process.stdout.write(`${performance.now() - began}`);
