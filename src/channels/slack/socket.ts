import { setTimeout as wait } from 'node:timers/promises';
import { type Receiver, SocketModeReceiver } from '@slack/bolt';
import { fetchFromSlack, toSlackFault } from './api-fault.ts';
import { appTokenRefused, mayPass } from './app-token.ts';
import { SILENT } from './silent-logger.ts';
import type { SlackFault } from './slack-api.ts';

export type SocketOptions = {
  readonly appToken: string;
  /** In place of `https://slack.com/api/`. */
  readonly apiUrl?: string;
  /** Told of what failed, by code, once until it changes. */
  readonly report: (fault: {
    readonly code: string;
    readonly message: string;
    readonly remedy: string;
  }) => void;
  /** Waits before another try, unless the signal ends it; for tests. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
};

export type SocketReceiver = {
  /** For Bolt's `App`, which is not to be started itself. */
  readonly receiver: Receiver;
  /** The connection stands: Slack has said hello, and nobody has hung up. */
  isConnected(): boolean;
  /** Begins to connect, and connects again for as long as it runs. Never rejects. */
  start(): void;
  /** Takes nothing more, waits a little for what is under way to be acknowledged, and hangs up. */
  stop(): Promise<void>;
};

const TIMEOUT_MS = 10_000;
/** From the request for an address to Slack's hello. */
const HELLO_WITHIN_MS = 30_000;
/** A connection that stood so long was a good one: the next is made at once. Slack ends each after some hours. */
const GOOD_AFTER_MS = 30_000;
const LONGEST_PAUSE_MS = 60_000;
/** A token that was refused is tried again in case somebody puts it right at Slack. */
const REFUSED_PAUSE_MS = 5 * 60_000;
const FINISH_WITHIN_MS = 5000;
const HANG_UP_WITHIN_MS = 1000;
const ENDED = 'disconnected';

/**
 * Receives over a WebSocket that this service opens (Socket Mode): no public address is needed. Bolt's own client gives up
 * when Slack refuses once, or ends the process; this one goes on until it is stopped.
 */
export function createSocketReceiver(options: SocketOptions): SocketReceiver {
  const { appToken, apiUrl, report } = options;
  const pause = options.pause ?? waitFor;
  const stopping = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  let running: Promise<void> | undefined;
  let standing = false;
  let told: string | undefined;

  const receiver = new SocketModeReceiver({
    appToken,
    logger: SILENT,
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: {
        ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        timeout: TIMEOUT_MS,
        allowAbsoluteUrls: false,
        fetch: (url, init = {}) => fetchFromSlack(url, { ...init, signal: orStopped(init.signal) }),
      },
    },
    // Not acknowledged: Slack sends it again.
    processEventErrorHandler: async () => {
      tellOfEvent();
      return false;
    },
  });
  const { client } = receiver;

  // Bolt listens with async functions that nobody waits for: what one of them throws would end the process.
  for (const name of ['ws_message', 'slack_event'] as const) {
    const listeners = client.listeners(name);
    client.removeAllListeners(name);
    for (const listener of listeners) client.on(name, (...received) => watch(listener, received));
  }

  function orStopped(signal: AbortSignal | undefined): AbortSignal {
    return signal === undefined ? stopping.signal : AbortSignal.any([signal, stopping.signal]);
  }

  function watch(listener: (...received: unknown[]) => unknown, received: unknown[]): void {
    if (stopping.signal.aborted) return;
    const done = (async () => listener(...received))()
      .catch(tellOfEvent)
      .finally(() => underWay.delete(done));
    underWay.add(done);
  }

  function tellOfEvent(): void {
    report({
      code: 'slack-event-failed',
      message: 'Something Slack sent could not be worked on.',
      remedy: 'Slack sends most of it again. If this goes on, report it.',
    });
  }

  function tellOf(fault: SlackFault): void {
    const said = mayPass(fault) ? notReached(fault) : appTokenRefused(fault);
    if (said.code !== told) report(said);
    told = said.code;
  }

  /** One connection from its beginning to its end. Resolves with why it never stood, or null. */
  async function connection(): Promise<SlackFault | null> {
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    client.once(ENDED, end);
    const late = setTimeout(hangUp, HELLO_WITHIN_MS);
    try {
      await client.start();
    } catch (error) {
      client.off(ENDED, end);
      return toSlackFault(error);
    } finally {
      clearTimeout(late);
    }
    told = undefined;
    standing = true;
    await ended;
    standing = false;
    return null;
  }

  async function stayConnected(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; ) {
      const began = performance.now();
      const fault = await connection();
      if (stopping.signal.aborted) return;
      if (fault !== null) tellOf(fault);
      failures = fault === null && performance.now() - began >= GOOD_AFTER_MS ? 0 : failures + 1;
      if (failures > 0) await pause(pauseMs(fault, failures), stopping.signal);
    }
  }

  /** Says goodbye, and hangs up on a peer that does not answer it. */
  async function hangUp(): Promise<void> {
    const ended = new Promise<void>((resolve) => void client.once(ENDED, () => resolve()));
    void client.disconnect();
    const slow = setTimeout(() => void client.disconnect(), HANG_UP_WITHIN_MS);
    await Promise.race([ended, waitFor(2 * HANG_UP_WITHIN_MS)]);
    clearTimeout(slow);
  }

  return {
    receiver,
    isConnected: () => standing && client.websocket?.isActive() === true,
    start() {
      running ??= stayConnected();
    },
    async stop() {
      stopping.abort();
      if (running === undefined) return;
      await Promise.race([Promise.allSettled(underWay), waitFor(FINISH_WITHIN_MS)]);
      await hangUp();
      await Promise.race([running, waitFor(HANG_UP_WITHIN_MS)]);
    },
  };
}

async function waitFor(ms: number, signal?: AbortSignal): Promise<void> {
  // Ended early by the signal; and nothing else keeps a service alive than its port.
  await wait(ms, undefined, { ref: false, ...(signal === undefined ? {} : { signal }) }).catch(
    () => undefined,
  );
}

function pauseMs(fault: SlackFault | null, failures: number): number {
  if (fault !== null && !mayPass(fault)) return REFUSED_PAUSE_MS;
  const longest = Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** Math.min(failures - 1, 10));
  // Not all at the same moment, when Slack comes back.
  const own = longest * (0.5 + Math.random() / 2);
  return Math.max(own, (fault?.retryAfterSeconds ?? 0) * 1000);
}

function notReached({ code }: SlackFault) {
  return {
    code: 'slack-not-reached',
    message: `The connection to Slack cannot be opened (${code}).`,
    remedy:
      'It is tried again until it works. If this goes on, look at slack-status.com, and at whether this machine may connect to slack.com and wss-primary.slack.com, port 443.',
  };
}
