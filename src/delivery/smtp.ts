import { DeliveryError } from './messenger.ts';
import type { EmailSender } from './sender.ts';
import { smtpFault } from './smtp-fault.ts';

export type SmtpSettings = {
  readonly host: string;
  readonly port: number;
  /** TLS from the first word; otherwise after the greeting (STARTTLS), which is demanded but from a server on this machine. */
  readonly secure: boolean;
  readonly onThisMachine: boolean;
  readonly signIn: { readonly user: string; readonly pass: string } | null;
  /** The sender: one address, and a name before it where there is one. */
  readonly from: { readonly name: string; readonly address: string };
};

export type Smtp = {
  readonly send: EmailSender;
  /** Signs in and sends nothing. Rejects with a DeliveryError. */
  check(): Promise<void>;
};

const STEP = 8_000;
/** Less than a delivery has. In milliseconds. */
const WITHIN = 15_000;
const ONE_ADDRESS = /^[^\s@<>()[\],;:\\"]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$/;

/**
 * E-mail through a mail server, with nodemailer, which is loaded when something is sent first. The Message-ID comes from the delivery
 * and is the same at every try: many mailboxes show a repeat once. Every message has a connection of its own, as there are few.
 */
export function openSmtp({ host, port, secure, onThisMachine, signIn, from }: SmtpSettings): Smtp {
  const transport = async () => {
    const { createTransport } = await import('nodemailer');
    return createTransport({
      host,
      port,
      secure,
      requireTLS: !secure && !onThisMachine,
      ...(signIn === null ? {} : { auth: signIn }),
      connectionTimeout: STEP,
      greetingTimeout: STEP,
      socketTimeout: STEP,
      dnsTimeout: STEP,
      maxResponseSize: 64 * 1024,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  };
  return {
    async send({ id, to, subject, body, urgent }) {
      if (!ONE_ADDRESS.test(to)) throw noAddress();
      try {
        const mailer = await transport();
        await mailer.sendMail({
          from,
          to: { name: '', address: to },
          subject,
          text: body,
          messageId: `<${id}@${from.address.split('@')[1] ?? 'share-check.invalid'}>`,
          // No answer of a machine, such as "out of office", has anybody to read it.
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
          ...(urgent ? { priority: 'high' as const } : {}),
          signal: AbortSignal.timeout(WITHIN),
        });
        return 'sent';
      } catch (error) {
        throw smtpFault(error);
      }
    },
    async check() {
      try {
        await (await transport()).verify();
      } catch (error) {
        throw smtpFault(error);
      }
    },
  };
}

const noAddress = () =>
  new DeliveryError({
    code: 'smtp-no-address',
    message: 'This is not an e-mail address.',
    remedy:
      'Put one address under email in people.yaml, and ring the person now. Then run: share-check deliveries retry.',
    permanent: true,
  });
