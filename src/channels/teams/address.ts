import { z } from 'zod';
import { Fault } from '../../fault.ts';

/** Where a conversation is: what it takes to write to it later, without a word from the other side. */
export const addressSchema = z.object({
  serviceUrl: z.string(),
  conversation: z.string(),
  tenant: z.string().optional(),
  /** Share Check's own id in this conversation. */
  bot: z.string().optional(),
  /** The team, where it is a channel. */
  team: z.string().optional(),
  /** The person's id in this bot's conversations, where it is their own chat. */
  user: z.string().optional(),
  /** The day they were last heard from (UTC), such as `2026-11-28`. */
  seen: z.string().optional(),
});
export type Address = z.infer<typeof addressSchema>;

/** Where addresses are kept. What `load` gives is checked before use. */
export type Addresses = {
  save(userId: string, address: Address): Promise<void>;
  load(userId: string): Promise<unknown>;
  forget(userId: string): Promise<void>;
  all(): Promise<readonly { readonly userId: string; readonly address: unknown }[]>;
};

/** Where Teams takes messages when no conversation has named a nearer place. */
export const TEAMS_SERVICE_URL = 'https://smba.trafficmanager.net/teams';

/** Hosts of Microsoft's connector, public and government clouds. Every other address could be somebody's trap. */
const MICROSOFT = [
  /^smba\.trafficmanager\.net$/,
  /(^|\.)botframework\.(com|us)$/,
  /(^|\.)botframework\.azure\.us$/,
  /^smba\.infra\.(gov|dod)\.teams\.microsoft\.(com|us)$/,
];
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** True when messages may be sent to this service: Microsoft's hosts over TLS; in the local mode this machine only. */
export function mayServe(serviceUrl: string, local: boolean): boolean {
  const url = URL.parse(serviceUrl);
  if (url === null || url.username !== '' || url.password !== '') return false;
  if (local) return LOOPBACK.test(url.hostname) && url.protocol === 'http:';
  return url.protocol === 'https:' && url.port === '' && MICROSOFT.some((host) => host.test(url.hostname));
}

/** Throws unless messages may be sent there. The address itself is not repeated: it may come from a stranger. */
export function assertMayServe(serviceUrl: string, local: boolean): void {
  if (mayServe(serviceUrl, local)) return;
  throw new Fault(
    'service-url-refused',
    local
      ? 'A message named a service that is not on this machine. Nothing was sent there.'
      : 'A message named a service that is not one of Microsoft’s. Nothing was sent there.',
    local
      ? 'In the local mode only the Playground on this machine is answered. For Teams itself, set MicrosoftAppId.'
      : 'If this is a cloud of Microsoft’s that Share Check does not know yet, ask for its host to be added.',
  );
}
