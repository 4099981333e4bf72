import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../src/playground/free-port.ts';
import { NO_SETTINGS } from '../support/no-settings.ts';

const START_WITHIN_MS = 150_000;

export type Service = {
  /** The windows it printed: the person who tries it out, then the lead. */
  readonly own: string;
  readonly lead: string;
  /** Ctrl-C, as a terminal sends it. Resolves with the exit status. */
  stop(): Promise<number | null>;
};

/** What stays when a service is stopped: its records, and where Teams finds it. */
export type Home = {
  readonly port: number;
  /** Starts what `npm start` starts, and waits for the addresses it prints. */
  start(): Promise<Service>;
  remove(): Promise<void>;
};

/** A home with nothing in it yet. */
export async function emptyHome(): Promise<Home> {
  const data = await mkdtemp(join(tmpdir(), 'share-check-browser-'));
  const port = await freePort(41_000);
  return {
    port,
    start: () => startService(data, port),
    remove: () => rm(data, { recursive: true, force: true }),
  };
}

async function startService(data: string, port: number): Promise<Service> {
  const child = spawn(process.execPath, ['src/main.ts', 'serve'], {
    env: {
      ...NO_SETTINGS,
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: String(port),
      SHARE_CHECK_DATA: data,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const stop = async (): Promise<number | null> => {
    child.kill('SIGINT');
    return ended;
  };
  try {
    const [own = '', lead = ''] = await printed(child);
    return { own, lead, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function printed(child: ChildProcess): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = () => reject(new Error(`The service did not start. It said:\n${said}`));
    const timer = setTimeout(fail, START_WITHIN_MS);
    child.once('close', fail);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (!said.includes('This is the local mode')) return;
      clearTimeout(timer);
      resolve(said.match(/http:\/\/127\.0\.0\.1:\d+/g) ?? []);
    });
  });
}
