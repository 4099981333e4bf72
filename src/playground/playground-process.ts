import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Fault } from '../fault.ts';

const PACKAGE = '@microsoft/m365agentsplayground';
const START_WITHIN_MS = 60_000;

export type PlaygroundProcess = { stop(): Promise<void> };

/**
 * Starts one Playground and resolves when it listens. It gets no secrets of the service's environment, opens no browser,
 * sends no telemetry and keeps no log (its log would hold what people type). Rejects with a `Fault`.
 */
export async function startProcess(options: {
  readonly servicePort: number;
  readonly port: number;
  readonly file: string;
  /** Where the service is told that this window can be written to. */
  readonly serviceUrl: string;
  /** Called when it ends without having been asked to. */
  readonly ended: () => void;
}): Promise<PlaygroundProcess> {
  const { servicePort, port, file, serviceUrl } = options;
  const child = spawn(
    process.execPath,
    [
      '--import',
      new URL('./loopback-only.ts', import.meta.url).href,
      playgroundCli(),
      'start',
      ...['--app-endpoint', `http://127.0.0.1:${servicePort}/api/messages`],
      ...['--channel-id', 'msteams'],
      ...['--port', String(port)],
      ...['--service-url', serviceUrl],
      '--disable-telemetry',
    ],
    {
      cwd: dirname(file),
      // A group of its own: Ctrl-C reaches the service alone, which then ends this in order.
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
      env: {
        ...fewOf(process.env),
        TEAMSAPPTESTER_BROWSER: 'none',
        M365_AGENTS_PLAYGROUND_CONFIG_PATH: file,
        // Below a file there can be no other: the log has nowhere to go.
        M365_AGENTS_PLAYGROUND_LOGFILE: join(file, 'no-log'),
      },
    },
  );

  let stopping = false;
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async (): Promise<void> => {
    stopping = true;
    child.kill('SIGTERM');
    const hard = setTimeout(() => child.kill('SIGKILL'), 3000);
    await gone;
    clearTimeout(hard);
  };
  try {
    await listening(child, port);
  } catch (error) {
    await stop();
    throw error;
  }
  void gone.then(() => (stopping ? undefined : options.ended()));
  return { stop };
}

/** Where the Playground's program is. A `Fault` when it is not installed, as in production. */
export function playgroundCli(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`)), 'cli.js');
  } catch (cause) {
    throw new Fault(
      'playground-not-installed',
      'The Teams-like chat in the browser is not installed, so this starts without it.',
      'Run npm ci (without --omit=dev) and start again, or talk to the service in a terminal: npm run share-check -- chat',
      { cause },
    );
  }
}

function listening(child: ChildProcess, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (what: string): void => {
      clearTimeout(timer);
      reject(
        new Fault(
          'playground-failed',
          `The Teams-like chat in the browser did not start: ${what}. The service runs without it.`,
          'Start again; if it fails again, talk to the service in a terminal: npm run share-check -- chat',
        ),
      );
    };
    const timer = setTimeout(() => fail('it took too long'), START_WITHIN_MS);
    child.once('error', () => fail('its process could not be started'));
    child.once('close', () => fail('it ended at once'));
    let said = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-200);
      const at = /Listening on (\d+)/.exec(said)?.[1];
      if (at === undefined) return;
      clearTimeout(timer);
      if (Number(at) === port) resolve();
      else fail(`port ${port} was taken`);
    });
  });
}

function fewOf(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'LANG', 'TZ', 'SystemRoot', 'USERPROFILE'];
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}
