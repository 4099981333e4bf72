import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSignedPost, signatureOf } from '../../src/delivery/signed-post.ts';
import { openTextWebhook } from '../../src/delivery/text-webhook.ts';
import { type Got, startReceiver, status } from '../support/routes/stub-receiver.ts';

const SECRET = Buffer.alloc(32, 9);
const NOW = Date.parse('2026-11-23T09:30:00.500Z');

let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const post = (url = receiver.url) =>
  openSignedPost({ url, secret: SECRET, setting: 'CASE_WEBHOOK' }, () => NOW, 500)('delivery-1', '{"a":"ü"}');

/** As a receiver does it, from the words of the specification. */
function isGenuine({ headers, body }: Got, secret: Buffer): boolean {
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const right = createHmac('sha256', secret).update(signed).digest('base64');
  return String(headers['webhook-signature']).split(' ').includes(`v1,${right}`);
}

describe('a signed post', () => {
  test('has the signature, time and id of the Standard Webhooks specification', async () => {
    await post();
    const [got] = receiver.got;
    if (got === undefined) throw new Error('nothing came');
    expect(got).toMatchObject({ method: 'POST', body: '{"a":"ü"}' });
    expect(got.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': 'delivery-1',
      'webhook-timestamp': '1795426200',
    });
    expect(isGenuine(got, SECRET)).toBe(true);
    expect(isGenuine({ ...got, body: '{"a":"u"}' }, SECRET)).toBe(false);
    expect(isGenuine(got, Buffer.alloc(32, 8))).toBe(false);
  });

  test("agrees with the specification's own example", () => {
    const secret = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
    expect(signatureOf(secret, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, '{"test": 2432232314}')).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    );
  });

  test.each([200, 201, 202, 204])('%i: taken', async (code) => {
    receiver.answer(status(code));
    await post();
    expect(receiver.got).toHaveLength(1);
  });

  test.each([
    [302, { location: 'http://127.0.0.1:9/' }, { code: 'case-webhook-moved', permanent: false }],
    [307, { location: '/elsewhere' }, { code: 'case-webhook-moved', permanent: false }],
    [401, {}, { code: 'case-webhook-secret-refused', permanent: false, unclear: false }],
    [403, {}, { code: 'case-webhook-secret-refused', permanent: false }],
    [404, {}, { code: 'case-webhook-refused', permanent: false, unclear: false }],
    [410, {}, { code: 'case-webhook-refused', permanent: false }],
    [422, {}, { code: 'case-webhook-message-refused', permanent: true }],
    [429, { 'retry-after': '30' }, { code: 'case-webhook-busy', retryAfterSeconds: 30, unclear: false }],
    [
      503,
      { 'retry-after': 'Mon, 23 Nov 2026 09:31:00 GMT' },
      { code: 'case-webhook-busy', retryAfterSeconds: 59.5 },
    ],
    [500, {}, { code: 'case-webhook-unreachable', unclear: true, permanent: false }],
    [504, {}, { code: 'case-webhook-unreachable', unclear: true }],
  ])('%i: told apart', async (code, headers, expected) => {
    receiver.answer(status(code, headers));
    await expect(post()).rejects.toMatchObject({
      name: 'DeliveryError',
      message: expect.not.stringContaining('canary'),
      ...expected,
    });
    // A redirect was not followed.
    expect(receiver.got).toHaveLength(1);
  });

  test('a receiver that hangs or hangs up may have taken it; one that is not there has not', async () => {
    receiver.answer(() => undefined);
    await expect(post()).rejects.toMatchObject({ code: 'case-webhook-unreachable', unclear: true });
    receiver.answer((_got, response) => response.destroy());
    await expect(post()).rejects.toMatchObject({ code: 'case-webhook-unreachable', unclear: true });
    const { url } = receiver;
    await receiver.close();
    await expect(post(url)).rejects.toMatchObject({ code: 'case-webhook-unreachable', unclear: false });
    receiver = await startReceiver();
  });

  test('an answer without an end is not listened to', async () => {
    let ended = false;
    receiver.answer((_got, response) => {
      const more = () => {
        if (!response.destroyed) response.write('x'.repeat(16 * 1024), () => setImmediate(more));
      };
      response.on('close', () => {
        ended = true;
      });
      more();
    });
    // With all the time it likes.
    await openSignedPost({ url: receiver.url, secret: SECRET, setting: 'CASE_WEBHOOK' })('delivery-1', '{}');
    await expect.poll(() => ended).toBe(true);
  });
});

test('a text message through a provider of one’s own is number, text and id, and no more', async () => {
  const send = openTextWebhook({ url: receiver.url, secret: SECRET });
  expect(await send({ id: 'delivery-2', unclear: false, to: '+447700900110', text: 'Emergency.' })).toBe(
    'sent',
  );
  const [got] = receiver.got;
  if (got === undefined) throw new Error('nothing came');
  expect(JSON.parse(got.body)).toEqual({ to: '+447700900110', text: 'Emergency.', id: 'delivery-2' });
  expect(isGenuine(got, SECRET)).toBe(true);
  receiver.answer(status(422));
  await expect(
    send({ id: 'delivery-3', unclear: false, to: '+447700900110', text: 'x' }),
  ).rejects.toMatchObject({
    code: 'text-webhook-message-refused',
    permanent: true,
    remedy: expect.stringContaining('mobile'),
  });
});
