import type { DeliveryLog } from '../delivery/deliver.ts';
import type { Check } from '../http/health.ts';

/**
 * A check that holds while every one of these channels is connected. The log names the one that is not, and that it is
 * back; strangers are not told which it is.
 */
export function channelsReady(channels: Readonly<Record<string, () => boolean>>, log: DeliveryLog): Check {
  const lost = new Set<string>();
  return async () => {
    for (const [channel, isConnected] of Object.entries(channels)) {
      if (isConnected()) {
        if (lost.delete(channel)) log('channel-connected', { channel });
      } else if (!lost.has(channel)) {
        lost.add(channel);
        log('channel-not-connected', { channel });
      }
    }
    if (lost.size > 0) throw new Error('not ready');
  };
}
