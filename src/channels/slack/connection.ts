import { setTimeout as sleep } from 'node:timers/promises';
import { type Identity, type SlackApi, SlackFault } from './slack-api.ts';

export type ConnectionParts = {
  readonly api: Pick<SlackApi, 'whoAmI'>;
  /** Told once of each trouble, not at each try. By code; never of what was said. */
  readonly report: (fault: {
    readonly code: string;
    readonly message: string;
    readonly remedy: string;
  }) => void;
  /** From 0 up to 1. */
  readonly random?: () => number;
  /** Resolves after so long; rejects when the signal aborts. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
};

export type Connection = {
  /** Begins to ask who we are, and goes on until Slack says so and ever after. */
  start(): void;
  stop(): void;
  /** Asks again at once: something speaks for it that the token was revoked. */
  check(): void;
  /** Who we are; null until Slack has said so, and while it says so no more. */
  identity(): Identity | null;
};

const FIRST_MS = 1000;
const LONGEST_MS = 60_000;
/** A token that was refused comes back to life by hand alone. */
const REFUSED_MS = 5 * 60_000;
const RECHECK_MS = 10 * 60_000;
/** One lost answer is no outage. */
const OUTAGE_AFTER = 3;

/**
 * Share Check's own standing with Slack: who it is in the workspace, and whether its token still works. Slack being down is
 * waited for as long as it lasts.
 */
export function createConnection({
  api,
  report,
  random = Math.random,
  wait = (milliseconds, signal) => sleep(milliseconds, undefined, { signal, ref: false }),
}: ConnectionParts): Connection {
  let identity: Identity | null = null;
  let failures = 0;
  let told: string | null = null;
  let running: AbortController | null = null;
  let waiting = new AbortController();
  let checkAgain = false;

  const found = (us: Identity): number => {
    identity = us;
    failures = 0;
    told = null;
    return RECHECK_MS;
  };
  const lost = (error: unknown): number => {
    const fault = error instanceof SlackFault ? error : new SlackFault('unexpected', false);
    const refused = isRefusal(fault);
    failures += 1;
    if (refused || failures >= OUTAGE_AFTER) {
      identity = null;
      if (told !== fault.code) report(refused ? refusal(fault) : outage(fault));
      told = fault.code;
    }
    if (refused) return REFUSED_MS;
    const doubled = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20));
    return Math.max(doubled * (0.5 + random() / 2), (fault.retryAfterSeconds ?? 0) * 1000);
  };

  const go = async ({ signal }: AbortController): Promise<void> => {
    while (!signal.aborted) {
      checkAgain = false;
      const pause = await api.whoAmI().then(
        (us) => (signal.aborted ? 0 : found(us)),
        (error: unknown) => (signal.aborted ? 0 : lost(error)),
      );
      if (checkAgain || signal.aborted) continue;
      waiting = new AbortController();
      // Ended by `check` or `stop`.
      await wait(pause, AbortSignal.any([signal, waiting.signal])).catch(() => undefined);
    }
  };

  return {
    start() {
      if (running !== null) return;
      running = new AbortController();
      void go(running);
    },
    stop() {
      running?.abort();
      running = null;
    },
    check() {
      checkAgain = true;
      waiting.abort();
    },
    identity: () => identity,
  };
}

/** Slack itself said no, and not because of its own state. */
function isRefusal({ code, unclear }: SlackFault): boolean {
  return !unclear && !/^(ratelimited|unreachable|unexpected|http_\d+)$/.test(code);
}

const codeFor = ({ code }: SlackFault): string => `slack-${code.replaceAll('_', '-')}`;

function refusal(fault: SlackFault) {
  const personal = fault.code === 'not_allowed_token_type';
  return {
    code: codeFor(fault),
    message: personal
      ? 'SLACK_BOT_TOKEN is not the token of a bot.'
      : 'Slack does not accept SLACK_BOT_TOKEN.',
    remedy:
      'At api.slack.com/apps open the app, then "OAuth & Permissions". Install it again, set SLACK_BOT_TOKEN to the bot token shown there (xoxb-…), and start Share Check again. Then run: share-check deliveries retry.',
  };
}

function outage(fault: SlackFault) {
  return {
    code: codeFor(fault),
    message: 'Slack does not say who we are: it cannot be reached, or does not answer.',
    remedy:
      'It is tried again for as long as it lasts, and nothing is lost. If it lasts, check the network, SLACK_API_URL and slack-status.com.',
  };
}
