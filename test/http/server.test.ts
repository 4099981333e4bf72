import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { EventEmitter } from 'node:events';
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createQuestionCounts } from '../../src/http/question-counts.ts';
import { LARGEST_BODY, type RunningServer, type ServerOptions, startServer } from '../../src/http/server.ts';

const OPTIONS: ServerOptions = {
  host: '127.0.0.1',
  port: 0,
  local: true,
  checks: {},
  deliveries: async () => ({}),
};
const JSON_TYPE = { 'Content-Type': 'application/json' };
let server: RunningServer;
let received: unknown[];

async function start(options: Partial<ServerOptions> = {}): Promise<void> {
  server = await startServer({ ...OPTIONS, ...options });
}
async function get(path: string): Promise<{ status: number; text: string; type: string | null }> {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
  return { status: response.status, text: await response.text(), type: response.headers.get('content-type') };
}
async function post(
  body: string,
  headers: Record<string, string>,
): Promise<{ status: number; text: string }> {
  const response = await fetch(`http://127.0.0.1:${server.port}/api/messages`, {
    method: 'POST',
    headers,
    body,
  });
  return { status: response.status, text: await response.text() };
}

beforeEach(() => {
  received = [];
});
afterEach(() => server.close());

describe('health', () => {
  it('is alive whatever else is wrong', async () => {
    await start({ checks: { database: () => Promise.reject(new Error('gone')) } });
    expect(await get('/healthz')).toMatchObject({ status: 200 });
  });

  it('is ready when every part is', async () => {
    await start({ checks: { database: async () => {}, outbox: async () => {} } });
    expect(await get('/readyz')).toMatchObject({ status: 200, text: '{"status":"ready"}' });
  });

  it('names the parts that are not ready, and nothing of why', async () => {
    const fail = () => Promise.reject(new Error('password of the database'));
    await start({ checks: { database: fail, outbox: async () => {}, teams: fail } });
    const { status, text } = await get('/readyz');
    expect(status).toBe(503);
    expect(JSON.parse(text)).toEqual({ status: 'not ready', notReady: ['database', 'teams'] });
  });

  it('gives figures in the text format of Prometheus', async () => {
    await start({ deliveries: async () => ({ waiting: 2, dead: 1 }) });
    const { text, type } = await get('/metrics');
    expect(type).toContain('text/plain; version=0.0.4');
    expect(text).toContain(
      'share_check_deliveries{state="waiting"} 2\nshare_check_deliveries{state="dead"} 1\n',
    );
  });

  it('counts questions and answers, without a word of them', async () => {
    const counts = createQuestionCounts();
    counts.asked('not-covered');
    counts.helped('our-"own"/part-1', false);
    await start({ questions: counts.lines });
    const { text } = await get('/metrics');
    expect(text).toContain('share_check_questions_total{outcome="not-covered"} 1\n');
    expect(text).toContain('share_check_questions_total{outcome="danger"} 0\n');
    expect(text).toContain('share_check_answers_total{helpful="no"} 1\n');
    expect(text).toContain(
      'share_check_section_answers_total{section="our-\\"own\\"/part-1",helpful="no"} 1\n',
    );
  });

  it('shows what is read off the open cases', async () => {
    await start({ following: async () => ['share_check_oldest_unacknowledged_seconds{class="today"} 60'] });
    const { text } = await get('/metrics');
    expect(text).toContain('\nshare_check_oldest_unacknowledged_seconds{class="today"} 60\n');
  });

  it('tells a stranger nothing when a figure cannot be had', async () => {
    const fail = () => Promise.reject(new Error('secret'));
    for (const options of [{ deliveries: fail }, { following: fail }]) {
      await start(options);
      const { status, text } = await get('/metrics');
      expect(status).toBe(500);
      expect(text).not.toContain('secret');
      await server.close();
    }
    await start();
  });
});

describe('messages', () => {
  const messages: ServerOptions['messages'] = async ({ body, authorization }) => {
    received.push({ body, authorization });
    return { status: 200, body: { told: true } };
  };

  it('come through with the sender’s token, and the answer goes back', async () => {
    await start({ messages });
    const answer = await post('{"a":1}', { ...JSON_TYPE, Authorization: 'Bearer x' });
    expect(answer).toEqual({ status: 200, text: '{"told":true}' });
    expect(received).toEqual([{ body: { a: 1 }, authorization: 'Bearer x' }]);
  });

  it.each<[string, string, Record<string, string>, number]>([
    ['broken JSON', '{"name": "Ellie Byrne"', JSON_TYPE, 400],
    ['another type', '{}', { 'Content-Type': 'text/plain' }, 415],
    ['too large a body', JSON.stringify('x'.repeat(LARGEST_BODY)), JSON_TYPE, 413],
  ])('%s is refused in plain words, without repeating it', async (_name, body, headers, status) => {
    await start({ messages });
    const answer = await post(body, headers);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toHaveProperty('message');
    expect(answer.text).not.toContain('Ellie');
    expect(received).toEqual([]);
  });

  it('a large body that does not say its size is refused too', async () => {
    await start({ messages });
    const { port } = server;
    const status = await new Promise((resolve, reject) => {
      const sending = request(
        { port, path: '/api/messages', method: 'POST', headers: JSON_TYPE },
        (response) => {
          resolve(response.statusCode);
          sending.destroy();
        },
      );
      sending.on('error', reject);
      sending.write('x'.repeat(LARGEST_BODY));
      sending.write('x'.repeat(LARGEST_BODY));
    });
    expect(status).toBe(413);
  });

  it('are not taken where Teams is not set up', async () => {
    await start();
    expect((await post('{}', JSON_TYPE)).status).toBe(404);
  });

  it('are refused in the local mode when meant for another name: a page elsewhere cannot pose as this machine', async () => {
    await start({ messages });
    const { port } = server;
    const status = await new Promise((resolve, reject) => {
      const headers = { ...JSON_TYPE, Host: `evil.example:${port}` };
      request({ port, path: '/api/messages', method: 'POST', headers }, (response) =>
        resolve(response.statusCode),
      )
        .on('error', reject)
        .end('{}');
    });
    expect(status).toBe(403);
    expect(received).toEqual([]);
  });
});

describe('the port', () => {
  it('in use: says which, and how to choose another', async () => {
    await start();
    await expect(startServer({ ...OPTIONS, port: server.port })).rejects.toMatchObject({
      code: 'port-in-use',
      message: expect.stringContaining(String(server.port)),
      remedy: expect.stringContaining(`PORT=${server.port + 1}`),
    });
  });

  it('on an address this machine does not have: says so', async () => {
    await start();
    await expect(startServer({ ...OPTIONS, host: '203.0.113.7' })).rejects.toMatchObject({
      code: 'cannot-listen',
    });
  });

  it('is free again after closing, and what was in flight was answered', async () => {
    let release: (() => void) | undefined;
    const reached = new Promise<void>((resolve) => {
      release = resolve;
    });
    let answer: (() => void) | undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await start({
      messages: async () => {
        release?.();
        await held;
        return { status: 200, body: 'late' };
      },
    });
    const { port } = server;
    const response = post('{}', JSON_TYPE);
    await reached;
    const closed = server.close();
    answer?.();
    expect((await response).text).toBe('"late"');
    await closed;
    await start({ port });
    expect(server.port).toBe(port);
  });
});

describe('a fault of the port while it is served', () => {
  const LISTENING = 'tracing:net.server.listen:asyncStart';

  it('is told by its code, each time, and ends nothing', async () => {
    const faults: string[] = [];
    let listening: EventEmitter | undefined;
    const seen = (message: unknown): void => {
      listening = (message as { readonly server: EventEmitter }).server;
    };
    subscribe(LISTENING, seen);
    await start({ fault: (code) => void faults.push(code) });
    unsubscribe(LISTENING, seen);
    for (const code of ['ECONNABORTED', 'EMFILE']) {
      listening?.emit('error', Object.assign(new Error('secret'), { code }));
    }
    expect(faults).toEqual(['ECONNABORTED', 'EMFILE']);
    expect(await get('/healthz')).toMatchObject({ status: 200 });
  });
});
