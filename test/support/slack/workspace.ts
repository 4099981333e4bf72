import type { Surface } from './block-checks.ts';
import type { Part } from './checks.ts';
import type { StateValues } from './view-state.ts';

/** Somebody in the workspace, or in one that shares a channel with it. */
export type FakeUser = {
  readonly id: string;
  readonly name: string;
  readonly guest?: 'of several channels' | 'of one channel';
  readonly bot?: boolean;
  /** The account was closed. */
  readonly gone?: boolean;
  /** The workspace they are of, where it is another. */
  readonly team?: string;
};

export type FakeChannel = {
  readonly id: string;
  readonly name: string;
  readonly private?: boolean;
  readonly archived?: boolean;
  /** Shared with another organisation, or about to be. */
  readonly external?: 'shared' | 'pending';
  readonly members: readonly string[];
  /** Whether the app is in it. */
  readonly joined?: boolean;
  /** The chat with one person. */
  readonly chatWith?: string;
};

export type FakeMessage = {
  readonly ts: string;
  readonly channel: string;
  readonly text: string;
  readonly blocks: readonly Part[];
  readonly thread?: string;
  /** Seen by this person alone. */
  readonly onlyFor?: string;
};

export type FakeView = {
  readonly id: string;
  readonly hash: string;
  readonly userId: string;
  /** As the app sent it. */
  readonly view: Part;
  readonly blocks: readonly Part[];
  readonly values: StateValues;
  /** What the app said under a field when the form was sent, by block. */
  readonly errors: Readonly<Record<string, string>>;
  readonly rootId: string;
  readonly previousId: string | null;
};

/** Something that looks otherwise than before. `gone`: it is no longer there. */
export type Change =
  | {
      readonly kind: 'modal' | 'home';
      readonly userId: string;
      readonly shown: FakeView;
      readonly gone?: true;
    }
  | { readonly kind: 'message'; readonly shown: FakeMessage; readonly gone?: true };

export type Call = {
  /** A method of the Web API, or `response_url`. */
  readonly method: string;
  readonly args: Part;
  /** What was answered; null when no answer was given. */
  readonly answer: Part | null;
  readonly status: number;
};

type Trigger = { readonly userId: string; readonly at: number; readonly used: boolean };
/** Where an address to answer to leads. */
export type Origin = {
  readonly userId: string;
  readonly channel: string;
  /** The message that was pressed. */
  readonly ts?: string;
};
type ResponseUrl = { readonly origin: Origin; readonly at: number; readonly uses: number };

/** One workspace and the app in it, as Slack holds them. The methods of the Web API change it. */
export type Workspace = {
  readonly ids: {
    readonly team: string;
    readonly appId: string;
    readonly botId: string;
    readonly botUser: string;
  };
  token: string;
  scopes: readonly string[];
  /** How many members Slack gives in one answer. */
  pageSize: number;
  /** Milliseconds; only a test moves it. */
  now: number;
  readonly users: Map<string, FakeUser>;
  readonly channels: Map<string, FakeChannel>;
  readonly messages: FakeMessage[];
  readonly views: Map<string, FakeView>;
  /** Ids of the open views, the one on top last, by person. */
  readonly open: Map<string, readonly string[]>;
  readonly homes: Map<string, FakeView>;
  readonly triggers: Map<string, Trigger>;
  readonly responseUrls: Map<string, ResponseUrl>;
  readonly changes: Change[];
  /** What Slack refused because it was badly built: a fault of the app, whatever it does about it. */
  readonly violations: string[];
  readonly check: (surface: Surface, value: unknown) => readonly string[];
  count: number;
};

/** A number that was not there before. */
export function nextNumber(workspace: Workspace): number {
  workspace.count += 1;
  return workspace.count;
}

/** A time stamp as Slack gives messages: unique in the workspace. */
export function nextTs(workspace: Workspace): string {
  const seconds = Math.floor(workspace.now / 1000);
  return `${seconds}.${String(nextNumber(workspace)).padStart(6, '0')}`;
}

/** The chat of the app with one person; opened when there is none yet. */
export function chatWith(workspace: Workspace, userId: string): FakeChannel {
  for (const channel of workspace.channels.values()) if (channel.chatWith === userId) return channel;
  const id = `D${userId.slice(1)}CHAT`;
  const chat = { id, name: '', private: true, joined: true, members: [userId], chatWith: userId } as const;
  workspace.channels.set(id, chat);
  return chat;
}

/** What was badly built, kept for the test. True when Slack takes it. */
export function taken(workspace: Workspace, method: string, surface: Surface, value: unknown): boolean {
  const faults = workspace.check(surface, value);
  workspace.violations.push(...faults.map((fault) => `${method}: ${fault}`));
  return faults.length === 0;
}
