import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../src/playground/free-port.ts';
import { type Playground, startPlayground } from '../../src/playground/index.ts';
import { findChromium } from './chromium.ts';
import { BOTH, PHONE } from './playground-driver.ts';
import { setUpStage } from './stage.ts';

const chromium = findChromium();
const SAM = { name: 'Sam Okafor', teams: '00000000-0000-4000-8000-000000000101' };

describe.skipIf(chromium === undefined).each(BOTH)(
  'after a restart of the service, on $on',
  ({ viewport }) => {
    const stage = setUpStage(chromium);
    const named = (name: string) => (viewport === PHONE ? `phone-${name}` : name);
    /** The windows that the service opens go with it. Teams does not: this one stays. */
    let teams: Playground;
    let folder: string;
    let others: Server | undefined;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'share-check-teams-'));
      teams = await startPlayground({
        servicePort: stage.home().port,
        folder,
        organisation: 'Larkfield School',
        people: [SAM],
        windows: [SAM],
        port: await freePort(57_000),
      });
    });
    afterAll(async () => {
      await teams?.stop();
      others?.close();
      if (folder !== undefined) await rm(folder, { recursive: true });
    });

    it('the card that stands there goes on at the same question, and the lead is written to where her window is now', async () => {
      const sam = await stage.open(teams.windows[0]?.url ?? '', viewport);
      await sam.sees('Hello. I help you decide');
      await sam.say('share check');
      await sam.sees('Is a child in danger right now');
      await sam.press('No, it is not urgent');
      await sam.sees('What is the worry?');
      await sam.press('A child may be at risk');
      await sam.sees('What are you deciding?');
      const cards = await sam.countCards();
      const before = stage.service();

      // Somebody else has the lead's port by then: her window is somewhere else.
      await stage.restart(
        () =>
          new Promise((resolve) => {
            others = createServer().listen(Number(new URL(before.lead).port), '127.0.0.1', resolve);
          }),
      );
      expect(stage.service().lead).not.toBe(before.lead);

      await sam.press('Whether to pass something on');
      await sam.sees('Question 4');
      expect(await sam.countCards()).toBe(cards);
      expect(await sam.cutOff()).toEqual([]);
      await stage.picture(sam, named('after-restart'));
      await sam.say('resume');
      await sam.sees('Question 4');
      await stage.picture(sam, named('after-restart-resume'));

      // The window that the service opened anew begins with the welcome, which knows of the check.
      const again = await stage.sam(viewport);
      await again.press('Go on with my check');
      await again.sees('Question 4');
      await again.say('emergency');
      await again.sees('Ring now, and share what is needed.');

      const priya = await stage.priya(viewport);
      await priya.sees('Act now: a child may be in danger');
      expect(await priya.cutOff()).toEqual([]);
      await stage.picture(priya, named('after-restart-lead'));
      await priya.press('Acknowledge');
      await priya.sees(/^Acknowledged: Priya Nair, /);
    });
  },
);
