import { DeliveryError } from './messenger.ts';
import { neverLeft } from './never-left.ts';
import { retryAfter } from './retry-after.ts';

/** Of a failed call only these are looked at: GOV.UK Notify may repeat the message in its answer. */
type Failed = {
  readonly status: number | undefined;
  /** Notify's name for what is wrong, such as `BadRequestError`. */
  readonly type: string;
  /** Whether what is wrong is the number or the address. */
  readonly recipient: boolean;
  readonly code: string | undefined;
  readonly wait: unknown;
};

const GO_ON =
  'The messages wait and are tried again. Until then ring whoever has to know. Then run: share-check doctor.';
const RECIPIENT = {
  text: {
    code: 'notify-number-refused',
    message: 'GOV.UK Notify says that this mobile number cannot be right.',
    remedy:
      'Put the right number under mobile in people.yaml, and ring the person now. Then run: share-check deliveries retry.',
  },
  email: {
    code: 'notify-address-refused',
    message: 'GOV.UK Notify says that this e-mail address cannot be right.',
    remedy:
      'Put the right address under email in people.yaml, and ring the person now. Then run: share-check deliveries retry.',
  },
} as const;

/**
 * What a failed call of GOV.UK Notify means for a delivery. A key or a template that is refused passes, however long it takes until
 * somebody puts it right; a number or address that cannot be right does not. After an answer that Notify itself could not give,
 * the message may have been taken.
 */
export function notifyFault(error: unknown, what: 'text' | 'email'): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const failed = read(error);
  const { status } = failed;
  const wait = retryAfter(failed.wait, Date.now());
  if (status === undefined || status >= 500) {
    return new DeliveryError({
      code: 'notify-unreachable',
      message: 'GOV.UK Notify did not answer.',
      remedy:
        'It is tried again. If this lasts, check that this machine may connect to api.notifications.service.gov.uk, port 443, look at status.notifications.service.gov.uk, and ring the person.',
      unclear: status !== undefined || !neverLeft(failed.code),
      ...wait,
    });
  }
  if (status === 401 || status === 403) {
    return new DeliveryError({
      code: 'notify-key-refused',
      message: 'GOV.UK Notify refuses the key, or the clock of this machine is more than 30 seconds off.',
      remedy: `Set GOVUK_NOTIFY_API_KEY to a live key from "API integration", and check the clock. ${GO_ON}`,
    });
  }
  if (status === 429) {
    return new DeliveryError({
      code: 'notify-busy',
      message: 'GOV.UK Notify asks to slow down, or the limit of messages for today is reached.',
      remedy: 'It is tried again. If it is the limit for today, raise it under "Settings" at GOV.UK Notify.',
      ...wait,
    });
  }
  if (failed.recipient) return new DeliveryError({ ...RECIPIENT[what], permanent: true });
  return new DeliveryError({
    code: 'notify-refused',
    message: `GOV.UK Notify does not take the message (${status}${failed.type === '' ? '' : ` ${failed.type}`}). Most often the template is not there or asks for other things, or the service is in trial mode or the key is for a team only.`,
    remedy: `Compare the template with docs/notifications.md, and use a live key of a service that is live. ${GO_ON}`,
  });
}

/** The HTTP status that GOV.UK Notify answered with; undefined where it did not answer. */
export const statusOf = (error: unknown): number | undefined => read(error).status;

function read(error: unknown): Failed {
  const response = part(error, 'response');
  const status = part(response, 'status');
  const [first] = listOf(part(part(response, 'data'), 'errors'));
  const type = textOf(part(first, 'error'));
  const said = textOf(part(first, 'message'));
  return {
    status: typeof status === 'number' ? status : undefined,
    type: /^[A-Za-z]{1,40}$/.test(type) ? type : '',
    // The name of the field stands first in the words of a ValidationError.
    recipient:
      type === 'InvalidPhoneError' ||
      type === 'InvalidEmailError' ||
      (type === 'ValidationError' && /^(?:phone_number|email_address)\b/.test(said)),
    code: textOf(part(error, 'code')) || undefined,
    wait: part(part(response, 'headers'), 'retry-after'),
  };
}

function part(value: unknown, key: string): unknown {
  return value !== null && typeof value === 'object' ? Reflect.get(value, key) : undefined;
}
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
