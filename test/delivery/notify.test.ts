import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openNotify } from '../../src/delivery/notify.ts';
import type { EmailMessage, TextMessage } from '../../src/delivery/sender.ts';
import { idOf } from '../records/samples.ts';
import {
  EMAIL_TEMPLATE,
  error,
  NOTIFY_KEY,
  startNotify,
  TEXT_TEMPLATE,
} from '../support/routes/stub-notify.ts';
import { startReceiver } from '../support/routes/stub-receiver.ts';

let notify: Awaited<ReturnType<typeof startNotify>>;
beforeEach(async () => {
  notify = await startNotify();
});
afterEach(() => notify.close());

const opened = (apiKey = NOTIFY_KEY) => openNotify({ apiKey, baseUrl: notify.url });
const text = (changes: Partial<TextMessage> = {}): TextMessage => ({
  id: idOf(1),
  unclear: false,
  to: '+447700900110',
  text: 'Emergency.\nOpen Share Check.',
  ...changes,
});
const email = (changes: Partial<EmailMessage> = {}): EmailMessage => ({
  id: idOf(2),
  unclear: false,
  to: 'lead@school.example',
  subject: 'Emergency',
  body: 'Open Share Check.\n',
  urgent: true,
  ...changes,
});
const sendText = (message = text()) => opened().text(TEXT_TEMPLATE)(message);
const hangUp = { happens: (response: { destroy(): void }) => response.destroy() };

describe('GOV.UK Notify', () => {
  test('takes a text message and an e-mail, signed, under the id of the delivery', async () => {
    expect(await sendText()).toBe('sent');
    expect(await opened().email(EMAIL_TEMPLATE)(email())).toBe('sent');
    expect(notify.taken).toMatchObject([
      {
        type: 'sms',
        to: '+447700900110',
        reference: idOf(1),
        template: TEXT_TEMPLATE,
        personalisation: { text: 'Emergency.\nOpen Share Check.' },
      },
      {
        type: 'email',
        to: 'lead@school.example',
        reference: idOf(2),
        template: EMAIL_TEMPLATE,
        personalisation: { subject: 'Emergency', body: 'Open Share Check.\n' },
      },
    ]);
    // Not asked for what it cannot have.
    expect(notify.got.map(({ method }) => method)).toEqual(['POST', 'POST']);
  });

  test('is asked for a message that may have arrived, and it is not sent again', async () => {
    notify.trouble({ when: 'after', ...hangUp });
    await expect(sendText()).rejects.toMatchObject({ code: 'notify-unreachable', unclear: true });
    notify.trouble(null);
    expect(await sendText(text({ unclear: true }))).toBe('found');
    expect(notify.taken).toHaveLength(1);
    // One of the other kind, or of another delivery, is another message.
    expect(await opened().email(EMAIL_TEMPLATE)(email({ id: idOf(1), unclear: true }))).toBe('sent');
    expect(await sendText(text({ id: idOf(9), unclear: true }))).toBe('sent');
    expect(notify.taken).toHaveLength(3);
  });

  test('is sent it again when it did not arrive, or came back', async () => {
    notify.trouble({ when: 'before', ...hangUp });
    await expect(sendText()).rejects.toMatchObject({ unclear: true, permanent: false });
    notify.trouble(null);
    expect(await sendText(text({ unclear: true }))).toBe('sent');
    for (const status of ['technical-failure', 'temporary-failure', 'permanent-failure']) {
      for (const one of notify.taken) one.status = status;
      expect(await sendText(text({ unclear: true }))).toBe('sent');
    }
    expect(notify.taken).toHaveLength(4);
    expect(await sendText(text({ unclear: true }))).toBe('found');
  });

  test('is not sent a message while it cannot be asked for it', async () => {
    const down = await startReceiver((_got, response) => void response.writeHead(503).end());
    const send = openNotify({ apiKey: NOTIFY_KEY, baseUrl: down.url }).text(TEXT_TEMPLATE);
    await expect(send(text({ unclear: true }))).rejects.toMatchObject({ code: 'notify-unreachable' });
    expect(down.got.map(({ method }) => method)).toEqual(['GET']);
    await down.close();
  });

  test('that refuses the question is sent the message all the same: better twice than never', async () => {
    const odd = await startReceiver(
      (got, response) => void response.writeHead(got.method === 'GET' ? 400 : 201).end('{}'),
    );
    const send = openNotify({ apiKey: NOTIFY_KEY, baseUrl: odd.url }).text(TEXT_TEMPLATE);
    expect(await send(text({ unclear: true }))).toBe('sent');
    await odd.close();
  });

  test('a key or a template that is refused passes once somebody puts it right', async () => {
    const wrong = opened(NOTIFY_KEY.replace(/.$/, '3')).text(TEXT_TEMPLATE);
    await expect(wrong(text())).rejects.toMatchObject({
      code: 'notify-key-refused',
      permanent: false,
      unclear: false,
      remedy: expect.stringContaining('GOVUK_NOTIFY_API_KEY'),
    });
    await expect(opened().text(EMAIL_TEMPLATE)(text())).rejects.toMatchObject({
      code: 'notify-refused',
      permanent: false,
    });
    await expect(
      opened().email(EMAIL_TEMPLATE)(email({ to: 'stranger@school.example' })),
    ).rejects.toMatchObject({ code: 'notify-refused', permanent: false });
  });

  test('a number or an address that cannot be right is given up, and neither is told', async () => {
    await expect(sendText(text({ to: '+447999999999' }))).rejects.toMatchObject({
      code: 'notify-number-refused',
      permanent: true,
      message: expect.not.stringContaining('7999'),
    });
    await expect(
      opened().email(EMAIL_TEMPLATE)(email({ to: 'nobody@school.example' })),
    ).rejects.toMatchObject({
      code: 'notify-address-refused',
      permanent: true,
      message: expect.not.stringContaining('nobody'),
    });
  });

  test.each([
    [429, { 'retry-after': '17' }, { code: 'notify-busy', retryAfterSeconds: 17, unclear: false }],
    [429, {}, { code: 'notify-busy', retryAfterSeconds: undefined }],
    [500, {}, { code: 'notify-unreachable', unclear: true }],
    [502, { 'retry-after': '999999' }, { code: 'notify-unreachable', retryAfterSeconds: 3600 }],
    [302, { location: 'http://127.0.0.1:9/' }, { code: 'notify-refused', permanent: false }],
  ])('%i is tried again', async (code, headers, expected) => {
    const odd = await startReceiver(
      (_got, response) =>
        void response.writeHead(code, headers).end(JSON.stringify(error(code, 'RateLimitError', 'canary'))),
    );
    const send = openNotify({ apiKey: NOTIFY_KEY, baseUrl: odd.url }).text(TEXT_TEMPLATE);
    await expect(send(text())).rejects.toMatchObject({
      name: 'DeliveryError',
      permanent: false,
      message: expect.not.stringContaining('canary'),
      ...expected,
    });
    expect(odd.got).toHaveLength(1);
    await odd.close();
  });

  test('that cannot be reached has not taken anything', async () => {
    await notify.close();
    await expect(sendText()).rejects.toMatchObject({ code: 'notify-unreachable', unclear: false });
    notify = await startNotify();
  });
});

describe('a look at the key and the templates', () => {
  test('finds them in order, and sends nothing', async () => {
    await opened().check('text', TEXT_TEMPLATE);
    await opened().check('email', EMAIL_TEMPLATE);
    expect(notify.got.map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  test.each([
    ['of another kind', { type: 'email', subject: '', body: '((text))' }],
    ['without the text', { type: 'sms', body: 'Emergency' }],
    ['that asks for more', { type: 'sms', body: '((text)) ((name))' }],
    ['with a choice in it', { type: 'sms', body: '((text)) ((urgent??now))' }],
  ])('refuses a template %s', async (_what, template) => {
    notify.templates.set(TEXT_TEMPLATE, template);
    await expect(opened().check('text', TEXT_TEMPLATE)).rejects.toMatchObject({
      code: 'notify-template-unfit',
    });
  });

  test('lets words beside the placeholder pass', async () => {
    notify.templates.set(EMAIL_TEMPLATE, {
      type: 'email',
      subject: 'School: ((Subject))',
      body: '((body))\nDo not reply.',
    });
    await opened().check('email', EMAIL_TEMPLATE);
  });

  test('tells a template that is not there from a key that does not work', async () => {
    notify.templates.clear();
    await expect(opened().check('text', TEXT_TEMPLATE)).rejects.toMatchObject({ code: 'notify-no-template' });
    const wrong = opened(NOTIFY_KEY.replace(/.$/, '3'));
    await expect(wrong.check('text', TEXT_TEMPLATE)).rejects.toMatchObject({ code: 'notify-key-refused' });
  });
});
