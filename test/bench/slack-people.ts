import { createHmac } from 'node:crypto';
import { Agent, createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A button as people find it in a window. */
type Pressable = { readonly actionId: string; readonly value: string; readonly label: string };

/** People who press, and the Slack between them and a service: what it shows a person decides what they press next. */
export type People = {
  /** Where the service reaches this Slack. */
  readonly apiUrl: string;
  /** The two windows that change places while people go on pressing: what the service draws most of the time. */
  readonly views: () => readonly unknown[];
  /** `count` people press for `ms`, each as soon as their window has changed. Resolves with turns a second. */
  inARush(count: number, ms: number): Promise<number>;
  /** So many presses a second for `ms`, whoever is free. Resolves with how long each wait for the acknowledgement took, in ms. */
  atPace(perSecond: number, ms: number): Promise<readonly number[]>;
  close(): Promise<void>;
};

const PRESSES_EACH = 40;

/** `talksBack`: the service shows a window for a person to press in; otherwise every press is the same. */
export async function people(servicePort: () => number, secret: string, talksBack: boolean): Promise<People> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const changed = new Map<string, (view: unknown) => void>();
  let views: readonly unknown[] = [];
  let ids = 0;

  const server = createServer(async (incoming, response) => {
    const sent = sentIn(await textOf(incoming));
    const method = (incoming.url ?? '').replace(/^.*\//, '');
    response.setHeader('Content-Type', 'application/json');
    if (method === 'auth.test') {
      response.setHeader('x-oauth-scopes', 'chat:write');
      response.end('{"ok":true,"team_id":"T1","user_id":"U0","bot_id":"B1"}');
      return;
    }
    const { view = null, view_id: viewId = `V-${sent.trigger_id}` } = sent;
    response.end(JSON.stringify({ ok: true, view: { id: viewId } }));
    if (view === null) return;
    // One of each size is enough: the other is its way back.
    if (views.length < 2 || ids % 64 === 0) {
      const others = views.filter((other) => sizeOf(other) !== sizeOf(view));
      views = [...others.slice(-1), view];
    }
    changed.get(viewId)?.(view);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;

  const post = (payload: unknown): Promise<void> => {
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
    return new Promise((resolve, reject) => {
      const headers = {
        'Content-Type': 'application/x-www-form-urlencoded',
        'Content-Length': Buffer.byteLength(body),
        'X-Slack-Request-Timestamp': timestamp,
        'X-Slack-Signature': `v0=${signature}`,
      };
      const target = { host: '127.0.0.1', port: servicePort(), path: '/slack/events', method: 'POST' };
      request({ ...target, agent, headers }, (response) => {
        response.resume();
        response.on('end', () =>
          response.statusCode === 200 ? resolve() : reject(new Error(`answered ${response.statusCode}`)),
        );
      })
        .on('error', reject)
        .end(body);
    });
  };

  /** One person: gives the next press each time, and waits for what it comes to. */
  const person = () => {
    let user = '';
    let view: unknown = null;
    let viewId = '';
    let presses = PRESSES_EACH;
    return async (acknowledged?: (ms: number) => void): Promise<void> => {
      ids += 1;
      const trigger = `${ids}.1`;
      if (presses >= PRESSES_EACH) {
        user = `U${ids}`;
        view = null;
        viewId = `V-${trigger}`;
        presses = 0;
      }
      presses += 1;
      const pressed = view === null || !talksBack ? BEGIN : choose(pressablesOf(view), presses);
      const shown = new Promise<unknown>((resolve) => changed.set(viewId, resolve));
      const at = performance.now();
      await post({
        type: 'block_actions',
        user: { id: user, username: 'somebody', team_id: 'T1' },
        team: { id: 'T1' },
        api_app_id: 'A1',
        token: 'unused',
        trigger_id: trigger,
        container: { type: 'view', view_id: viewId },
        view: {
          id: viewId,
          type: view === null && talksBack ? 'home' : 'modal',
          hash: trigger,
          callback_id: 'share-check',
          state: { values: {} },
        },
        actions: [
          {
            type: 'button',
            block_id: 'b1',
            action_id: pressed.actionId,
            value: pressed.value,
            action_ts: trigger,
          },
        ],
      });
      acknowledged?.(performance.now() - at);
      view = await shown;
      changed.delete(viewId);
    };
  };

  return {
    apiUrl,
    views: () => views,
    async inARush(count, ms) {
      let turns = 0;
      const began = performance.now();
      const each = async (): Promise<void> => {
        const press = person();
        while (performance.now() - began < ms) {
          await press();
          turns += 1;
        }
      };
      await Promise.all(Array.from({ length: count }, each));
      return turns / ((performance.now() - began) / 1000);
    },
    async atPace(perSecond, ms) {
      const waits: number[] = [];
      const idle: ReturnType<typeof person>[] = [];
      const underWay: Promise<void>[] = [];
      const began = performance.now();
      for (let n = 0; performance.now() - began < ms; n++) {
        const due = began + (n * 1000) / perSecond;
        // Asleep between presses: on two processors, waiting awake would keep the service from its own.
        while (performance.now() < due) await wait(Math.max(1, due - performance.now()));
        const press = idle.pop() ?? person();
        underWay.push(press((wait) => waits.push(wait)).then(() => void idle.push(press)));
      }
      await Promise.all(underWay);
      return waits;
    },
    close: () =>
      new Promise((resolve) => {
        agent.destroy();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const BEGIN: Pressable = { actionId: 'press:1', value: 'say:share check', label: '' };

/** What is pressed when: two answers that open no case, then why it is asked, and back, again and again. */
function choose(buttons: readonly Pressable[], press: number): Pressable {
  const wanted = press <= 3 ? /^(choose: )?no\b/i : /^(why are you asking|back to the question)/i;
  const found = buttons.find(({ label }) => wanted.test(label));
  if (found !== undefined) return found;
  throw new Error(`Nothing to press: ${buttons.map(({ label }) => label).join(', ')}`);
}

function pressablesOf(value: unknown): Pressable[] {
  if (Array.isArray(value)) return value.flatMap(pressablesOf);
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'button' && 'value' in value && 'action_id' in value) {
    const label = 'accessibility_label' in value ? value.accessibility_label : textIn(value);
    return [{ actionId: String(value.action_id), value: String(value.value), label: String(label) }];
  }
  return Object.values(value).flatMap(pressablesOf);
}

const textIn = (value: object): unknown => {
  const text = 'text' in value ? value.text : null;
  return typeof text === 'object' && text !== null && 'text' in text ? text.text : '';
};

/** What a call of the Web API holds, as JSON or as a form. */
function sentIn(text: string): {
  readonly view?: unknown;
  readonly view_id?: string;
  readonly trigger_id?: string;
} {
  if (text.startsWith('{')) return JSON.parse(text);
  const form = Object.fromEntries(new URLSearchParams(text));
  return { ...form, ...(form.view === undefined ? {} : { view: JSON.parse(form.view) }) };
}

const sizeOf = (view: unknown): number => JSON.stringify(view).length;

async function textOf(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
