import { z } from 'zod';

/** Values of settings for text messages, e-mail and webhooks. What is wrong with one is told without repeating it. */

export type MailServer = {
  readonly host: string;
  readonly port: number;
  /** TLS from the first word; otherwise STARTTLS. */
  readonly secure: boolean;
  readonly onThisMachine: boolean;
  readonly signIn: { readonly user: string; readonly pass: string } | null;
};

/** Whom e-mail comes from. `name` may be empty. */
export type Sender = { readonly name: string; readonly address: string };

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];
export const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** The id of a template of GOV.UK Notify. */
export function template(name: string) {
  return z
    .string()
    .regex(
      new RegExp(`^${UUID}$`, 'i'),
      `${name} is not the id of a template. Copy it from the page of the template at GOV.UK Notify ("Copy template ID to clipboard").`,
    )
    .optional();
}

/** An address on the web that is spoken to over a secure line, or on this machine. */
export function address(name: string) {
  return read((text) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isHere(text));
    return url !== null && safe && `${url.username}${url.password}${url.hash}` === '' ? url.href : null;
  }, `${name} is an https address such as https://cases.school.example/share-check, without a name or password in it; http for this machine alone.`);
}

/** Whether an address is on this machine. */
export const isHere = (url: string): boolean => LOOPBACK.includes(new URL(url).hostname);

/** A secret to sign with: 24 to 64 bytes, as the Standard Webhooks specification has it. */
export function secret(name: string) {
  return read((text) => {
    const base64 = text.replace(/^whsec_/, '');
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0) return null;
    const bytes = Buffer.from(base64, 'base64');
    return bytes.length >= 24 && bytes.length <= 64 ? bytes : null;
  }, `${name} is 24 to 64 bytes in base64, with whsec_ before it or without. Make one with: openssl rand -base64 32`);
}

/** A mail server with the name and password to sign in with. */
export function mailServer(name: string) {
  return read(
    serverIn,
    `${name} is a mail server such as smtps://name:password@mail.school.example, or smtp://name:password@mail.school.example:587 for one that changes to a secure line. In name and password write %40 for @, %2F for /, %3A for : and %25 for %.`,
  );
}

/** The sender of e-mail. */
export function sender(name: string) {
  return read(
    senderIn,
    `${name} is the address e-mail comes from, such as share-check@school.example or Share Check <share-check@school.example>.`,
  );
}

/** `from` gives what a value says, or null where it says nothing that would do. */
function read<Value>(from: (text: string) => Value | null, message: string) {
  return z
    .string()
    .transform((text, context) => {
      const value = from(text);
      if (value !== null) return value;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    })
    .optional();
}

function serverIn(text: string): MailServer | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'smtps:' && url.protocol !== 'smtp:')) return null;
  const { hostname, username, password } = url;
  if (!/^(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])$/.test(hostname)) return null;
  if (!['', '/'].includes(url.pathname) || `${url.search}${url.hash}` !== '') return null;
  if ((username === '') !== (password === '')) return null;
  const secure = url.protocol === 'smtps:';
  try {
    return {
      host: hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
      secure,
      onThisMachine: LOOPBACK.includes(hostname.toLowerCase()),
      signIn:
        username === '' ? null : { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    };
  } catch {
    return null;
  }
}

function senderIn(text: string): Sender | null {
  const [, name = '', bracketed, bare] =
    /^(?:([^<>@"\r\n]*)<([^\s<>@]+@[^\s<>@]+)>|([^\s<>@]+@[^\s<>@]+))$/.exec(text) ?? [];
  const found = bracketed ?? bare;
  return found === undefined ? null : { name: name.trim(), address: found };
}
