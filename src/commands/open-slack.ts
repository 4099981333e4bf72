import { v7 as uuidv7 } from 'uuid';
import type { App } from '../app.ts';
import type { SlackChannel, SlackOptions } from '../channels/slack/index.ts';
import type { Config } from '../config.ts';
import type { Deployment } from '../deployment/deployment.ts';

/**
 * Slack as this deployment is set up, not connected yet: its messenger works at once. Null where Slack is not set up. Slack's
 * SDK is loaded here and not before: who does not use Slack does not wait for it.
 */
export async function openSlack(
  { slack }: Pick<Config, 'slack'>,
  app: Pick<App, 'handle'>,
  { notifications }: Pick<Deployment, 'notifications'>,
  more: Pick<SlackOptions, 'report'> = {},
): Promise<SlackChannel | null> {
  if (slack === null) return null;
  const { createSlackChannel } = await import('../channels/slack/index.ts');
  return createSlackChannel({
    ...slack,
    ...more,
    handle: app.handle,
    home: (speaker) => app.handle({ kind: 'home', id: uuidv7(), speaker }),
    mayBePublic: mayBePublic(notifications),
  });
}

/** The channels of Slack that everybody in the organisation may join, by their ids. */
export function mayBePublic({ channels }: Deployment['notifications']): (target: string) => boolean {
  const open = channels.filter((one) => one.channel === 'slack' && one.public === true);
  return (target) => open.some((one) => one.target === target);
}
