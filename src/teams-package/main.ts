import { join, resolve } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { tell } from '../commands/run-command-line.ts';
import { readEnvFile } from '../env-file.ts';
import { teamsPackage } from './teams-package.ts';

// `npm run teams-package`. What the environment sets goes before the file .env, as for the service.
const PROJECT = resolve(import.meta.dirname, '../..');

try {
  process.exitCode = await teamsPackage(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    env: { ...readEnvFile(join(PROJECT, '.env')), ...process.env },
    version: packageJson.version,
    source: join(PROJECT, 'manifest/teams'),
  });
} catch (error) {
  process.stderr.write(tell(error, process.env.SHARE_CHECK_DEBUG === '1'));
  process.exitCode = 2;
}
