/** What of Teams the app listens to. `manifest/teams/manifest.json` asks for these and for nothing else. */

/** Where it can be used: each has commands of its own, offered when somebody begins to write to it. */
export const SCOPES = ['personal', 'team', 'groupChat'] as const;
export type Scope = (typeof SCOPES)[number];

/** Typed in a channel: the summaries of decisions are posted there from now on. */
export const POST_DECISIONS_HERE = 'post decisions here';

/** What Teams offers to type in each. Choosing one sends its words, so they are understood as they stand. */
export const OFFERED: Readonly<Record<Scope, readonly string[]>> = {
  personal: ['share check', 'emergency', 'resume', 'records', 'rehearse', 'help'],
  team: [POST_DECISIONS_HERE, 'help'],
  groupChat: ['help'],
};

/** The `commandId` of the search that finds a passage of the guidance while somebody writes a message. */
export const QUOTE = 'quote';

/** The parameter of that search which holds what was typed. */
export const QUOTE_QUERY = 'query';

/** The `commandId` of the action in the menu of a message. */
export const CHECK_MESSAGE = 'check-before-sharing';

export const USES = { offered: OFFERED, queries: [QUOTE], actions: [CHECK_MESSAGE] } as const;
