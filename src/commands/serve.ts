import type { DeliveryLog } from '../delivery/deliver.ts';
import { loudWarnings } from '../deployment/loud-warnings.ts';
import { provenPolicy } from '../proven-policy.ts';
import type { Given, Io } from './command.ts';
import { readSetup } from './read-setup.ts';
import { runService } from './run-service.ts';

/** The paragraphs and options of `serve --help`. */
export const SERVE_HELP: readonly string[] = [
  'The service, until Ctrl-C. With nothing configured this is the local mode: only this machine is answered, nobody signs in, and a Teams-like chat opens in the browser.',
  'Settings come from the environment; .env.example explains each.',
];
export const SERVE_OPTIONS = {
  check: { what: 'Load and check everything, the store and its key too; start nothing.' },
} as const;

/**
 * `serve`: the service until SIGINT or SIGTERM. With no channel configured it is the local mode: loopback only, with the
 * Playground beside it. `--check` loads and checks everything, starts nothing and ends.
 * Resolves to the exit status; throws a Fault for a broken world, such as a port in use.
 */
export async function serve(given: Given, io: Io): Promise<number> {
  const say = (line: string): void => void io.stderr.write(`${line}\n`);
  const { config, content, warnings } = await readSetup(io.env);
  const proven = provenPolicy(content);
  for (const warning of warnings) say(warning);
  for (const warning of loudWarnings(content.deployment, config.mode)) say(`\n!!! ${warning}\n`);
  if (given.options.check === true) {
    await content.asked();
    const { DOCTOR_HERE } = await import('./doctor-here.ts');
    for (const { message, remedy } of await DOCTOR_HERE.checkStore(config, content))
      say(`${message} ${remedy}`);
    say('Everything needed to start is in order. Nothing was started.');
    return 0;
  }
  await runService({ config, content, proven, log: logTo(io), say, stopped: untilStopped() });
  return 0;
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const stop = (): void => {
      if (asked) process.exit(1);
      asked = true;
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}

function logTo(io: Io): DeliveryLog {
  return (event, fields) => {
    const line = { time: new Date().toISOString(), event, ...fields };
    io.stderr.write(`${JSON.stringify(line)}\n`);
  };
}
