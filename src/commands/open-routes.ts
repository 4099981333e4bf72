import type { Config, RouteSettings } from '../config.ts';
import type { EmailSender, Senders, TextSender } from '../delivery/sender.ts';

/** What can be tried without sending anything: whether the key and the template, or the password, would do. */
export type RouteProbe = {
  /** Rejects with a DeliveryError. Null where nothing can be tried. */
  readonly text: (() => Promise<void>) | null;
  readonly email: (() => Promise<void>) | null;
};

/**
 * The ways besides the chat as this deployment is set up. What a way needs is loaded here and not before: who does not use it does
 * not wait for it. Nothing is connected, and no package of others is loaded, before something is sent.
 */
export async function openRoutes({ routes }: Pick<Config, 'routes'>): Promise<Senders> {
  const { text, email, webhook } = routes;
  return {
    ...(text === null ? {} : { text: await textSender(text) }),
    ...(email === null ? {} : { email: await emailSender(email) }),
    ...(webhook === null
      ? {}
      : { webhook: (await import('../delivery/case-webhook.ts')).openCaseWebhook(webhook) }),
  };
}

/** The same, to be looked at by `doctor`. */
export function probeRoutes({ text, email }: RouteSettings): RouteProbe {
  return {
    text: text?.kind === 'notify' ? async () => (await notify(text)).check('text', text.template) : null,
    email:
      email === null
        ? null
        : email.kind === 'notify'
          ? async () => (await notify(email)).check('email', email.template)
          : async () => (await smtp(email)).check(),
  };
}

type Route<Kind> = Extract<RouteSettings['text'] | RouteSettings['email'], { readonly kind: Kind }>;

const notify = async (route: Route<'notify'>) => (await import('../delivery/notify.ts')).openNotify(route);
const smtp = async (route: Route<'smtp'>) => (await import('../delivery/smtp.ts')).openSmtp(route);

async function textSender(route: Route<'notify' | 'webhook'>): Promise<TextSender> {
  if (route.kind === 'notify') return (await notify(route)).text(route.template);
  return (await import('../delivery/text-webhook.ts')).openTextWebhook(route);
}

async function emailSender(route: Route<'notify' | 'smtp'>): Promise<EmailSender> {
  return route.kind === 'notify' ? (await notify(route)).email(route.template) : (await smtp(route)).send;
}
