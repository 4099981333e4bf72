import { z } from 'zod';
import type { Routes } from './delivery/delivery.ts';
import {
  address,
  isHere,
  type MailServer,
  mailServer,
  type Sender,
  secret,
  sender,
  template,
  UUID,
} from './route-values.ts';

/** How people and systems are reached besides the chat, as `.env.example` explains. Null where a way is not set up. */
export type RouteSettings = {
  readonly text: NotifyRoute | WebhookRoute | null;
  readonly email: NotifyRoute | SmtpRoute | null;
  /** The case management system. */
  readonly webhook: WebhookRoute | null;
};

/** GOV.UK Notify. */
export type NotifyRoute = { readonly kind: 'notify'; readonly apiKey: string; readonly template: string };
export type WebhookRoute = { readonly kind: 'webhook'; readonly url: string; readonly secret: Buffer };
export type SmtpRoute = { readonly kind: 'smtp'; readonly from: Sender } & MailServer;

const WHERE_KEY = 'Copy it once from "API integration", "API keys" at GOV.UK Notify.';

/** This part of the environment. A fault says what to set, and repeats nothing. */
export const routeEnvironment = {
  GOVUK_NOTIFY_API_KEY: z
    .string()
    .regex(
      new RegExp(`^[^\\s]+-${UUID}-${UUID}$`, 'i'),
      `GOVUK_NOTIFY_API_KEY is not a key of GOV.UK Notify: it ends in two ids with hyphens. ${WHERE_KEY}`,
    )
    .optional(),
  GOVUK_NOTIFY_TEXT_TEMPLATE: template('GOVUK_NOTIFY_TEXT_TEMPLATE'),
  GOVUK_NOTIFY_EMAIL_TEMPLATE: template('GOVUK_NOTIFY_EMAIL_TEMPLATE'),
  TEXT_WEBHOOK_URL: address('TEXT_WEBHOOK_URL'),
  TEXT_WEBHOOK_SECRET: secret('TEXT_WEBHOOK_SECRET'),
  SMTP_URL: mailServer('SMTP_URL'),
  SMTP_FROM: sender('SMTP_FROM'),
  CASE_WEBHOOK_URL: address('CASE_WEBHOOK_URL'),
  CASE_WEBHOOK_SECRET: secret('CASE_WEBHOOK_SECRET'),
  SHARE_CHECK_HEARTBEAT: address('SHARE_CHECK_HEARTBEAT'),
};
type Environment = {
  readonly [Name in keyof typeof routeEnvironment]?: z.output<(typeof routeEnvironment)[Name]> | undefined;
};

const PAIRS = [
  ['TEXT_WEBHOOK_URL', 'TEXT_WEBHOOK_SECRET'],
  ['SMTP_URL', 'SMTP_FROM'],
  ['CASE_WEBHOOK_URL', 'CASE_WEBHOOK_SECRET'],
] as const;
const TEMPLATES = ['GOVUK_NOTIFY_TEXT_TEMPLATE', 'GOVUK_NOTIFY_EMAIL_TEMPLATE'] as const;

/** What is missing where half of a way is set. */
export function routeFaults(given: Readonly<Record<string, string>>): string[] {
  const halves = PAIRS.flatMap((pair) => {
    const [there, ...more] = pair.filter((name) => given[name] !== undefined);
    const missing = pair.find((name) => given[name] === undefined);
    return there === undefined || missing === undefined || more.length > 0
      ? []
      : [`${missing} is not set, and ${there} is. Set both, or neither.`];
  });
  const templates = TEMPLATES.filter((name) => given[name] !== undefined);
  const key = given.GOVUK_NOTIFY_API_KEY !== undefined;
  if (key && templates.length === 0) {
    halves.push(
      `GOVUK_NOTIFY_API_KEY is set, and no template is: nothing would be sent. Set ${TEMPLATES.join(' or ')}, or both.`,
    );
  }
  if (!key && templates.length > 0) {
    halves.push(
      `GOVUK_NOTIFY_API_KEY is not set, and ${templates.join(' and ')} ${templates.length === 1 ? 'is' : 'are'}. ${WHERE_KEY}`,
    );
  }
  return halves;
}

/** The settings once they hold. In the local mode nothing leaves this machine, so that only ways within it are there. */
export function routeSettings(values: Environment, local: boolean): RouteSettings {
  const all = configured(values);
  if (!local) return all;
  return {
    text: all.text?.kind === 'webhook' && isHere(all.text.url) ? all.text : null,
    email: all.email?.kind === 'smtp' && all.email.onThisMachine ? all.email : null,
    webhook: all.webhook !== null && isHere(all.webhook.url) ? all.webhook : null,
  };
}

/** What has no effect, or one that may surprise. */
export function routeNotices(values: Environment, local: boolean): string[] {
  const used = routeSettings(values, local);
  const all = configured(values);
  const unused = (['text', 'email', 'webhook'] as const).filter(
    (way) => used[way] === null && all[way] !== null,
  );
  const both = (other: string) =>
    `${other}: set, and not used, because GOV.UK Notify is set for the same. Leave out the one you do not need.`;
  return [
    ...(unused.length === 0
      ? []
      : [
          `Not used in the local mode, where nothing leaves this machine: ${unused.map((way) => NAMES[way]).join(', ')}.`,
        ]),
    ...(!local && values.GOVUK_NOTIFY_TEXT_TEMPLATE !== undefined && values.TEXT_WEBHOOK_URL !== undefined
      ? [both('TEXT_WEBHOOK_URL')]
      : []),
    ...(!local && values.GOVUK_NOTIFY_EMAIL_TEMPLATE !== undefined && values.SMTP_URL !== undefined
      ? [both('SMTP_URL')]
      : []),
  ];
}

const NAMES = {
  text: 'text messages',
  email: 'e-mail',
  webhook: 'the webhook of the case management system',
} as const;

/** Which ways besides the chat this service is set up to send through. */
export function routesOf({ routes }: { readonly routes: RouteSettings }): Routes {
  return { text: routes.text !== null, email: routes.email !== null, webhook: routes.webhook !== null };
}

function configured(values: Environment): RouteSettings {
  const { GOVUK_NOTIFY_API_KEY: apiKey, SMTP_URL: server, SMTP_FROM: from } = values;
  const notify = (id: string | undefined): NotifyRoute | null =>
    apiKey === undefined || id === undefined ? null : { kind: 'notify', apiKey, template: id };
  const webhook = (url: string | undefined, key: Buffer | undefined): WebhookRoute | null =>
    url === undefined || key === undefined ? null : { kind: 'webhook', url, secret: key };
  const smtp: SmtpRoute | null =
    server === undefined || from === undefined ? null : { kind: 'smtp', ...server, from };
  return {
    text:
      notify(values.GOVUK_NOTIFY_TEXT_TEMPLATE) ??
      webhook(values.TEXT_WEBHOOK_URL, values.TEXT_WEBHOOK_SECRET),
    email: notify(values.GOVUK_NOTIFY_EMAIL_TEMPLATE) ?? smtp,
    webhook: webhook(values.CASE_WEBHOOK_URL, values.CASE_WEBHOOK_SECRET),
  };
}
