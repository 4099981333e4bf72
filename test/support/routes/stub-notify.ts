import { createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type Got, startReceiver } from './stub-receiver.ts';

const SERVICE = '11111111-1111-4111-8111-111111111111';
const SECRET = '22222222-2222-4222-8222-222222222222';
export const TEXT_TEMPLATE = '33333333-3333-4333-8333-333333333333';
export const EMAIL_TEMPLATE = '44444444-4444-4444-8444-444444444444';
export const NOTIFY_KEY = `share_check-${SERVICE}-${SECRET}`;

export type Taken = {
  readonly type: 'sms' | 'email';
  readonly to: string;
  readonly reference: string;
  readonly template: string;
  readonly personalisation: Readonly<Record<string, string>>;
  status: string;
};
type Template = { readonly type: string; readonly subject?: string; readonly body: string };

/** GOV.UK Notify at its address: checks the signature of every call, keeps messages, finds them by reference. */
export async function startNotify() {
  const taken: Taken[] = [];
  const templates = new Map<string, Template>([
    [TEXT_TEMPLATE, { type: 'sms', body: '((text))' }],
    [EMAIL_TEMPLATE, { type: 'email', subject: '((subject))', body: '((body))' }],
  ]);
  /** What it does to a message instead of answering, once it has taken it or before. */
  let trouble: {
    readonly when: 'before' | 'after';
    readonly happens: (response: ServerResponse) => void;
  } | null = null;

  const receiver = await startReceiver((got, response) => {
    const say = (code: number, body: object) => {
      response.writeHead(code, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (!isSigned(got)) return say(403, error(403, 'AuthError', 'Invalid token: API key not found'));
    const url = new URL(got.path, 'http://notify');
    if (got.method === 'POST') {
      if (trouble?.when === 'before') return trouble.happens(response);
      const fault = take(url.pathname, JSON.parse(got.body), taken, templates);
      if (fault !== null) return say(400, error(400, ...fault));
      if (trouble?.when === 'after') return trouble.happens(response);
      return say(201, { id: `notify-${taken.length}`, reference: taken.at(-1)?.reference });
    }
    if (url.pathname === '/v2/notifications') {
      const found = taken.filter(
        ({ type, reference }) =>
          type === url.searchParams.get('template_type') && reference === url.searchParams.get('reference'),
      );
      return say(200, {
        notifications: found.map(({ type, reference, status }) => ({ type, reference, status })),
      });
    }
    const template = templates.get(url.pathname.replace('/v2/template/', ''));
    return template === undefined
      ? say(404, error(404, 'NoResultFound', 'No result found'))
      : say(200, template);
  });
  return {
    url: receiver.url,
    got: receiver.got,
    taken,
    templates,
    trouble: (next: typeof trouble) => {
      trouble = next;
    },
    close: receiver.close,
  };
}

/** As the documents of GOV.UK Notify describe its faults. */
export const error = (status_code: number, name: string, message: string) => ({
  status_code,
  errors: [{ error: name, message }],
});

function take(
  path: string,
  sent: {
    readonly template_id: string;
    readonly phone_number?: string;
    readonly email_address?: string;
    readonly reference: string;
    readonly personalisation: Readonly<Record<string, string>>;
  },
  taken: Taken[],
  templates: ReadonlyMap<string, Template>,
): [string, string] | null {
  const type = path.endsWith('/sms') ? 'sms' : 'email';
  const to = (type === 'sms' ? sent.phone_number : sent.email_address) ?? '';
  if (templates.get(sent.template_id)?.type !== type) return ['BadRequestError', 'Template not found'];
  if (to.includes('999999')) return ['ValidationError', `phone_number ${to} is not a possible number`];
  if (to.includes('nobody')) return ['ValidationError', `email_address ${to} is not a valid address`];
  if (to.includes('stranger')) return ['BadRequestError', `Can’t send to ${to} using a team-only API key`];
  const { reference, template_id: template, personalisation } = sent;
  taken.push({ type, to, reference, template, personalisation, status: 'created' });
  return null;
}

/** A JSON Web Token by this service, signed with the secret of its key, as it is now. */
function isSigned({ headers }: Got): boolean {
  const [head = '', body = '', signature = ''] = (headers.authorization ?? '')
    .replace('Bearer ', '')
    .split('.');
  const right = createHmac('sha256', SECRET).update(`${head}.${body}`).digest('base64url');
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8') || '{}');
  const { iss, iat } = read(body);
  return signature === right && iss === SERVICE && Math.abs(Date.now() / 1000 - iat) < 30;
}
