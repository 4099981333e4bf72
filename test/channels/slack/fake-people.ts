import {
  type ChannelInfo,
  type MemberInfo,
  type SlackApi,
  SlackFault,
} from '../../../src/channels/slack/slack-api.ts';

export const PRIVATE: ChannelInfo = { archived: false, private: true, external: false, member: true };
export const MEMBER: MemberInfo = { guest: false, stranger: false, bot: false, gone: false };

/** Who is there, at the port: what a test does not say is a private channel of full members. */
export function fakePeople() {
  const asked: string[] = [];
  const people = new Map<string, MemberInfo | SlackFault>();
  let channel: ChannelInfo | SlackFault = PRIVATE;
  let members: readonly string[] | SlackFault = ['U-LEAD'];
  const answered = async <Value>(name: string, value: Value | SlackFault): Promise<Value> => {
    asked.push(name);
    if (value instanceof SlackFault) throw value;
    return value;
  };
  const api: Pick<SlackApi, 'channel' | 'members' | 'member'> = {
    channel: (id) => answered(`channel ${id}`, channel),
    members: (id) => answered(`members ${id}`, members),
    member: (id) => answered(`member ${id}`, people.get(id) ?? MEMBER),
  };
  return {
    api,
    asked,
    people,
    setChannel: (value: Partial<ChannelInfo> | SlackFault) => {
      channel = value instanceof SlackFault ? value : { ...PRIVATE, ...value };
    },
    setMembers: (value: readonly string[] | SlackFault) => {
      members = value;
    },
  };
}
