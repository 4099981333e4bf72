import { DeliveryError } from '../../delivery/messenger.ts';
import { Fault } from '../../fault.ts';
import { TokenFault } from './access-token.ts';
import { ConnectorFault } from './connector-http.ts';

type Words = { readonly code: string; readonly message: string; readonly remedy: string };

const RETRY = 'then run: share-check deliveries retry. Until then, ring the person.';
const REPORT = 'Report this as a fault of Share Check, with the code. Until then, ring the person.';

const CREDENTIALS_REFUSED: Words = {
  code: 'teams-credentials-refused',
  message: 'Microsoft did not accept the credentials of the Share Check app.',
  remedy: `Check MicrosoftAppId, MicrosoftAppTenantId and the secret or certificate, which run out (share-check doctor tells), and start Share Check again. What waits is then sent by itself, within a quarter of an hour. Until then, ring the person.`,
};
const NOT_INSTALLED: Words = {
  code: 'teams-not-installed',
  message: 'Share Check is not installed in Teams for this person or team.',
  remedy: `Have the person add Share Check in Teams, or have the Teams administrator install it for them: what waits is then sent by itself. For a channel: add it to the team, ${RETRY}`,
};
const BLOCKED: Words = {
  code: 'teams-blocked',
  message: 'The person or the channel has blocked messages from Share Check in Teams.',
  remedy: `Have the person unblock Share Check in Teams (for a channel: let apps post there), ${RETRY}`,
};
const DISABLED: Words = {
  code: 'teams-disabled-by-admin',
  message: 'The administrator of Teams has turned Share Check off for this person or for everybody.',
  remedy: `Have the administrator allow Share Check in the app policies of Teams, ${RETRY}`,
};
const NOT_ALLOWED: Words = {
  code: 'teams-not-allowed',
  message: 'Teams does not let Share Check write there.',
  remedy: `Add the Share Check app to the team, or have the person add it and unblock it, ${RETRY}`,
};

/** The connector's words under 403, as Microsoft lists them for conversational bots. */
const FORBIDDEN: Readonly<Record<string, Words>> = {
  BotNotInConversationRoster: NOT_INSTALLED,
  ForbiddenOperationException: NOT_INSTALLED,
  MessageWritesBlocked: BLOCKED,
  ConversationBlockedByUser: BLOCKED,
  BotDisabledByUser: BLOCKED,
  BotDisabledByAdmin: DISABLED,
};

const PERMANENT: Readonly<Record<number, Words>> = {
  400: { code: 'teams-message-refused', message: 'Teams refused the form of the message.', remedy: REPORT },
  401: CREDENTIALS_REFUSED,
  404: {
    code: 'teams-not-found',
    message: 'Teams knows no such person, chat or channel.',
    remedy: `Check the id in people.yaml or notifications.yaml, and that the app is still installed there, ${RETRY}`,
  },
  413: {
    code: 'teams-message-too-large',
    message: 'The message is larger than Teams takes.',
    remedy: REPORT,
  },
};

const TOO_MANY_MEMBERS: Words = {
  code: 'teams-too-many-members',
  message:
    'More than 300 people are in this channel or chat: too many to see whether all of them may read it.',
  remedy: `Choose a channel or chat that fewer people read, ${RETRY}`,
};
const BUSY: Words = {
  code: 'teams-busy',
  message: 'Teams asks to slow down.',
  remedy: 'Nothing: it is tried again when Teams says so.',
};
const AT_ONCE: Words = {
  code: 'teams-busy',
  message: 'Teams was busy with something else in the same chat.',
  remedy: 'Nothing: it is tried again.',
};
const UNREACHABLE: Words = {
  code: 'teams-unreachable',
  message: 'Teams could not be reached.',
  remedy:
    'It is tried again. If this lasts, check the network and status.cloud.microsoft, and ring the person.',
};
/** Anything else, most often that Microsoft's login could not be reached: nothing has left. */
const NOT_HANDED_OVER: Words = {
  code: 'teams-not-handed-over',
  message: 'The message could not be handed to Teams.',
  remedy:
    'It is tried again. If this lasts, check that this machine may connect to login.microsoftonline.com, port 443, run: share-check doctor, and ring the person.',
};

/** Faults of our own that stay until somebody changes a setting. Any other, such as a store that is busy, passes. */
const STAYS: readonly string[] = ['service-url-refused', 'teams-credentials'];
/** What whoever runs the service puts right for all that waits: none of it is given up. */
const SETTINGS: readonly string[] = ['teams-credentials', CREDENTIALS_REFUSED.code];

/** What a failed send means for the delivery worker. Carries nothing of the message. */
export function toDeliveryError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (error instanceof Fault) {
    return new DeliveryError({
      code: error.code,
      message: error.message,
      remedy: error.remedy,
      permanent: STAYS.includes(error.code),
      setting: SETTINGS.includes(error.code),
    });
  }
  // A secret that is refused stays so until somebody sets another; a login that is away comes back.
  if (error instanceof TokenFault && error.refused) {
    return new DeliveryError({ ...CREDENTIALS_REFUSED, permanent: true, setting: true });
  }
  if (!(error instanceof ConnectorFault)) return new DeliveryError(NOT_HANDED_OVER);
  const words = permanentWords(error);
  if (words !== undefined)
    return new DeliveryError({ ...words, permanent: true, setting: SETTINGS.includes(words.code) });
  const { unclear, retryAfterSeconds } = error;
  const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  return new DeliveryError({ ...passingWords(error), unclear, ...wait });
}

function permanentWords({ status, code = '' }: ConnectorFault): Words | undefined {
  if (code === 'TooManyMembers') return TOO_MANY_MEMBERS;
  if (status !== 403) return PERMANENT[status];
  if (code.startsWith('BotNotInstalled')) return NOT_INSTALLED;
  return Object.hasOwn(FORBIDDEN, code) ? FORBIDDEN[code] : NOT_ALLOWED;
}

function passingWords({ status }: ConnectorFault): Words {
  if (status === 429) return BUSY;
  return status === 412 ? AT_ONCE : UNREACHABLE;
}
