import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { STORE_FILE } from '../../src/storage/store-files.ts';
import { onEveryStep } from '../storage/steps.ts';
import { openAt } from '../storage/temporary-store.ts';
import { received, workerOn } from './three-deliveries.ts';

/** A service that kills itself at a step of delivering: `node deliver-until-killed.ts FOLDER STEP`. */
const [folder = '', last = ''] = process.argv.slice(2);
let steps = 0;
function step(): void {
  steps += 1;
  if (steps === Number(last)) process.kill(process.pid, 'SIGKILL');
}
const store = await openAt(folder);
const end = onEveryStep(join(folder, STORE_FILE), (what, when) => {
  if (when === 'before' || what === 'commit') step();
});
const receive = (one: object) => appendFileSync(join(folder, received), `${JSON.stringify(one)}\n`);
const worker = workerOn(store, receive, undefined, step);
await worker.runOnce();
worker.pass(120);
await worker.runOnce();
end();
await store.close();
