/** What of Slack the app listens to. `manifest/slack/manifest.yaml` asks for these and for nothing else. */

export const COMMAND = '/share-check';

/** The `callback_id` of the shortcut that starts a check from anywhere. */
export const GLOBAL_SHORTCUT = 'share-check-start';

/** The `callback_id` of the shortcut in the menu of a message. */
export const MESSAGE_SHORTCUT = 'share-check-message';

/** Events as a manifest names them; what arrives has the name before the dot as its `type`. */
export const EVENTS = [
  'message.im',
  'app_mention',
  'app_home_opened',
  'app_uninstalled',
  'tokens_revoked',
] as const;

export const USES = {
  commands: [COMMAND],
  shortcuts: [GLOBAL_SHORTCUT, MESSAGE_SHORTCUT],
  events: EVENTS,
} as const;
