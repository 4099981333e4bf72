import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A card as it stands in the chat after a message came or was replaced. */
export type Arrived = {
  readonly conversation: string;
  readonly activityId: string;
  readonly content: unknown;
  readonly text: string;
};

/** The chat with this person. */
export const chatOf = (userId: string): string => `a:${userId}`;

export type StubConnector = {
  readonly url: string;
  /** Everything that came, in order; a replaced card comes again under its id. */
  readonly arrived: readonly Arrived[];
  close(): Promise<void>;
};

/** Stands in for the service that Teams gives bots: takes messages and replacements, and hands out ids. */
export async function startStubConnector(): Promise<StubConnector> {
  const arrived: Arrived[] = [];
  let ids = 0;
  const server = createServer((request, response) => {
    void read(request).then((activity) => {
      if (request.method === 'GET') return void response.end(JSON.stringify({ members: [] }));
      const [member] = activity.members ?? [];
      if (member !== undefined) return void response.end(JSON.stringify({ id: chatOf(member.id) }));
      const path = decodeURIComponent(request.url ?? '');
      const replaced = /\/activities\/([^/]+)$/.exec(path)?.[1];
      const conversation = /\/conversations\/([^/]+)\//.exec(path)?.[1] ?? '';
      ids += 1;
      const activityId = request.method === 'PUT' && replaced !== undefined ? replaced : `message-${ids}`;
      const [attachment] = activity.attachments ?? [];
      arrived.push({ conversation, activityId, content: attachment?.content, text: activity.text ?? '' });
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ id: activityId }));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    arrived,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Activity = {
  readonly text?: string;
  readonly members?: readonly { readonly id: string }[];
  readonly attachments?: readonly { readonly content: unknown }[];
};

async function read(request: IncomingMessage): Promise<Activity> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text === '' ? '{}' : text) as Activity;
}
