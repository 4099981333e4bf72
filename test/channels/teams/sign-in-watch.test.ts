import { expect, test } from 'vitest';
import { TokenFault } from '../../../src/channels/teams/access-token.ts';
import { createSignInWatch } from '../../../src/channels/teams/sign-in-watch.ts';

/** A login that gives these answers, one at each look, and what was told of them. */
async function watched(...answers: readonly (Error | null)[]) {
  const told: string[] = [];
  const seen: boolean[] = [];
  const left = [...answers];
  await new Promise<void>((resolve) => {
    const watch = createSignInWatch(
      {
        async checkCredentials() {
          if (left.length < answers.length) seen.push(watch.isAccepted());
          const answer = left.shift();
          if (answer === undefined) {
            watch.stop();
            resolve();
          } else if (answer !== null) throw answer;
        },
      },
      ({ code }) => void told.push(code),
      1,
    );
    watch.start();
  });
  return { told, seen };
}
const refused = new TokenFault(true, 'AADSTS7000222');
const away = new TokenFault(false);

test('credentials that are refused are told once, and again when it happens again', async () => {
  expect(await watched(null, refused, refused, null, refused)).toEqual({
    told: ['teams-credentials-refused', 'teams-credentials-refused'],
    seen: [true, false, false, true, false],
  });
});

test('a login that cannot be reached passes by itself', async () => {
  expect(await watched(away, away, refused, away)).toEqual({
    told: ['teams-not-handed-over', 'teams-credentials-refused', 'teams-not-handed-over'],
    seen: [true, true, false, true],
  });
});
