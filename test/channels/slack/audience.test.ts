import { beforeEach, describe, expect, it } from 'vitest';
import { type Audience, createAudience } from '../../../src/channels/slack/audience.ts';
import { type ChannelInfo, type MemberInfo, SlackFault } from '../../../src/channels/slack/slack-api.ts';
import { DeliveryError } from '../../../src/delivery/messenger.ts';
import { fakePeople, MEMBER } from './fake-people.ts';

let slack: ReturnType<typeof fakePeople>;
let audience: Audience;
let clock: number;

beforeEach(() => {
  slack = fakePeople();
  clock = 0;
  audience = createAudience({
    api: slack.api,
    allowPublic: (channel) => channel === 'C-PUBLIC',
    now: () => new Date(clock),
  });
});

async function refusalOf(look: Promise<void>): Promise<DeliveryError> {
  const error = await look.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof DeliveryError) return error;
  throw new Error('No DeliveryError was thrown.', { cause: error });
}

describe('a channel', () => {
  it('of full members of the workspace may be posted to', async () => {
    slack.setMembers(['U-LEAD', 'U-DEPUTY', 'U-BOT']);
    slack.people.set('U-BOT', { ...MEMBER, bot: true });
    await audience.ofChannel('C1');
    expect(slack.asked).toEqual([
      'channel C1',
      'members C1',
      'member U-LEAD',
      'member U-DEPUTY',
      'member U-BOT',
    ]);
  });

  it.each<[string, Partial<ChannelInfo>, string]>([
    ['archived', { archived: true }, 'slack-channel-archived'],
    ['shared with others', { external: true }, 'slack-channel-shared-outside'],
    ['public', { private: false }, 'slack-channel-public'],
    ['without Share Check in it', { member: false }, 'slack-not-in-channel'],
    ['public and shared', { private: false, external: true }, 'slack-channel-shared-outside'],
  ])('that is %s may not', async (_what, info, code) => {
    slack.setChannel(info);
    const refusal = await refusalOf(audience.ofChannel('C1'));
    expect(refusal).toMatchObject({ code, permanent: true, unclear: false });
    expect(refusal.remedy).toContain('share-check deliveries retry');
  });

  it.each<[string, Partial<MemberInfo>, string]>([
    ['a guest', { guest: true }, 'slack-channel-has-guests'],
    ['somebody of another organisation', { stranger: true }, 'slack-channel-shared-outside'],
    ['an app of another organisation', { stranger: true, bot: true }, 'slack-channel-shared-outside'],
  ])('with %s in it may not', async (_what, info, code) => {
    slack.setMembers([...Array.from({ length: 20 }, (_, n) => `U${n}`), 'U-X']);
    slack.people.set('U-X', { ...MEMBER, ...info });
    const refusal = await refusalOf(audience.ofChannel('C1'));
    expect(refusal).toMatchObject({ code, permanent: true });
    expect(refusal.message + refusal.remedy).not.toContain('U-X');
  });

  it.each(['user_not_found', 'user_not_visible'])(
    'with somebody nobody here knows (%s) may not',
    async (code) => {
      slack.people.set('U-LEAD', new SlackFault(code, false));
      expect(await refusalOf(audience.ofChannel('C1'))).toMatchObject({
        code: 'slack-channel-shared-outside',
      });
    },
  );

  it('with a guest whose account is closed may', async () => {
    slack.people.set('U-LEAD', { ...MEMBER, guest: true, gone: true });
    await audience.ofChannel('C1');
  });

  it('that is public may where notifications.yaml says so, and still not with a guest in it', async () => {
    slack.setChannel({ private: false });
    await audience.ofChannel('C-PUBLIC');
    slack.setMembers(['U-GUEST']);
    slack.people.set('U-GUEST', { ...MEMBER, guest: true });
    expect((await refusalOf(audience.ofChannel('C-PUBLIC'))).code).toBe('slack-channel-has-guests');
  });

  it('with more people than can be looked at may not', async () => {
    slack.setMembers(Array.from({ length: 301 }, (_, n) => `U${n}`));
    expect((await refusalOf(audience.ofChannel('C1'))).code).toBe('slack-channel-too-large');
    slack.setMembers(new SlackFault('too_many_members', false));
    expect((await refusalOf(audience.ofChannel('C1'))).code).toBe('slack-channel-too-large');
    expect(slack.asked.filter((call) => call.startsWith('member '))).toEqual([]);
  });

  it('whose people cannot be looked at is not taken for one of members', async () => {
    const down = new SlackFault('http_503', true);
    slack.people.set('U-LEAD', down);
    await expect(audience.ofChannel('C1')).rejects.toBe(down);
    slack.people.delete('U-LEAD');
    slack.setMembers(down);
    await expect(audience.ofChannel('C1')).rejects.toBe(down);
    slack.setChannel(down);
    await expect(audience.ofChannel('C1')).rejects.toBe(down);
  });

  it('is looked at anew each time, its people after five minutes', async () => {
    await audience.ofChannel('C1');
    clock += 5 * 60_000 - 1;
    await audience.ofChannel('C1');
    expect(slack.asked).toEqual(['channel C1', 'members C1', 'member U-LEAD', 'channel C1', 'members C1']);
    clock += 1;
    slack.people.set('U-LEAD', { ...MEMBER, guest: true });
    expect((await refusalOf(audience.ofChannel('C1'))).code).toBe('slack-channel-has-guests');
  });

  it('is seen with the guest who came a moment ago', async () => {
    slack.people.set('U-GUEST', { ...MEMBER, guest: true });
    await audience.ofChannel('C1');
    slack.setMembers(['U-LEAD', 'U-GUEST']);
    expect((await refusalOf(audience.ofChannel('C1'))).code).toBe('slack-channel-has-guests');
  });
});

describe('a person', () => {
  it('of the workspace may be written to', async () => {
    await audience.ofPerson('U-LEAD');
    expect(slack.asked).toEqual(['member U-LEAD']);
  });

  it.each<[string, Partial<MemberInfo>, string]>([
    ['is a guest', { guest: true }, 'slack-person-is-guest'],
    ['belongs elsewhere', { stranger: true }, 'slack-person-outside'],
    ['left', { gone: true }, 'slack-person-gone'],
    ['is an app', { bot: true }, 'slack-person-is-bot'],
  ])('who %s may not', async (_what, info, code) => {
    slack.people.set('U-LEAD', { ...MEMBER, ...info });
    const refusal = await refusalOf(audience.ofPerson('U-LEAD'));
    expect(refusal).toMatchObject({ code, permanent: true });
    expect(refusal.remedy).toMatch(/yourself now/);
  });

  it('who could not be looked up is asked for again', async () => {
    slack.people.set('U-LEAD', new SlackFault('timeout', true));
    await expect(audience.ofPerson('U-LEAD')).rejects.toMatchObject({ code: 'timeout' });
    slack.people.delete('U-LEAD');
    await audience.ofPerson('U-LEAD');
  });
});
