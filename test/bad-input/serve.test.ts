import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Dialog } from '../../src/check/dialog.ts';
import { shippedContent } from '../support/house.ts';
import { anyPort, expectPlain, ownFolder, runEntry, startEntry } from '../support/run-entry.ts';
import { tapsOf, visibleText } from '../support/transcript/adaptive-reading.ts';
import { type Arrived, startStubConnector } from '../support/transcript/stub-connector.ts';

const CANARY = 'Mum hit him';
const NOT_RECORDED = 'This is not recorded and nobody has been told. Ring';

let dialog: Dialog;
beforeAll(async () => {
  dialog = (await shippedContent()).dialog;
});

/** Somebody in Teams, whose messages and cards come to a service of their own. */
async function personInTeams(port: number) {
  const connector = await startStubConnector();
  onTestFinished(() => connector.close());
  let sent = 0;
  const post = async (activity: object): Promise<Arrived> => {
    sent += 1;
    const before = connector.arrived.length;
    const response = await fetch(`http://127.0.0.1:${port}/api/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        id: `activity-${sent}`,
        channelId: 'msteams',
        serviceUrl: connector.url,
        from: { id: '29:sam', aadObjectId: '00000000-0000-4000-8000-000000000101' },
        recipient: { id: '28:share-check' },
        conversation: { id: 'a:sam', conversationType: 'personal' },
        ...activity,
      }),
    });
    const [card] = connector.arrived.slice(before);
    if (!response.ok || card === undefined) throw new Error(`The endpoint answered ${response.status}.`);
    return card;
  };
  return {
    say: (text: string) => post({ type: 'message', text }),
    tap: (on: Arrived, label: string) => {
      const tap = tapsOf(on.content).find(({ title }) => title === label);
      if (tap === undefined) throw new Error(`Nothing to tap is called "${label}".`);
      return post({
        type: 'invoke',
        name: 'adaptiveCard/action',
        replyToId: on.activityId,
        value: { action: { type: 'Action.Execute', verb: 'press', data: { token: tap.token } } },
      });
    },
  };
}

async function status(url: string, body?: string): Promise<readonly [number, string]> {
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(url, body === undefined ? {} : { method: 'POST', headers, body });
  return [response.status, await response.text()];
}

/** The service with both windows of its practice chat. Another one that starts at the same moment may take their ports. */
async function startedWithWindows(data: string, env: Record<string, string>) {
  for (let again = 3; ; again -= 1) {
    const serve = startEntry(['serve'], { data, env });
    const screen = await serve.shows(/Ctrl-C ends everything/);
    const windows = screen.match(/http:\/\/127\.0\.0\.1:\d+/g) ?? [];
    if (windows.length === 2) return { serve, windows };
    if (again === 0) throw new Error(`It started without its windows:\n${screen}`);
    await serve.stop('SIGTERM');
  }
}

const answersAt = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  );

describe('the service', { timeout: 120_000 }, () => {
  test('bears bad requests, a second one beside it and the loss of its store; then ends with nothing left behind', async () => {
    const data = ownFolder();
    const port = await anyPort();
    const env = { PORT: String(port) };
    const { serve, windows } = await startedWithWindows(data, env);

    const second = await runEntry(['serve'], { data, env, input: '' });
    expect(second).toMatchObject({ status: 2, out: '' });
    expect(second.err).toContain(`Port ${port} is already in use, perhaps by another Share Check.`);
    expect(second.err).toContain(`choose another port: PORT=${port + 1} npm start`);
    expectPlain(second.err);

    const messages = `http://127.0.0.1:${port}/api/messages`;
    for (const body of ['', '{', '[]', 'null', `{"type":"message","text":"${CANARY}"}`, '{"__proto__":{}}']) {
      const [code, told] = await status(messages, body);
      expect([body, code]).toEqual([body, 400]);
      expect(told).not.toContain(CANARY);
      expectPlain(told);
    }
    expect((await status(messages, JSON.stringify({ text: CANARY.repeat(100_000) })))[0]).toBe(413);

    const sam = await personInTeams(port);
    const question = await sam.say('share check');
    for (const name of readdirSync(data)) if (name.includes('.db')) rmSync(join(data, name));
    const emergency = dialog.questions[0]?.options.find(({ value }) => value === 'immediate')?.label ?? '';
    const advice = visibleText((await sam.tap(question, emergency)).content);
    expect(advice).toContain(NOT_RECORDED);
    expect(advice).toMatch(/999[\s\S]*01632 96\d{4}/);
    expect(advice.match(/^[1-5]\. /gm)).toHaveLength(5);
    expect(await status(`http://127.0.0.1:${port}/readyz`)).toEqual([
      503,
      expect.stringContaining('"database"'),
    ]);
    expect((await status(`http://127.0.0.1:${port}/healthz`))[0]).toBe(200);

    const ended = await serve.stop('SIGTERM');
    expect(ended).toMatchObject({ status: 0, signal: null });
    expect(ended.err).toMatch(/"event":"turn-not-recorded","code":"store-gone","remedy":"Put the file back/);
    expect(ended.err.match(/"event":"outbox-not-read"/g)?.length ?? 0).toBeLessThanOrEqual(1);
    expect(ended.err).not.toContain(CANARY);
    expectPlain(ended.out + ended.err);
    for (const url of [...windows, messages]) expect([url, await answersAt(url)]).toEqual([url, false]);
  });
});
