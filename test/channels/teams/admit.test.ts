import { expect, it } from 'vitest';
import { activitySchema } from '../../../src/channels/teams/activity.ts';
import { createAdmission } from '../../../src/channels/teams/admit.ts';
import { KeysUnreachable } from '../../../src/channels/teams/bot-framework.ts';
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

it('a service that is not Microsoft’s is not answered, and the operator is told once, without its address', async () => {
  const told: string[] = [];
  const admit = createAdmission({
    bot: { authenticate: async () => undefined },
    ...{ local: false, tenants: ['tenant-1'] },
    report: (fault) => told.push(JSON.stringify(fault)),
  });
  const body = message('https://kestrel.example', 'hello');
  for (let n = 0; n < 2; n += 1) {
    expect(await admit(activitySchema.parse(body), body, '')).toMatchObject({ status: 403 });
  }
  expect(told).toHaveLength(1);
  expect(told[0]).toContain('service-url-refused');
  expect(told[0]).not.toContain('kestrel');
});
