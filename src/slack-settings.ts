import { z } from 'zod';

/** How Slack is reached, as `.env.example` explains. */
export type SlackSettings = {
  readonly botToken: string;
  readonly transport:
    | { readonly kind: 'http'; readonly signingSecret: string }
    /** Socket Mode: no public address is needed. */
    | { readonly kind: 'socket'; readonly appToken: string };
  /** In place of Slack's own address; ends in a slash. */
  readonly apiUrl?: string;
};

const OWN_URL = 'https://slack.com/api/';
const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];
const WHERE_BOT_TOKEN =
  'Copy the bot token, which begins with xoxb-, from "OAuth & Permissions" of your app at api.slack.com/apps.';

/** Slack's part of the environment. A fault says what to set, and repeats nothing. */
export const slackEnvironment = {
  SLACK_BOT_TOKEN: checked(botTokenFault),
  SLACK_SIGNING_SECRET: checked(signingSecretFault),
  SLACK_APP_TOKEN: checked(appTokenFault),
  SLACK_API_URL: checked(apiUrlFault),
};
type SlackEnvironment = Partial<Record<keyof typeof slackEnvironment, string | undefined>>;

/** Which of Slack's settings are there. */
export function slackNames(given: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(slackEnvironment).filter((name) => given[name] !== undefined);
}

/** What is missing for Slack, where anything of it is set. */
export function slackFaults(given: Readonly<Record<string, string>>): string[] {
  const slack = slackNames(given);
  if (slack.length === 0) return [];
  const faults: string[] = [];
  if (given.SLACK_BOT_TOKEN === undefined) {
    faults.push(
      `SLACK_BOT_TOKEN is not set, and ${slack.join(', ')} ${slack.length === 1 ? 'is' : 'are'}. ${WHERE_BOT_TOKEN} Without Slack leave ${slack.length === 1 ? 'it' : 'them'} out.`,
    );
  }
  if (given.SLACK_APP_TOKEN === undefined && given.SLACK_SIGNING_SECRET === undefined) {
    faults.push(
      `Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set: Slack could not reach this service. Set SLACK_APP_TOKEN (Socket Mode, no public address needed) or, with a public https address, SLACK_SIGNING_SECRET.`,
    );
  }
  return faults;
}

/** The settings once they hold; null where Slack is not set up. With both transports set, Socket Mode is taken. */
export function slackSettings({
  SLACK_BOT_TOKEN: botToken,
  SLACK_SIGNING_SECRET: signingSecret,
  SLACK_APP_TOKEN: appToken,
  SLACK_API_URL: apiUrl,
}: SlackEnvironment): SlackSettings | null {
  if (botToken === undefined) return null;
  const elsewhere = apiUrl === undefined ? {} : { apiUrl: withSlash(apiUrl) };
  if (appToken !== undefined) return { botToken, transport: { kind: 'socket', appToken }, ...elsewhere };
  if (signingSecret === undefined) return null;
  return { botToken, transport: { kind: 'http', signingSecret }, ...elsewhere };
}

function withSlash(url: string): string {
  return new URL(url).href.replace(/\/*$/, '/');
}

/** What of Slack's settings has no effect, or one that may surprise. */
export function slackNotices(values: SlackEnvironment): string[] {
  const { SLACK_API_URL: url, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: secret } = values;
  return [
    ...(url !== undefined && withSlash(url) !== OWN_URL
      ? [
          'SLACK_API_URL: set, so Slack is reached through another address, which sees all that is sent. Leave it out to reach Slack itself.',
        ]
      : []),
    ...(appToken !== undefined && secret !== undefined
      ? [
          'SLACK_SIGNING_SECRET: set, and not used, because SLACK_APP_TOKEN is set as well (Socket Mode). Leave out the one you do not need.',
        ]
      : []),
  ];
}

/** `faultOf` gives what is wrong with a value, in words, or null. */
function checked(faultOf: (value: string) => string | null) {
  return z
    .string()
    .superRefine((value, context) => {
      const message = faultOf(value);
      if (message !== null) context.addIssue({ code: 'custom', message });
    })
    .optional();
}

function botTokenFault(value: string): string | null {
  if (/^xoxb-[\w-]+$/.test(value)) return null;
  if (value.startsWith('xoxp-')) {
    return `SLACK_BOT_TOKEN is the token of a person: all that is sent would be sent in their name. ${WHERE_BOT_TOKEN}`;
  }
  if (value.startsWith('xoxe')) {
    return `SLACK_BOT_TOKEN is a token that runs out after some hours (token rotation). Make an app without token rotation. ${WHERE_BOT_TOKEN}`;
  }
  return `SLACK_BOT_TOKEN is not a bot token. ${WHERE_BOT_TOKEN}`;
}

function appTokenFault(value: string): string | null {
  return /^xapp-[\w-]+$/.test(value)
    ? null
    : 'SLACK_APP_TOKEN is not an app-level token. Make one with the scope connections:write under "Basic Information", "App-Level Tokens" of your app; it begins with xapp-.';
}

function signingSecretFault(value: string): string | null {
  return /^(?!xox|xapp)[\w-]{16,}$/.test(value)
    ? null
    : 'SLACK_SIGNING_SECRET is not a signing secret. Copy it from "Basic Information", "App Credentials" of your app.';
}

function apiUrlFault(value: string): string | null {
  const url = URL.canParse(value) ? new URL(value) : null;
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.includes(url.hostname));
  return url !== null && safe && `${url.username}${url.password}${url.search}${url.hash}` === ''
    ? null
    : 'SLACK_API_URL is an https address such as https://slack.com/api/, without a name, password or question mark in it; http for this machine alone. Leave it out to reach Slack itself.';
}
