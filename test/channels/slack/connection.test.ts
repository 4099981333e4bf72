import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Connection, createConnection } from '../../../src/channels/slack/connection.ts';
import type { Identity } from '../../../src/channels/slack/slack-api.ts';
import { createSlackApi } from '../../../src/channels/slack/web-api.ts';
import {
  type Answer,
  BOT,
  broken,
  deadApiUrl,
  fails,
  ok,
  SCOPES,
  type StubSlackApi,
  slowDown,
  stubSlackApi,
  TEAM,
} from './stub-slack-api.ts';

const TOKEN = 'xoxb-secret-token';
const US = { team: TEAM, userId: BOT, botId: 'B1', scopes: SCOPES };
let slack: StubSlackApi;
let connection: Connection | undefined;
let told: { code: string; message: string; remedy: string }[];

beforeEach(async () => {
  slack = await stubSlackApi();
  told = [];
});
afterEach(async () => {
  connection?.stop();
  await slack.close();
});

/** Waits on nobody's clock: each wait is handed out, and ends when the test says so. */
function turns() {
  const begun: { milliseconds: number; end: () => void }[] = [];
  let noticed = Promise.withResolvers<void>();
  return {
    wait: (milliseconds: number, signal: AbortSignal) =>
      new Promise<void>((end, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        begun.push({ milliseconds, end });
        noticed.resolve();
        noticed = Promise.withResolvers();
      }),
    /** The next wait, when it has begun. */
    async next() {
      while (begun.length === 0) await noticed.promise;
      const [one] = begun.splice(0, 1);
      if (one === undefined) throw new Error('no wait');
      return one;
    },
  };
}

function connect(random: () => number = () => 1, apiUrl = slack.apiUrl) {
  const clock = turns();
  connection = createConnection({
    api: createSlackApi({ token: TOKEN, apiUrl, timeoutMs: 500 }),
    report: (fault) => told.push(fault),
    random,
    wait: clock.wait,
  });
  connection.start();
  /** Ends one wait after the other; gives how long they were to be. */
  const waits = async (count: number): Promise<number[]> => {
    const lengths: number[] = [];
    for (let n = 0; n < count; n += 1) {
      const { milliseconds, end } = await clock.next();
      lengths.push(milliseconds);
      end();
    }
    return lengths;
  };
  return { connection, waits, next: clock.next };
}

/** Resolves with who we are, once Slack has said so. */
const known = (started: Connection): Promise<Identity> =>
  vi.waitFor(() => {
    const us = started.identity();
    if (us === null) throw new Error('not known yet');
    return us;
  });

describe('the connection', () => {
  it('knows nobody before it is started, and who we are after', async () => {
    const idle = createConnection({
      api: createSlackApi({ token: TOKEN, apiUrl: slack.apiUrl }),
      report: () => undefined,
    });
    expect(idle.identity()).toBeNull();
    expect(slack.calls).toEqual([]);
    const started = connect().connection;
    expect(await known(started)).toEqual(US);
    expect(started.identity()).toEqual(US);
    expect(told).toEqual([]);
  });

  it('tries for as long as Slack is down, later each time up to a minute, and says so once', async () => {
    slack.will('auth.test', ...Array<Answer>(9).fill(broken(503)));
    const { connection: started, waits, next } = connect();
    expect(await waits(9)).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => seconds * 1000));
    expect(await known(started)).toEqual(US);
    expect((await next()).milliseconds).toBe(10 * 60_000);
    expect(told.map(({ code }) => code)).toEqual(['slack-http-503']);
  });

  it('does not come back with everybody else at once', async () => {
    slack.will('auth.test', broken(), broken());
    expect(await connect(() => 0).waits(2)).toEqual([500, 1000]);
  });

  it.each<[string, Answer]>([
    ['hangs', 'hang'],
    ['hangs up', 'reset'],
    ['answers nonsense', { status: 200, body: '<html>' }],
  ])('goes on when Slack %s', async (_what, answer) => {
    slack.will('auth.test', answer);
    const { connection: started, waits } = connect();
    expect(await waits(1)).toEqual([1000]);
    expect(await known(started)).toEqual(US);
  });

  it('goes on when nobody is there', async () => {
    const { connection: started, waits } = connect(() => 1, await deadApiUrl());
    expect(await waits(4)).toEqual([1000, 2000, 4000, 8000]);
    expect(started.identity()).toBeNull();
    expect(told.map(({ code }) => code)).toEqual(['slack-unreachable']);
  });

  it('waits as long as Slack asks', async () => {
    slack.will('auth.test', slowDown(90));
    expect(await connect().waits(1)).toEqual([90_000]);
  });

  it.each(['invalid_auth', 'token_revoked', 'account_inactive', 'not_authed', 'missing_scope', 'a_new_word'])(
    'says once that the token is refused (%s), with what to do, and looks again each five minutes',
    async (code) => {
      slack.will('auth.test', fails(code), fails(code), fails(code));
      const { connection: started, waits } = connect();
      expect(await waits(3)).toEqual([300_000, 300_000, 300_000]);
      expect(await known(started)).toEqual(US);
      expect(told).toHaveLength(1);
      expect(told[0]).toMatchObject({ code: `slack-${code.replaceAll('_', '-')}` });
      expect(told[0]?.remedy).toContain('SLACK_BOT_TOKEN');
      expect(JSON.stringify(told)).not.toContain(TOKEN);
    },
  );

  it('does not take the token of a person', async () => {
    slack.will('auth.test', ok({ team_id: TEAM, user_id: 'U1' }));
    expect(await connect().waits(1)).toEqual([300_000]);
    expect(told).toMatchObject([
      { code: 'slack-not-allowed-token-type', message: expect.stringContaining('bot') },
    ]);
  });

  it('notices a token that was revoked, and says so again when it is revoked again', async () => {
    const { connection: started, waits, next } = connect();
    await known(started);
    slack.will(
      'auth.test',
      fails('token_revoked'),
      ok({ team_id: TEAM, user_id: BOT, bot_id: 'B1' }),
      fails('token_revoked'),
    );
    expect(await waits(1)).toEqual([600_000]);
    const revoked = await next();
    expect(started.identity()).toBeNull();
    revoked.end();
    expect(await known(started)).toMatchObject({ team: TEAM });
    expect(await waits(1)).toEqual([600_000]);
    await next();
    expect(started.identity()).toBeNull();
    expect(told.map(({ code }) => code)).toEqual(['slack-token-revoked', 'slack-token-revoked']);
  });

  it('takes three lost answers for an outage, and one for none', async () => {
    const { connection: started, waits, next } = connect();
    slack.will(
      'auth.test',
      ok({ team_id: TEAM, user_id: BOT, bot_id: 'B1' }),
      broken(),
      ok({ team_id: TEAM, user_id: BOT, bot_id: 'B1' }),
      broken(),
      broken(),
      broken(),
    );
    await waits(1);
    const seen: (string | null)[] = [];
    for (let n = 0; n < 5; n += 1) {
      const { end } = await next();
      seen.push(started.identity()?.team ?? null);
      end();
    }
    expect(seen).toEqual([TEAM, TEAM, TEAM, TEAM, null]);
    expect(told.map(({ code }) => code)).toEqual(['slack-http-500']);
    expect(await known(started)).toEqual(US);
  });

  it('looks at once when told to', async () => {
    const { connection: started, next } = connect();
    await next();
    slack.will('auth.test', fails('token_revoked'));
    started.check();
    expect((await next()).milliseconds).toBe(300_000);
    expect(started.identity()).toBeNull();
  });

  /** Slack at the port: each question waits for the test's answer. */
  function asking() {
    const clock = turns();
    const asked: ((us: typeof US) => void)[] = [];
    connection = createConnection({
      api: { whoAmI: () => new Promise((resolve) => void asked.push(resolve)) },
      report: (fault) => told.push(fault),
      wait: clock.wait,
    });
    connection.start();
    const settled = () => new Promise((resolve) => setImmediate(resolve));
    return { connection, asked, next: clock.next, settled };
  }

  it('looks again when it was told to while it looked', async () => {
    const { connection: started, asked, settled } = asking();
    started.check();
    asked[0]?.(US);
    await settled();
    expect(asked).toHaveLength(2);
  });

  it('asks nothing after it was stopped', async () => {
    const { connection: started, asked, next, settled } = asking();
    asked[0]?.(US);
    const { end } = await next();
    started.stop();
    end();
    started.check();
    await settled();
    expect(asked).toHaveLength(1);
  });

  it('takes no answer that comes after it was stopped', async () => {
    const { connection: started, asked, settled } = asking();
    started.stop();
    asked[0]?.(US);
    await settled();
    expect(started.identity()).toBeNull();
    expect(asked).toHaveLength(1);
  });

  it('tells nothing of what it did not expect', async () => {
    const clock = turns();
    connection = createConnection({
      api: { whoAmI: async () => Promise.reject(new Error(TOKEN)) },
      report: (fault) => told.push(fault),
      wait: clock.wait,
    });
    connection.start();
    for (let n = 0; n < 3; n += 1) (await clock.next()).end();
    await clock.next();
    expect(told.map(({ code }) => code)).toEqual(['slack-unexpected']);
    expect(JSON.stringify(told)).not.toContain(TOKEN);
  });
});
