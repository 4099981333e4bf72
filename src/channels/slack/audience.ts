import { DeliveryError } from '../../delivery/messenger.ts';
import { ARCHIVED, NOT_IN_CHANNEL, PERSON_GONE, PERSON_IS_BOT } from './delivery-fault.ts';
import { type MemberInfo, type SlackApi, SlackFault } from './slack-api.ts';

export type AudienceParts = {
  readonly api: Pick<SlackApi, 'channel' | 'members' | 'member'>;
  /** Whether notifications.yaml lets this channel be one that everybody in the organisation can join. */
  readonly allowPublic: (channel: string) => boolean;
  readonly now?: () => Date;
};

/**
 * Who would read a message. Each resolves when it may be written, and rejects with a permanent `DeliveryError` that says whom
 * it would reach, or with the `SlackFault` of a look-up that did not work.
 */
export type Audience = {
  /** Looked at anew each time: whoever was let in since would read everything. */
  ofChannel(channel: string): Promise<void>;
  ofPerson(userId: string): Promise<void>;
};

const KNOWN_FOR_MS = 5 * 60_000;
const MOST_KNOWN = 2000;
/** Slack lets about a hundred people a minute be looked up; more could never be known at one time. */
const MOST_MEMBERS = 300;
const AT_ONCE = 8;

const RETRY = 'Then run: share-check deliveries retry.';
const OTHERWISE = `or name another channel in notifications.yaml. ${RETRY}`;

const GUESTS = {
  code: 'slack-channel-has-guests',
  message: 'There are guests in the channel in Slack, so nothing is posted there.',
  remedy: `Take the guests out of the channel, ${OTHERWISE}`,
};
const SHARED = {
  code: 'slack-channel-shared-outside',
  message: 'The channel in Slack is shared with another organisation, so nothing is posted there.',
  remedy: `End the sharing and take people of other organisations out, ${OTHERWISE}`,
};
const PUBLIC = {
  code: 'slack-channel-public',
  message: 'Everybody in the workspace can join the channel in Slack, so nothing is posted there.',
  remedy: `Make the channel private. Or, if everybody may read it, set "public: true" for it in notifications.yaml. ${RETRY}`,
};
const TOO_LARGE = {
  code: 'slack-channel-too-large',
  message: `There are more than ${MOST_MEMBERS} people in the channel in Slack: too many to see whether all may read it.`,
  remedy: `Take people out of the channel, ${OTHERWISE}`,
};
const GUEST = {
  code: 'slack-person-is-guest',
  message: 'The person is a guest in the Slack workspace, so nothing is sent to them.',
  remedy: `Make them a full member of the workspace, or name somebody else in notifications.yaml. Tell somebody yourself now. ${RETRY}`,
};
const STRANGER = {
  code: 'slack-person-outside',
  message: 'The person belongs to another organisation in Slack, so nothing is sent to them.',
  remedy: `Set "slack" for them in people.yaml to their member id in your own workspace. Tell somebody yourself now. ${RETRY}`,
};

/** Looks at who would read a message before it is written. People are known for five minutes, who is in a channel never. */
export function createAudience({ api, allowPublic, now = () => new Date() }: AudienceParts): Audience {
  const known = new Map<string, { readonly member: Promise<MemberInfo>; readonly at: number }>();

  const member = (userId: string): Promise<MemberInfo> => {
    const at = now().getTime();
    const before = known.get(userId);
    if (before !== undefined && at - before.at < KNOWN_FOR_MS) return before.member;
    const asked = { member: api.member(userId), at };
    known.delete(userId);
    known.set(userId, asked);
    asked.member.catch(() => known.get(userId) === asked && known.delete(userId));
    const [oldest] = known.keys();
    if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
    return asked.member;
  };

  /** Why this one may not read along; null when they may. */
  const objectionTo = async (userId: string) => {
    try {
      const { gone, stranger, guest } = await member(userId);
      // A closed account reads nothing.
      return gone ? null : stranger ? SHARED : guest ? GUESTS : null;
    } catch (error) {
      // In the channel, and not to be seen from this workspace.
      if (error instanceof SlackFault && /^user_not_(found|visible)$/.test(error.code)) return SHARED;
      throw error;
    }
  };

  return {
    async ofChannel(channel) {
      const info = await api.channel(channel);
      if (info.archived) throw refused(ARCHIVED);
      if (info.external) throw refused(SHARED);
      if (!info.private && !allowPublic(channel)) throw refused(PUBLIC);
      if (!info.member) throw refused(NOT_IN_CHANNEL);
      const members = await everybodyIn(channel);
      for (let next = 0; next < members.length; next += AT_ONCE) {
        const objections = await Promise.all(members.slice(next, next + AT_ONCE).map(objectionTo));
        const objection = objections.find((one) => one !== null);
        if (objection) throw refused(objection);
      }
    },
    async ofPerson(userId) {
      const { gone, stranger, guest, bot } = await member(userId);
      const objection = gone ? PERSON_GONE : stranger ? STRANGER : guest ? GUEST : bot ? PERSON_IS_BOT : null;
      if (objection !== null) throw refused(objection);
    },
  };

  async function everybodyIn(channel: string): Promise<readonly string[]> {
    try {
      const members = await api.members(channel);
      if (members.length <= MOST_MEMBERS) return members;
    } catch (error) {
      if (!(error instanceof SlackFault && error.code === 'too_many_members')) throw error;
    }
    throw refused(TOO_LARGE);
  }
}

const refused = (words: typeof GUESTS): DeliveryError => new DeliveryError({ ...words, permanent: true });
