import { expect, it } from 'vitest';
import { createAdmission } from '../../../src/channels/teams/admit.ts';
import { KeysUnreachable } from '../../../src/channels/teams/bot-framework.ts';
import { activitySchema } from '../../../src/channels/teams/receive.ts';
import { message } from './activities.ts';
import { SERVICE } from './key-server.ts';

it('every time the keys go away the operator is told once', async () => {
  const told: string[] = [];
  let away = true;
  const bot = {
    async authenticate() {
      if (away) throw new KeysUnreachable();
    },
  };
  const tenants = ['tenant-1'];
  const admit = createAdmission({ bot, local: false, tenants, report: ({ code }) => told.push(code) });
  const body = message(SERVICE, 'hello');
  const status = async () => (await admit(activitySchema.parse(body), body, ''))?.status;
  expect([await status(), await status()]).toEqual([503, 503]);
  away = false;
  expect(await status()).toBeUndefined();
  away = true;
  expect(await status()).toBe(503);
  expect(told).toEqual(['teams-keys-unreachable', 'teams-keys-unreachable']);
});
