import type { HttpAnswer } from '../../../src/channels/teams/http-answer.ts';
import { createTeamsChannel, type TeamsOptions } from '../../../src/channels/teams/index.ts';
import type { TurnEvent, TurnReply } from '../../../src/conversation/event.ts';
import { startServer } from '../../../src/http/server.ts';
import { cardOf } from './every-block.ts';
import { memoryAddresses } from './memory-addresses.ts';
import { stubConnector } from './stub-connector.ts';

/** The channel behind its real endpoint, with a stub connector and a conversation that answers as told. */
export async function teamsOverHttp(options: Partial<TeamsOptions> = {}) {
  const connector = await stubConnector();
  const addresses = memoryAddresses();
  const events: TurnEvent[] = [];
  const faults: { readonly code: string }[] = [];
  const conversation: { answer: (event: TurnEvent) => Promise<TurnReply> } = {
    answer: async () => ({ cards: [{ ...cardOf(), title: 'Answered' }] }),
  };
  const channel = createTeamsChannel({
    local: true,
    serviceUrl: connector.serviceUrl,
    addresses,
    handle: (event) => {
      events.push(event);
      return conversation.answer(event);
    },
    search: async () => ({ quotes: [], note: 'Nothing.' }),
    report: (fault) => void faults.push(fault),
    times: { againMs: 1 },
    ...options,
  });
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    local: true,
    checks: {},
    deliveries: async () => ({}),
    messages: (request) => channel.receive(request),
  });
  return {
    ...{ connector, addresses, events, faults, conversation, channel },
    serviceUrl: connector.serviceUrl,
    url: `http://127.0.0.1:${server.port}`,
    async post(body: unknown, headers: Record<string, string> = {}): Promise<HttpAnswer> {
      const response = await fetch(`http://127.0.0.1:${server.port}/api/messages`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
    },
    async close() {
      await channel.stop();
      await server.close();
      await connector.close();
    },
  };
}

/** The title of the card in a message that was sent, or its words. */
export function titleOf(body: Record<string, unknown>): unknown {
  const [attachment] = (body.attachments ?? []) as { content: { body: { text: string }[] } }[];
  return attachment?.content.body[0]?.text ?? body.text;
}
