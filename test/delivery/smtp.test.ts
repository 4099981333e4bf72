import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { EmailMessage } from '../../src/delivery/sender.ts';
import { openSmtp, type SmtpSettings } from '../../src/delivery/smtp.ts';
import { idOf } from '../records/samples.ts';
import { readMail, refusal, startMailServer } from '../support/routes/mail-server.ts';

type Server = Awaited<ReturnType<typeof startMailServer>>;
let server: Server | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const SIGN_IN = { user: 'share-check', pass: 'p@ss/word' };
const settings = (port: number, changes: Partial<SmtpSettings> = {}): SmtpSettings => ({
  host: '127.0.0.1',
  port,
  secure: false,
  onThisMachine: true,
  signIn: null,
  from: { name: 'Share Check', address: 'share-check@school.example' },
  ...changes,
});
async function smtp(more: Parameters<typeof startMailServer>[0] = {}, changes: Partial<SmtpSettings> = {}) {
  server = await startMailServer(more);
  return { got: server.got, ...openSmtp(settings(server.port, changes)) };
}
const email = (changes: Partial<EmailMessage> = {}): EmailMessage => ({
  id: idOf(1),
  unclear: false,
  to: 'lead@school.example',
  subject: 'Emergency: SC-7K3F-9QXM – ring now',
  body: 'It’s an emergency.\n\n- Ring 999\n',
  urgent: true,
  ...changes,
});

describe('e-mail through a mail server', () => {
  test('arrives in plain text, with a Message-ID that comes from the delivery', async () => {
    const { send, got } = await smtp();
    expect(await send(email())).toBe('sent');
    await send(email({ unclear: true, urgent: false }));
    expect(got).toMatchObject([
      { from: 'share-check@school.example', to: ['lead@school.example'] },
      { to: ['lead@school.example'] },
    ]);
    const [first, repeat] = got.map(readMail);
    expect(first?.text).toBe('It’s an emergency.\n\n- Ring 999\n');
    expect(first?.headers.get('from')).toBe('Share Check <share-check@school.example>');
    expect(first?.headers.get('message-id')).toBe(`<${idOf(1)}@school.example>`);
    expect(repeat?.headers.get('message-id')).toBe(`<${idOf(1)}@school.example>`);
    expect(first?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(first?.headers.get('content-type')).toContain('text/plain');
    expect([first, repeat].map((mail) => mail?.headers.get('importance'))).toEqual(['High', undefined]);
  });

  test('signs in with its name and password', async () => {
    const { send, check, got } = await smtp({ authOptional: false }, { signIn: SIGN_IN });
    await check();
    expect(got).toEqual([]);
    expect(await send(email())).toBe('sent');
  });

  test('a password that is refused passes once somebody puts it right', async () => {
    const { send, check } = await smtp({ authOptional: false }, { signIn: { ...SIGN_IN, pass: 'canary' } });
    for (const trying of [send(email()), check()]) {
      await expect(trying).rejects.toMatchObject({
        code: 'smtp-password-refused',
        permanent: false,
        unclear: false,
        message: expect.not.stringContaining('canary'),
        remedy: expect.stringContaining('SMTP_URL'),
      });
    }
  });

  test.each([
    ['no such mailbox', 550, '5.1.1 canary unknown', { code: 'smtp-address-refused', permanent: true }],
    [
      'no such mailbox, without more',
      550,
      'canary unknown',
      { code: 'smtp-address-refused', permanent: true },
    ],
    ['no passing on', 550, '5.7.1 canary relaying denied', { code: 'smtp-refused', permanent: false }],
    ['a full mailbox', 452, '4.2.2 canary full', { code: 'smtp-busy', permanent: false }],
    ['wait a little', 451, 'canary greylisted', { code: 'smtp-busy', permanent: false }],
  ])('%s', async (_what, code, words, expected) => {
    const { send } = await smtp({ onRcptTo: (_to, _session, done) => done(refusal(code, words)) });
    await expect(send(email())).rejects.toMatchObject({
      unclear: false,
      message: expect.not.stringContaining('canary'),
      ...expected,
    });
  });

  test('a sender that is refused passes; so does a message', async () => {
    const sender = await smtp({ onMailFrom: (_from, _session, done) => done(refusal(550, '5.7.1 no')) });
    await expect(sender.send(email())).rejects.toMatchObject({ code: 'smtp-refused', permanent: false });
    await server?.close();
    const message = await smtp({
      onData: (stream, _session, done) => {
        stream.resume().on('end', () => done(refusal(554, '5.7.1 looks like spam')));
      },
    });
    await expect(message.send(email())).rejects.toMatchObject({ code: 'smtp-refused', unclear: false });
  });

  test('a line that breaks after the message went leaves open whether it arrived', async () => {
    const { send } = await smtp({
      onData: (stream) => {
        stream.resume().on('end', () => server?.hangUp());
      },
    });
    await expect(send(email())).rejects.toMatchObject({ code: 'smtp-unreachable', unclear: true });
  });

  test('a server that is not there has taken nothing', async () => {
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    await expect(openSmtp(settings(port)).send(email())).rejects.toMatchObject({
      code: 'smtp-unreachable',
      unclear: false,
      permanent: false,
    });
  });

  test('nothing is said over a line that anybody can read', async () => {
    const plain = await smtp({}, { onThisMachine: false, signIn: SIGN_IN });
    await expect(plain.send(email())).rejects.toMatchObject({ code: 'smtp-not-secure', unclear: false });
    expect(plain.got).toEqual([]);
  });

  test('nor to a server whose certificate nobody vouches for', async () => {
    const unknown = await smtp({ secure: true }, { secure: true, onThisMachine: false, signIn: SIGN_IN });
    await expect(unknown.send(email())).rejects.toMatchObject({ code: 'smtp-not-secure', unclear: false });
    expect(unknown.got).toEqual([]);
  });

  test.each(['', 'nobody', 'a@b.example, c@d.example', 'a@b.example\r\nBcc: c@d.example', '<a@b.example>'])(
    'one address and nothing else is written to: %j is given up',
    async (to) => {
      const { send, got } = await smtp();
      await expect(send(email({ to }))).rejects.toMatchObject({ code: 'smtp-no-address', permanent: true });
      expect(got).toEqual([]);
    },
  );

  test('a subject stays one line', async () => {
    const { send, got } = await smtp();
    await send(email({ subject: 'One\r\nBcc: c@d.example' }));
    expect(got[0]?.to).toEqual(['lead@school.example']);
    expect(got.map(readMail)[0]?.headers.has('bcc')).toBe(false);
  });
});
