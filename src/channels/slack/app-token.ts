import { fetchFromSlack, platformFault, toSlackFault } from './api-fault.ts';
import { SlackFault } from './slack-api.ts';

const SLACK_URL = 'https://slack.com/api/';
const TIMEOUT_MS = 10_000;

/**
 * Asks Slack for a place to connect to, as Socket Mode does first, and does not connect. Resolves where the app token works;
 * otherwise rejects with a `SlackFault`.
 */
export async function tryAppToken(given: {
  readonly appToken: string;
  readonly apiUrl?: string;
}): Promise<void> {
  const { appToken, apiUrl = SLACK_URL } = given;
  let answer: unknown;
  try {
    const response = await fetchFromSlack(`${apiUrl}apps.connections.open`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${appToken}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    answer = await response.json();
  } catch (error) {
    throw error instanceof SyntaxError ? new SlackFault('malformed_answer', true) : toSlackFault(error);
  }
  if (typeof answer !== 'object' || answer === null) throw new SlackFault('malformed_answer', true);
  if (!('ok' in answer && answer.ok === true)) throw platformFault(answer);
}

/** Whether trying again may help: nobody said no for good. */
export function mayPass({ code, unclear }: SlackFault): boolean {
  return unclear || code === 'ratelimited' || code === 'unreachable' || code.startsWith('http_');
}

/** What a refusal of the app token means to the operator. */
export function appTokenRefused({ code }: SlackFault) {
  return {
    code: 'slack-app-token-refused',
    message: `Slack does not take the app token (${code}).`,
    remedy: `${REMEDIES[code] ?? COPY_AGAIN} It is tried again every 5 minutes.`,
  };
}

const COPY_AGAIN =
  'See that "Socket Mode" is switched on for your app at api.slack.com/apps, copy the token again from "Basic Information", "App-Level Tokens" to SLACK_APP_TOKEN, and start the service again.';
const REMEDIES: Readonly<Record<string, string | undefined>> = {
  missing_scope:
    'It lacks the scope connections:write. Make a new one with it under "Basic Information", "App-Level Tokens", set SLACK_APP_TOKEN, and start the service again.',
  account_inactive:
    'The app was taken out of the workspace, or closed. Install it again at api.slack.com/apps.',
};
