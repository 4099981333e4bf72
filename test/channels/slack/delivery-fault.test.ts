import { describe, expect, it } from 'vitest';
import { toDeliveryError } from '../../../src/channels/slack/delivery-fault.ts';
import { SlackFault } from '../../../src/channels/slack/slack-api.ts';
import { DeliveryError } from '../../../src/delivery/messenger.ts';
import { Fault } from '../../../src/fault.ts';

const clear = { permanent: false, unclear: false };
const permanent = { permanent: true, unclear: false };
const unclear = { permanent: false, unclear: true };

const CASES: readonly [string, boolean, object][] = [
  ['channel_not_found', false, { ...permanent, code: 'slack-channel-not-found' }],
  ['not_in_channel', false, { ...permanent, code: 'slack-not-in-channel' }],
  ['is_archived', false, { ...permanent, code: 'slack-channel-archived' }],
  ['token_revoked', false, { ...permanent, code: 'slack-token-refused' }],
  ['invalid_auth', false, { ...permanent, code: 'slack-token-refused' }],
  ['account_inactive', false, { ...permanent, code: 'slack-token-refused' }],
  ['missing_scope', false, { ...permanent, code: 'slack-scope-missing' }],
  ['user_not_found', false, { ...permanent, code: 'slack-no-such-person' }],
  ['user_disabled', false, { ...permanent, code: 'slack-person-gone' }],
  ['cannot_dm_bot', false, { ...permanent, code: 'slack-person-is-bot' }],
  ['restricted_action', false, { ...permanent, code: 'slack-not-allowed' }],
  ['msg_too_long', false, { ...permanent, code: 'slack-message-refused' }],
  ['invalid_blocks', false, { ...permanent, code: 'slack-message-refused' }],
  ['a_new_word', false, { ...permanent, code: 'slack-refused' }],
  ['unreachable', false, { ...clear, code: 'slack-unreachable' }],
  ['http_404', false, { ...clear, code: 'slack-unreachable' }],
  ['team_added_to_org', false, { ...clear, code: 'slack-unreachable' }],
  ['http_500', true, { ...unclear, code: 'slack-unreachable' }],
  ['fatal_error', true, { ...unclear, code: 'slack-unreachable' }],
  ['timeout', true, { ...unclear, code: 'slack-unreachable' }],
  ['connection_lost', true, { ...unclear, code: 'slack-unreachable' }],
  ['malformed_answer', true, { ...unclear, code: 'slack-unreachable' }],
];

describe('a fault of Slack', () => {
  it.each(CASES)('%s says whether to try again and what to do', (code, isUnclear, expected) => {
    const error = toDeliveryError(new SlackFault(code, isUnclear));
    expect(error).toMatchObject(expected);
    expect(error.message).toMatch(/\.$/);
    expect(error.remedy.length).toBeGreaterThan(10);
    if (error.setting) expect(error.remedy).toContain('sent by itself');
    else if (error.permanent && error.code !== 'slack-message-refused')
      expect(error.remedy).toContain('share-check deliveries retry');
    const ours = `${error.message} ${error.remedy}`;
    expect(ours).not.toMatch(/\b(please|sorry|valid|invalid|oops|forbidden)\b|an error occurred/i);
  });

  it.each(CASES)('%s in a look-up or a change leaves nothing in doubt', (code, isUnclear) => {
    const fault = new SlackFault(code, isUnclear);
    expect(toDeliveryError(fault, 'look-up').unclear).toBe(false);
    expect(toDeliveryError(fault, 'change').unclear).toBe(false);
    expect(toDeliveryError(fault, 'look-up').permanent).toBe(toDeliveryError(fault).permanent);
  });

  it('that asks to slow down says until when', () => {
    expect(toDeliveryError(new SlackFault('ratelimited', false, 7))).toMatchObject({
      ...clear,
      code: 'slack-busy',
      retryAfterSeconds: 7,
    });
    expect(toDeliveryError(new SlackFault('ratelimited', false)).retryAfterSeconds).toBeUndefined();
  });

  it('names the scope that is missing, where Slack does', () => {
    const named = toDeliveryError(new SlackFault('missing_scope', false, undefined, 'im:write'));
    expect(named.message).toContain('im:write');
    expect(toDeliveryError(new SlackFault('missing_scope', false)).message).toContain('a scope');
  });

  it('nobody knows names Slack’s own word', () => {
    expect(toDeliveryError(new SlackFault('a_new_word', false)).message).toContain('a_new_word');
  });
});

describe('anything else', () => {
  it('that is a DeliveryError stays as it is', () => {
    const error = new DeliveryError({ code: 'c', message: 'm', remedy: 'r' });
    expect(toDeliveryError(error)).toBe(error);
  });

  it('that is a Fault keeps its words', () => {
    expect(toDeliveryError(new Fault('c', 'm', 'r'))).toMatchObject({ ...permanent, code: 'c', remedy: 'r' });
  });

  it('tells nothing of itself', () => {
    const error = toDeliveryError(new Error('Kestrel'));
    expect(error).toMatchObject({ ...clear, code: 'slack-not-handed-over' });
    expect(`${error.message} ${error.remedy} ${error.stack}`).not.toContain('Kestrel');
  });
});
