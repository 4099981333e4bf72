import type { NotifyClient } from 'notifications-node-client';
import { DeliveryError } from './messenger.ts';
import { notifyFault, statusOf } from './notify-fault.ts';
import type { EmailMessage, EmailSender, SendResult, TextMessage, TextSender } from './sender.ts';

export type Notify = {
  /** Text messages through this template, which has the placeholder ((text)). */
  text(template: string): TextSender;
  /** E-mail through this template, which has ((subject)) and ((body)). */
  email(template: string): EmailSender;
  /** Sends nothing. Rejects with a DeliveryError where the key or this template would not do. */
  check(kind: 'text' | 'email', template: string): Promise<void>;
};

/** Both in one send, within the time a delivery has. In milliseconds. */
const LOOK_UP_WITHIN = 6_000;
const SEND_WITHIN = 12_000;
const LARGEST_ANSWER = 256 * 1024;

const TYPES = { text: 'sms', email: 'email' } as const;
const PLACEHOLDERS = { text: ['text'], email: ['subject', 'body'] } as const;
/** It was taken, and nobody got it: sending it again repeats nothing. */
const CAME_BACK: readonly unknown[] = ['technical-failure', 'temporary-failure', 'permanent-failure'];

/**
 * GOV.UK Notify, through its own client, which is loaded when something is sent first. Every message carries the id of its delivery
 * as Notify's `reference`: one whose earlier try may have arrived is looked up by it and only sent when it is not there.
 * `baseUrl` stands in for Notify's own address, for tests.
 */
export function openNotify({
  apiKey,
  baseUrl,
}: {
  readonly apiKey: string;
  readonly baseUrl?: string;
}): Notify {
  let opened: Promise<Client> | undefined;
  const client = (): Promise<Client> => {
    opened ??= open(apiKey, baseUrl);
    return opened;
  };

  async function send(
    kind: 'text' | 'email',
    { id, unclear }: TextMessage | EmailMessage,
    post: (notify: NotifyClient) => Promise<unknown>,
  ): Promise<SendResult> {
    try {
      const { within } = await client();
      if (unclear && (await isThere(kind, id, await within(LOOK_UP_WITHIN)))) return 'found';
      await post(await within(SEND_WITHIN));
      return 'sent';
    } catch (error) {
      throw notifyFault(error, kind);
    }
  }

  return {
    text: (template) => (message) =>
      send('text', message, (notify) =>
        notify.sendSms(template, message.to, {
          personalisation: { text: message.text },
          reference: message.id,
        }),
      ),
    email: (template) => (message) =>
      send('email', message, (notify) =>
        notify.sendEmail(template, message.to, {
          personalisation: { subject: message.subject, body: message.body },
          reference: message.id,
        }),
      ),
    async check(kind, template) {
      try {
        const notify = await (await client()).within(LOOK_UP_WITHIN);
        const { data } = await notify.getTemplateById(template);
        const { type, subject = '', body } = data;
        const there = kind === 'text' ? [body] : [subject ?? '', body];
        const wanted = PLACEHOLDERS[kind];
        const fits = wanted.every((name, at) => namesIn(there[at] ?? '').includes(name));
        const others = there.flatMap(namesIn).filter((name) => !wanted.some((one) => one === name));
        if (type !== TYPES[kind] || !fits || others.length > 0) throw unfit(kind);
      } catch (error) {
        throw statusOf(error) === 404 ? noTemplate(kind) : notifyFault(error, kind);
      }
    },
  };
}

type Client = { within(milliseconds: number): Promise<NotifyClient> };

async function open(apiKey: string, baseUrl: string | undefined): Promise<Client> {
  const { NotifyClient } = await import('notifications-node-client');
  return {
    async within(timeout) {
      const notify = baseUrl === undefined ? new NotifyClient(apiKey) : new NotifyClient(baseUrl, apiKey);
      const { restClient } = notify.apiClient;
      const limits = { timeout, maxRedirects: 0, maxContentLength: LARGEST_ANSWER };
      const limited: typeof restClient = (options: object) => restClient({ ...options, ...limits });
      notify.setClient(limited);
      return notify;
    },
  };
}

/** Whether Notify has this message and has not given it up. */
async function isThere(kind: 'text' | 'email', id: string, notify: NotifyClient): Promise<boolean> {
  const found = await notify.getNotifications(TYPES[kind], undefined, id).catch((error: unknown) => {
    // Better twice, and marked as a repeat, than never: Notify refuses the question and not the key.
    const status = statusOf(error);
    if (status !== undefined && status < 500 && ![401, 403, 429].includes(status)) return null;
    throw error;
  });
  const all = Array.isArray(found?.data?.notifications) ? found.data.notifications : [];
  return all.some(({ reference, status }) => reference === id && !CAME_BACK.includes(status));
}

/** The names in ((round brackets)) of a template, as Notify compares them; of `((name??words))` the name. */
function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/\(\(([^()?]+)(?:\?\?[^()]*)?\)\)/g)].map(([, name = '']) =>
    name.toLowerCase().replace(/[\s_-]/g, ''),
  );
}

const SETTING = { text: 'GOVUK_NOTIFY_TEXT_TEMPLATE', email: 'GOVUK_NOTIFY_EMAIL_TEMPLATE' } as const;
const WORDS = {
  text: 'a text message template with ((text)) in its message and no other placeholder',
  email:
    'an e-mail template with ((subject)) as its subject, ((body)) in its message and no other placeholder',
} as const;

const noTemplate = (kind: 'text' | 'email') =>
  new DeliveryError({
    code: 'notify-no-template',
    message: `GOV.UK Notify has no template with the id in ${SETTING[kind]}.`,
    remedy: `Make ${WORDS[kind]}, and copy its id.`,
  });

const unfit = (kind: 'text' | 'email') =>
  new DeliveryError({
    code: 'notify-template-unfit',
    message: `The template in ${SETTING[kind]} does not fit.`,
    remedy: `It has to be ${WORDS[kind]}.`,
  });
