import { DeliveryError } from '../../delivery/messenger.ts';
import { Fault } from '../../fault.ts';
import { ConnectorFault } from './connector-http.ts';

type Words = { readonly code: string; readonly message: string; readonly remedy: string };

const PERMANENT: Readonly<Record<number, Words>> = {
  400: {
    code: 'teams-message-refused',
    message: 'Teams refused the form of the message.',
    remedy: 'Report this as a fault of Share Check, with the code. Until then, ring the person.',
  },
  401: {
    code: 'teams-credentials-refused',
    message: 'Teams did not accept the credentials of the Share Check app.',
    remedy:
      'Check MicrosoftAppId, MicrosoftAppTenantId and MicrosoftAppPassword (secrets run out), then run: share-check deliveries retry.',
  },
  403: {
    code: 'teams-not-allowed',
    message: 'Teams does not let Share Check write there.',
    remedy:
      'Add the Share Check app to the team, or have the person add it and unblock it, then run: share-check deliveries retry.',
  },
  404: {
    code: 'teams-not-found',
    message: 'Teams knows no such person, chat or channel.',
    remedy:
      'Check the id in people.yaml or notifications.yaml, and that the app is still installed there, then run: share-check deliveries retry.',
  },
  413: {
    code: 'teams-message-too-large',
    message: 'The message is larger than Teams takes.',
    remedy: 'Report this as a fault of Share Check, with the code. Until then, ring the person.',
  },
};

const BUSY: Words = {
  code: 'teams-busy',
  message: 'Teams asks to slow down.',
  remedy: 'Nothing: it is tried again when Teams says so.',
};
const UNREACHABLE: Words = {
  code: 'teams-unreachable',
  message: 'Teams could not be reached.',
  remedy: 'It is tried again. If this lasts, check the network and status.cloud.microsoft.',
};
/** Anything else, most often that Microsoft Entra gave no permission to write: nothing has left. */
const NOT_HANDED_OVER: Words = {
  code: 'teams-not-handed-over',
  message: 'The message could not be handed to Teams.',
  remedy:
    'It is tried again. If this lasts, check MicrosoftAppId, MicrosoftAppTenantId and MicrosoftAppPassword, and the network.',
};

/** What a failed send means for the delivery worker. Carries nothing of the message. */
export function toDeliveryError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (error instanceof Fault) {
    return new DeliveryError({
      code: error.code,
      message: error.message,
      remedy: error.remedy,
      permanent: true,
    });
  }
  if (!(error instanceof ConnectorFault)) return new DeliveryError(NOT_HANDED_OVER);
  const { status, unclear, retryAfterSeconds } = error;
  const words = PERMANENT[status];
  if (words !== undefined) return new DeliveryError({ ...words, permanent: true });
  const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  return new DeliveryError({ ...(status === 429 ? BUSY : UNREACHABLE), unclear, ...wait });
}
