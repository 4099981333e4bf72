import type { Config, RouteSettings } from '../config.ts';
import { openCaseWebhook } from '../delivery/case-webhook.ts';
import { openNotify } from '../delivery/notify.ts';
import type { EmailSender, Senders, TextSender } from '../delivery/sender.ts';
import { openSmtp } from '../delivery/smtp.ts';
import { openTextWebhook } from '../delivery/text-webhook.ts';

/** What can be tried without sending anything: whether the key and the template, or the password, would do. */
export type RouteProbe = {
  /** Rejects with a DeliveryError. Null where nothing can be tried. */
  readonly text: (() => Promise<void>) | null;
  readonly email: (() => Promise<void>) | null;
};

/**
 * The ways besides the chat as this deployment is set up. Nothing is connected, and no package of theirs is loaded, before
 * something is sent.
 */
export function openRoutes({ routes }: Pick<Config, 'routes'>): Senders {
  const { text, email, webhook } = routes;
  return {
    ...(text === null ? {} : { text: textSender(text) }),
    ...(email === null ? {} : { email: emailSender(email) }),
    ...(webhook === null ? {} : { webhook: openCaseWebhook(webhook) }),
  };
}

/** The same, to be looked at by `doctor`. */
export function probeRoutes({ text, email }: RouteSettings): RouteProbe {
  return {
    text: text?.kind === 'notify' ? () => openNotify(text).check('text', text.template) : null,
    email:
      email === null
        ? null
        : email.kind === 'notify'
          ? () => openNotify(email).check('email', email.template)
          : () => openSmtp(email).check(),
  };
}

function textSender(route: NonNullable<RouteSettings['text']>): TextSender {
  return route.kind === 'notify' ? openNotify(route).text(route.template) : openTextWebhook(route);
}

function emailSender(route: NonNullable<RouteSettings['email']>): EmailSender {
  return route.kind === 'notify' ? openNotify(route).email(route.template) : openSmtp(route).send;
}
