import { DeliveryError } from './messenger.ts';
import { neverLeft } from './never-left.ts';

/** Of a failed send only these are looked at: a mail server's words may repeat the address. */
type Failed = {
  /** Of the library, such as `EAUTH`. */
  readonly code: string;
  /** Of Node, such as `ECONNREFUSED`. */
  readonly originalCode: string;
  readonly timeoutType: string;
  readonly command: string;
  /** Of the server, such as 550; 0 where it did not answer. */
  readonly responseCode: number;
  /** The server's enhanced code (RFC 3463), such as `5.1.1`. */
  readonly enhanced: string;
};

const GO_ON =
  'The messages wait and are tried again. Until then ring whoever has to know. Then run: share-check doctor.';
const BEFORE_ANYTHING = ['EDNS', 'ETLS', 'EREQUIRETLS', 'EAUTH', 'ENOAUTH', 'ECONFIG'];
const SETTING_UP = ['CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT'];

/**
 * What a failed e-mail means for a delivery. A password or a sender that is refused passes, however long it takes until somebody puts
 * it right; an address that is not there does not. Where the connection broke before an answer, the message may have been taken.
 */
export function smtpFault(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const failed = read(error);
  const { code, responseCode, command } = failed;
  if (code === 'EAUTH' || code === 'ENOAUTH') {
    return new DeliveryError({
      code: 'smtp-password-refused',
      message: 'The mail server refuses the name and password.',
      remedy: `Set SMTP_URL again, with the name and password of an account that may send. ${GO_ON}`,
    });
  }
  if (code === 'ETLS' || code === 'EREQUIRETLS' || isUntrusted(failed)) {
    return new DeliveryError({
      code: 'smtp-not-secure',
      message: 'The mail server cannot be spoken to over a secure line, or its certificate is not trusted.',
      remedy: `In SMTP_URL write smtps:// for port 465 and smtp:// for port 587, and the server's own name as its certificate has it. ${GO_ON}`,
    });
  }
  if (isNoSuchAddress(failed)) {
    return new DeliveryError({
      code: 'smtp-address-refused',
      message: 'The mail server says that there is no such address.',
      remedy:
        'Put the right address under email in people.yaml, and ring the person now. Then run: share-check deliveries retry.',
      permanent: true,
    });
  }
  if (responseCode >= 400) {
    return new DeliveryError({
      code: responseCode < 500 ? 'smtp-busy' : 'smtp-refused',
      message: `The mail server does not take the message now (${responseCode}, at ${command}).`,
      remedy:
        responseCode < 500
          ? 'It is tried again. If this lasts, ask whoever looks after the mail server, and ring the person.'
          : `Check that the account in SMTP_URL may send as SMTP_FROM, and ask whoever looks after the mail server. ${GO_ON}`,
    });
  }
  const before =
    BEFORE_ANYTHING.includes(code) ||
    SETTING_UP.includes(failed.timeoutType) ||
    neverLeft(failed.originalCode);
  return new DeliveryError({
    code: 'smtp-unreachable',
    message: 'The mail server did not answer.',
    remedy:
      'It is tried again. If this lasts, check SMTP_URL and that this machine may connect to the mail server, and ring the person.',
    unclear: !before,
  });
}

function isUntrusted({ code, originalCode }: Failed): boolean {
  return code === 'ESOCKET' && neverLeft(originalCode) && /CERT|UNABLE_TO_/.test(originalCode);
}

/** A server that will not pass mail on at all says so at the same place: then the address is not what is wrong. */
function isNoSuchAddress({ command, responseCode, enhanced }: Failed): boolean {
  if (command !== 'RCPT TO' || responseCode < 500) return false;
  return enhanced === '' ? [550, 553].includes(responseCode) : /^5\.1\.[0-36]$/.test(enhanced);
}

function read(error: unknown): Failed {
  const text = (key: string): string => {
    const value = error !== null && typeof error === 'object' ? Reflect.get(error, key) : undefined;
    return typeof value === 'string' ? value : '';
  };
  const response = text('response');
  const [, status = '0', enhanced = ''] =
    /^([245]\d\d)[ -](?:([245]\.\d{1,3}\.\d{1,3})\b)?/.exec(response) ?? [];
  const command = text('command');
  return {
    code: text('code'),
    originalCode: text('originalCode'),
    timeoutType: text('timeoutType'),
    command: /^[A-Z][A-Z0-9 -]{1,20}$/.test(command) ? command : 'CONN',
    responseCode: Number(status),
    enhanced,
  };
}
