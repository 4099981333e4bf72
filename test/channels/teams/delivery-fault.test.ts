import { describe, expect, it } from 'vitest';
import { TokenFault } from '../../../src/channels/teams/access-token.ts';
import { ConnectorFault } from '../../../src/channels/teams/connector-http.ts';
import { toDeliveryError } from '../../../src/channels/teams/delivery-fault.ts';
import { Fault } from '../../../src/fault.ts';

const answered = (status: number, code?: string) => new ConnectorFault(status, false, undefined, code);

describe('what a failed send means', () => {
  it.each([
    [403, 'BotNotInConversationRoster', 'teams-not-installed', /add Share Check in Teams.*ring the person/],
    [403, 'ForbiddenOperationException', 'teams-not-installed', /administrator install it/],
    [403, 'BotNotInstalledInConversation', 'teams-not-installed', /add Share Check/],
    [403, 'MessageWritesBlocked', 'teams-blocked', /unblock.*ring the person/],
    [403, 'ConversationBlockedByUser', 'teams-blocked', /unblock/],
    [403, 'BotDisabledByUser', 'teams-blocked', /unblock/],
    [403, 'BotDisabledByAdmin', 'teams-disabled-by-admin', /app policies.*ring the person/],
    [403, 'NotEnoughPermissions', 'teams-not-allowed', /ring the person/],
    [403, 'constructor', 'teams-not-allowed', /ring the person/],
    [403, undefined, 'teams-not-allowed', /ring the person/],
    [401, 'BotNotRegistered', 'teams-credentials-refused', /MicrosoftAppId.*ring the person/],
    [404, 'ConversationNotFound', 'teams-not-found', /people\.yaml.*ring the person/],
    [413, 'MessageSizeTooBig', 'teams-message-too-large', /ring the person/],
    [400, 'BotDisabledByAdmin', 'teams-message-refused', /ring the person/],
    [200, 'TooManyMembers', 'teams-too-many-members', /fewer people/],
  ])('%i %s is %s, until somebody acts', (status, code, expected, remedy) => {
    const found = toDeliveryError(answered(status, code));
    expect(found).toMatchObject({ code: expected, permanent: true, unclear: false });
    expect(found.remedy).toMatch(remedy);
  });

  it.each([
    [412, 'PreconditionFailed', 'teams-busy'],
    [429, 'Throttled', 'teams-busy'],
    [503, undefined, 'teams-unreachable'],
    [0, undefined, 'teams-unreachable'],
    [200, 'UnreadableAnswer', 'teams-unreachable'],
  ])('%i %s passes and is tried again', (status, code, expected) => {
    expect(toDeliveryError(answered(status, code))).toMatchObject({
      ...{ code: expected, permanent: false, unclear: false },
    });
  });

  it('credentials that are refused wait for somebody; a login that is away comes back; nothing has left', () => {
    expect(toDeliveryError(new TokenFault(true))).toMatchObject({
      ...{ code: 'teams-credentials-refused', permanent: true, unclear: false },
    });
    expect(toDeliveryError(new TokenFault(false))).toMatchObject({
      ...{ code: 'teams-not-handed-over', permanent: false, unclear: false },
    });
  });

  it('whether it may have arrived, and when to try again, is kept', () => {
    expect(toDeliveryError(new ConnectorFault(502, true, 9))).toMatchObject({
      ...{ permanent: false, unclear: true, retryAfterSeconds: 9 },
    });
  });

  it.each([
    ['teams-credentials', true],
    ['service-url-refused', true],
    // A message is not given up because a backup held the store for a moment.
    ['store-busy', false],
  ])('a fault of our own keeps its words: %s', (code, permanent) => {
    expect(toDeliveryError(new Fault(code, 'It happened.', 'Do this.'))).toMatchObject({
      ...{ code, remedy: 'Do this.', permanent, unclear: false },
    });
  });
});
