import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCaseWebhook } from '../../src/delivery/case-webhook.ts';
import type { Destination } from '../../src/delivery/delivery.ts';
import { createDestinations } from '../../src/delivery/destinations.ts';
import { openNotify } from '../../src/delivery/notify.ts';
import { openSmtp } from '../../src/delivery/smtp.ts';
import { openTextWebhook } from '../../src/delivery/text-webhook.ts';
import type { StoredDelivery } from '../../src/storage/store.ts';
import { startMailServer } from '../support/routes/mail-server.ts';
import { EMAIL_TEMPLATE, NOTIFY_KEY, startNotify, TEXT_TEMPLATE } from '../support/routes/stub-notify.ts';
import { startReceiver } from '../support/routes/stub-receiver.ts';
import { optionOf, type Service, startService } from './service.ts';

const TYPED = ['rationale', 'recipient-other', 'shared', 'told-reason', 'local-reference'] as const;
const canary = (place: string) => `Kestrel${place}Ivory`;
const CANARY = /Kestrel|Ivory/i;
const SECRET = Buffer.alloc(32, 9);

let service: Service;
let notify: Awaited<ReturnType<typeof startNotify>>;
let mail: Awaited<ReturnType<typeof startMailServer>>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeAll(async () => {
  [service, notify, mail, receiver] = await Promise.all([
    startService(),
    startNotify(),
    startMailServer(),
    startReceiver(),
  ]);
});
afterAll(() => Promise.all([service.end(), notify.close(), mail.close(), receiver.close()]));

test('what a person typed goes neither into a text message nor an e-mail nor to a case management system', async () => {
  const sam = service.chatOf('sam-okafor');
  await sam.say(`${canary('story')} hit him, his mother rang 01632 960555`);
  const form = await service.emergencyForm(sam);
  await sam.tap(form, 'button-record', {
    ...Object.fromEntries(TYPED.map((field) => [field, canary(field)])),
    recipients: optionOf(form, 'recipients', service.words('recipient-other')),
    told: optionOf(form, 'told', service.words('told-not-told')),
  });
  await service.worker.runOnce();
  const entries = await service.entries();
  const written = JSON.stringify(entries.map(({ body }) => body));
  for (const field of TYPED) expect(written).toContain(canary(field));

  const deliveries = await service.app.store.deliveries();
  const cards = deliveries.filter(({ card }) => card !== undefined);
  const people = ['text-message', 'email'] as const;
  const all: StoredDelivery[] = [
    ...cards.flatMap((delivery) =>
      people.map((kind) => to(delivery, { kind, person: service.content.deployment.notifications.lead })),
    ),
    ...entries.flatMap(({ entry }) => {
      const [first] = deliveries.filter(({ reference }) => reference === entry.reference);
      return first === undefined ? [] : [to(first, { kind: 'webhook', entry: entry.id })];
    }),
  ];
  expect(all.length).toBeGreaterThan(5);

  const hooks = openCaseWebhook({ url: receiver.url, secret: SECRET });
  const byNotify = openNotify({ apiKey: NOTIFY_KEY, baseUrl: notify.url });
  const smtp = openSmtp({
    host: '127.0.0.1',
    port: mail.port,
    secure: false,
    onThisMachine: true,
    signIn: null,
    from: { name: '', address: 'share-check@school.example' },
  });
  for (const senders of [
    { text: byNotify.text(TEXT_TEMPLATE), email: byNotify.email(EMAIL_TEMPLATE), webhook: hooks },
    { text: openTextWebhook({ url: receiver.url, secret: SECRET }), email: smtp.send, webhook: hooks },
  ]) {
    const send = createDestinations({
      messengers: {},
      people: service.content.deployment.people,
      senders,
      store: service.app.store,
      log: { append: async () => undefined },
    });
    for (const delivery of all) expect(await send(delivery)).toBeNull();
  }
  const left = JSON.stringify([notify.got, mail.got, receiver.got]);
  expect([notify.taken.length, mail.got.length, receiver.got.length].every((count) => count > 1)).toBe(true);
  expect(left).not.toMatch(CANARY);
  const encoded = left.matchAll(/[A-Za-z0-9+/=]{24,}/g);
  for (const [part] of encoded) expect(Buffer.from(part, 'base64').toString('latin1')).not.toMatch(CANARY);
});

function to(delivery: StoredDelivery, destination: Destination): StoredDelivery {
  return { ...delivery, destination, state: 'leased', unclear: false };
}
