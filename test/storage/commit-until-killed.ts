import { openStore } from '../../src/storage/open-store.ts';
import { createSeal } from '../../src/storage/seal.ts';
import { openedDraft } from '../records/samples.ts';
import { KEY, messageTo, owner, turnOf } from './temporary-store.ts';

/**
 * A service that is killed in the middle of writing: `node commit-until-killed.ts FOLDER LAST`. Commits turn after turn,
 * saying each on standard output once it is committed, and kills itself within the commit of turn LAST, when its state and
 * entry are written and its delivery is about to be.
 */
const [folder = '', last = ''] = process.argv.slice(2);
const seal = createSeal(KEY);
const store = await openStore({
  folder,
  ...owner({
    seal: {
      ...seal,
      seal(plain, context) {
        if (context === `delivery:${messageTo('lead', 1000 + Number(last), '').id}`)
          process.kill(process.pid, 'SIGKILL');
        return seal.seal(plain, context);
      },
    },
  }),
});
for (let n = 0; ; n += 1) {
  const reference = `SC-${String(n).padStart(8, '0')}`;
  const result = await store.commit(
    turnOf(`e${n}`, {
      newReferences: [reference],
      entries: [openedDraft(n, reference)],
      deliveries: [messageTo('lead', 1000 + n, reference)],
    }),
  );
  process.stdout.write(`${result.kind} ${n}\n`);
}
