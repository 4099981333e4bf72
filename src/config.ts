import { resolve } from 'node:path';
import { z } from 'zod';
import {
  type RouteSettings,
  routeEnvironment,
  routeFaults,
  routeNotices,
  routeSettings,
} from './route-settings.ts';
import {
  type SlackSettings,
  slackEnvironment,
  slackFaults,
  slackNames,
  slackNotices,
  slackSettings,
} from './slack-settings.ts';
import {
  type TeamsSettings,
  teamsEnvironment,
  teamsFaults,
  teamsNotices,
  teamsSettings,
} from './teams-settings.ts';

export type { RouteSettings, SlackSettings, TeamsSettings };

/** The environment, read once at the edge. Everything else is handed what it needs from here. */
export type Config = {
  /** `local`: no channel is configured; everything stays on this machine and nobody signs in. */
  readonly mode: 'local' | 'configured';
  readonly host: string;
  readonly port: number;
  /** Folder of the embedded store, its key in the local mode, and `decisions.jsonl`. Absolute. */
  readonly data: string;
  /** The deployment folder. Absolute. */
  readonly deployment: string;
  /** 32 bytes. Null only in the local mode: then a key file in the data folder is made and used. */
  readonly key: Buffer | null;
  readonly teams: TeamsSettings | null;
  readonly slack: SlackSettings | null;
  /** Text messages, e-mail and the case management system. */
  readonly routes: RouteSettings;
  /** An address to call as long as all is well; null where there is none. */
  readonly heartbeat: string | null;
  /** Things that are set and have no effect, or one that may surprise, in words to show at the start. */
  readonly notices: readonly string[];
};

const PROJECT = resolve(import.meta.dirname, '..');
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];
/** What makes a deployment of several people, said where the local mode is not enough. */
export const FOR_REAL_USE =
  'set SHARE_CHECK_KEY with Teams (MicrosoftAppId, MicrosoftAppPassword) or Slack (SLACK_BOT_TOKEN, SLACK_APP_TOKEN)';

/** Faults never quote what was set: a secret may stand in the wrong line. */
const environment = z.object({
  PORT: z
    .string()
    .regex(/^[0-9]{1,5}$/, 'PORT is a number from 1 to 65535. Leave it out for 3978.')
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65535, 'PORT is a number from 1 to 65535. Leave it out for 3978.')
    .default(3978),
  HOST: z
    .string()
    .regex(/^[0-9A-Za-z.:-]+$/, 'HOST is an address to listen on, such as 127.0.0.1 or 0.0.0.0.')
    .optional(),
  SHARE_CHECK_KEY: z
    .string()
    .regex(
      /^[A-Za-z0-9+/]{43}=$/,
      'SHARE_CHECK_KEY is not 32 bytes in base64 (44 characters ending in "="). Make one with: openssl rand -base64 32',
    )
    .optional(),
  ...teamsEnvironment,
  ...slackEnvironment,
  ...routeEnvironment,
  NODE_ENV: z.string().optional(),
});

/**
 * Reads the configuration from the environment (`process.env`). `root` is the project folder: the defaults of the two
 * folders stand in it; a folder that is set is taken from where the command runs.
 * Gives the configuration, or every fault at once, each saying what to set. No fault holds a value that was set.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  root: string = PROJECT,
): { readonly config: Config } | { readonly faults: readonly string[] } {
  const given = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  );
  const local = given.MicrosoftAppId === undefined && slackNames(given).length === 0;
  const read = environment.safeParse(given);
  const faults = [
    ...(read.error?.issues.map((issue) => issue.message) ?? []),
    ...modeFaults(given, local),
    ...teamsFaults(given),
    ...slackFaults(given),
    ...routeFaults(given),
  ];
  if (!read.success || faults.length > 0) return { faults };

  const values = read.data;
  const teams = teamsSettings(values);
  return {
    config: {
      mode: local ? 'local' : 'configured',
      host: values.HOST ?? (local ? '127.0.0.1' : '0.0.0.0'),
      port: values.PORT,
      ...readFolders(env, root),
      key: values.SHARE_CHECK_KEY === undefined ? null : Buffer.from(values.SHARE_CHECK_KEY, 'base64'),
      teams,
      slack: slackSettings(values),
      routes: routeSettings(values, local),
      heartbeat: values.SHARE_CHECK_HEARTBEAT ?? null,
      notices: [
        ...teamsNotices(teams),
        ...slackNotices(values),
        ...routeNotices(values, local),
        ...(given.DATABASE_URL === undefined
          ? []
          : [
              'DATABASE_URL: set, and not used yet. PostgreSQL comes later; records go to the embedded store.',
            ]),
      ],
    },
  };
}

/** The two folders, for commands that need nothing else of the configuration. As in `readConfig`; never at fault. */
export function readFolders(
  env: Readonly<Record<string, string | undefined>>,
  root: string = PROJECT,
): Pick<Config, 'data' | 'deployment'> {
  const folder = (given: string | undefined, shipped: string) =>
    given?.trim() ? resolve(given.trim()) : resolve(root, shipped);
  return {
    data: folder(env.SHARE_CHECK_DATA, 'data'),
    deployment: folder(env.SHARE_CHECK_LOCAL, 'manifest/example-school'),
  };
}

function modeFaults(given: Readonly<Record<string, string>>, local: boolean): string[] {
  if (!local) {
    return given.SHARE_CHECK_KEY === undefined
      ? ['SHARE_CHECK_KEY is not set. It seals the records. Make one with: openssl rand -base64 32']
      : [];
  }
  const faults: string[] = [];
  if (given.NODE_ENV === 'production') {
    faults.push(
      `NODE_ENV is production, and no channel is configured: the local mode has no sign-in and is for trying things out only. For real use ${FOR_REAL_USE}. Otherwise leave NODE_ENV out.`,
    );
  }
  if (given.HOST !== undefined && !LOOPBACK.includes(given.HOST)) {
    faults.push(
      `HOST lets other machines in, and the local mode has no sign-in. Leave HOST out, or set 127.0.0.1. To serve others, ${FOR_REAL_USE}.`,
    );
  }
  return faults;
}
