import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Address } from '../channels/teams/address.ts';
import { freePort } from './free-port.ts';
import {
  CHAT,
  PLAYGROUND_BOT,
  type PlaygroundPerson,
  type PlaygroundPlace,
  playgroundFile,
} from './playground-file.ts';
import { type PlaygroundProcess, startProcess } from './playground-process.ts';
import { shareChannels } from './shared-channels.ts';

export type PlaygroundOptions = PlaygroundPlace & {
  readonly servicePort: number;
  /** An own folder for its settings; made when it is not there. */
  readonly folder: string;
  /**
   * Who gets a window of their own, each as a different person on the same service: a private message to the lead is
   * seen where the lead sits, as in Teams. The first is the one that tries it out.
   */
  readonly windows: readonly PlaygroundPerson[];
  /** The first port tried; the next free ones are used. */
  readonly port?: number;
  /** Called when a window ends without having been asked to. */
  readonly ended?: (person: PlaygroundPerson) => void;
};

export type PlaygroundWindow = {
  readonly person: PlaygroundPerson;
  /** What to open in the browser. */
  readonly url: string;
  /** Where this person's chat with Share Check is, so that they can be written to before they have said a word. */
  readonly address: Address;
};

export type Playground = {
  readonly windows: readonly PlaygroundWindow[];
  /** Where channel posts go: into the same channel of every window. */
  readonly serviceUrl: string;
  stop(): Promise<void>;
};

export const PLAYGROUND_PORT = 56150;

type Planned = {
  readonly person: PlaygroundPerson;
  readonly port: number;
  readonly file: string;
  readonly chat: string;
};

/** Starts the Playground, one process a window, all on this machine only. Rejects with a `Fault`; nothing is left running then. */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const taken = new Set<number>([options.servicePort]);
  const planned: Planned[] = [];
  for (const person of options.windows) {
    const chat = planned.length === 0 ? CHAT.greeted : CHAT.waiting;
    const port = await freePort(options.port ?? PLAYGROUND_PORT, taken);
    taken.add(port);
    const file = join(options.folder, `window-${planned.length + 1}.m365agentsplayground.yml`);
    await writeFile(file, playgroundFile(options, person, chat), { mode: 0o600 });
    planned.push({ person, port, file, chat });
  }

  const channels = await shareChannels(planned.map(({ port }) => `http://127.0.0.1:${port}/_connector`));
  const reached = planned.map((each, at) => ({ ...each, serviceUrl: channels.windows[at] ?? '' }));
  const started = await Promise.allSettled(
    reached.map(({ person, ...own }) =>
      startProcess({ ...own, servicePort: options.servicePort, ended: () => options.ended?.(person) }),
    ),
  );
  const running = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const stop = async (): Promise<void> => {
    await channels.stop();
    await Promise.all(running.map((process: PlaygroundProcess) => process.stop()));
  };
  const failed = started.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }

  const windows = reached.map(({ person, port, chat, serviceUrl }) => ({
    person,
    url: `http://127.0.0.1:${port}`,
    address: { serviceUrl, conversation: chat, bot: PLAYGROUND_BOT },
  }));
  return { windows, serviceUrl: channels.serviceUrl, stop };
}
