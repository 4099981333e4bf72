import type { MayPass } from '../again.ts';
import { ConnectorFault } from './connector-http.ts';
import { toDeliveryError } from './delivery-fault.ts';

/** Whether a failed call to Teams may work the next time. */
export const mayPass: MayPass = (error) => {
  const { permanent, retryAfterSeconds = 0 } = toDeliveryError(error);
  return permanent ? null : { afterSeconds: retryAfterSeconds };
};

/** The same for what must not be done twice: not where it may have been done. */
export const mayPassClearly: MayPass = (error) => (toDeliveryError(error).unclear ? null : mayPass(error));

/** The message, or the chat it stood in, was taken away, or may not be changed any more: no repeat will find it. */
export function isGone(error: unknown): boolean {
  return error instanceof ConnectorFault && (error.status === 404 || error.status === 403);
}
