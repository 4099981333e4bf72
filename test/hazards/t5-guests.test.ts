import { expect, test } from 'vitest';
import { slackMessenger } from '../../src/channels/slack/messenger.ts';
import { createAddressBook } from '../../src/channels/teams/address-book.ts';
import { teamsMessenger } from '../../src/channels/teams/messenger.ts';
import type { Card } from '../../src/conversation/card.ts';
import type { Messenger } from '../../src/delivery/messenger.ts';
import { memoryAddresses } from '../channels/teams/memory-addresses.ts';

/** T5: once a guest has joined a channel nothing more is posted there, nor does a message there show anything new. */

const CARD: Card = { title: 'A decision was recorded', summary: 'A decision', blocks: [], buttons: [] };
const CHANNEL = '19:safeguarding@thread.tacv2';

/** A channel of a chat tool: who is in it, and all that was written there. */
type Room = { guest: boolean; readonly written: string[] };

function inTeams(room: Room): Messenger {
  return teamsMessenger({
    bot: {
      async send() {
        room.written.push('post');
        return '1';
      },
      async update() {
        room.written.push('update');
      },
      open: async () => 'a:chat',
      members: async () => [
        { id: '29:lead', name: 'Lead', tenant: 'ours', role: 'user' },
        ...(room.guest ? [{ id: '29:guest', name: 'Guest', tenant: 'ours', role: 'guest' }] : []),
      ],
    } as unknown as Parameters<typeof teamsMessenger>[0]['bot'],
    book: createAddressBook(memoryAddresses()),
    local: false,
    serviceUrl: undefined,
    tenant: 'ours',
    isOurs: (tenant) => tenant === 'ours',
    link: null,
  });
}

function inSlack(room: Room): Messenger {
  const member = (id: string) => ({ gone: false, stranger: false, guest: id === 'U-GUEST', bot: false });
  return slackMessenger({
    api: {
      async post() {
        room.written.push('post');
        return '1';
      },
      async update() {
        room.written.push('update');
      },
      openChat: async () => 'D1',
      channel: async () => ({ archived: false, external: false, private: true, member: true }),
      members: async () => ['U-LEAD', ...(room.guest ? ['U-GUEST'] : [])],
      member: async (id: string) => member(id),
    } as unknown as Parameters<typeof slackMessenger>[0]['api'],
    render: ({ title }) => ({ text: title, blocks: [] }),
    allowPublic: () => false,
  });
}

test.each([
  ['Teams', inTeams],
  ['Slack', inSlack],
] as const)(
  '%s: after a guest joins nothing is posted or changed, until they have left',
  async (_, connect) => {
    const room: Room = { guest: false, written: [] };
    const messenger = connect(room);
    const post = () => messenger.post(CHANNEL, CARD);
    const update = () => messenger.update({ kind: 'channel', target: CHANNEL }, '1', CARD);
    await post();
    await update();
    expect(room.written).toEqual(['post', 'update']);
    room.guest = true;
    for (const write of [post, update])
      await expect(write()).rejects.toMatchObject({
        code: expect.stringContaining('guests'),
        permanent: true,
      });
    expect(room.written).toEqual(['post', 'update']);
    room.guest = false;
    await post();
    await update();
    expect(room.written).toEqual(['post', 'update', 'post', 'update']);
  },
);
