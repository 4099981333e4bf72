const SAM = { id: '29:sam', aadObjectId: '00000000-0000-4000-8000-000000000101', name: 'Sam Okafor' };
export const SAM_ID = SAM.aadObjectId;

type Extra = Record<string, unknown>;

function activity(serviceUrl: string, extra: Extra): Extra {
  return {
    id: 'activity-1',
    channelId: 'msteams',
    serviceUrl,
    from: SAM,
    recipient: { id: '28:share-check', name: 'Share Check' },
    conversation: { id: 'a:chat', conversationType: 'personal', tenantId: 'tenant-1' },
    ...extra,
  };
}

/** What Teams sends when somebody writes. */
export const message = (serviceUrl: string, text: string, extra: Extra = {}): Extra =>
  activity(serviceUrl, { type: 'message', text, ...extra });

/** What Teams sends when a button of a card is pressed: the data of the action and the fields in one. */
export const press = (serviceUrl: string, data: Extra, extra: Extra = {}): Extra =>
  activity(serviceUrl, {
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: 'card-1',
    value: { action: { type: 'Action.Execute', verb: 'press', data } },
    ...extra,
  });

/** The same from a client too old for Action.Execute. */
export const submit = (serviceUrl: string, data: Extra): Extra =>
  activity(serviceUrl, { type: 'message', replyToId: 'card-1', value: data });

export const installed = (serviceUrl: string, action = 'add'): Extra =>
  activity(serviceUrl, { type: 'installationUpdate', action });

export const IN_A_CHANNEL = {
  conversation: {
    id: '19:channel@thread.tacv2;messageid=1',
    conversationType: 'channel',
    tenantId: 'tenant-1',
  },
};
