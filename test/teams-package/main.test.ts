import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { NO_SETTINGS } from '../support/no-settings.ts';
import { expectPlain, ownFolder } from '../support/run-entry.ts';

/** What the service has where it runs for real, as far as it is needed here. */
const IN_PRODUCTION = ['js-yaml', 'yaml', 'zod'];
const TOOLS = ['@microsoft/app-manifest', 'fflate', 'pngjs'];

/** The project with these packages and no others. */
function project(packages: readonly string[]): string {
  const folder = ownFolder('teams-package');
  for (const part of ['src', 'manifest', 'package.json'])
    cpSync(part, join(folder, part), { recursive: true });
  mkdirSync(join(folder, 'node_modules/@microsoft'), { recursive: true });
  for (const name of packages) {
    symlinkSync(resolve('node_modules', name), join(folder, 'node_modules', name), 'dir');
  }
  return folder;
}

/** Runs what `npm run teams-package` runs. Without `MicrosoftAppId` in the environment, so that a file may set it. */
function run(folder: string, ...args: readonly string[]) {
  const { MicrosoftAppId: _, SHARE_CHECK_DATA: __, ...settings } = NO_SETTINGS;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(folder, 'src/teams-package/main.ts'), ...args],
    { encoding: 'utf8', cwd: folder, env: { ...settings, PATH: process.env.PATH } },
  );
  expectPlain(stderr);
  return { status, stdout, stderr };
}

test('npm run teams-package -- --check finds the shipped app sound', () => {
  const { status, stdout, stderr } = run(resolve('.'), '--check');
  expect([status, stdout]).toEqual([0, '']);
  expect(stderr).toMatch(
    /^The Teams app \d+\.\d+\.\d+ is sound: manifest\.json, color\.png, outline\.png; /m,
  );
});

test('without the tools it says how to get them', () => {
  const { status, stdout, stderr } = run(project(IN_PRODUCTION), '--check');
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain('Run npm ci (without --omit=dev)');
});

test('the id of the app is taken from the file .env beside the project, and the package goes to its data folder', () => {
  const folder = project([...IN_PRODUCTION, ...TOOLS]);
  writeFileSync(join(folder, '.env'), 'MicrosoftAppId=6f1d2a30-52c4-4d0e-9a57-0c1b8e7a4f21\n');
  const file = join(folder, 'manifest/example-school/organisation.yaml');
  const own = [
    'id: larkfield-school',
    'name: Larkfield School',
    'pages:',
    '  website: https://www.larkfield.sch.uk/share-check',
    '  privacy: https://www.larkfield.sch.uk/privacy',
    '  terms: https://www.larkfield.sch.uk/terms',
  ];
  writeFileSync(file, `${own.join('\n')}\n`);
  const { status, stdout } = run(folder);
  expect(status).toBe(0);
  expect(stdout).toMatch(/\/data\/share-check-teams-\d+\.\d+\.\d+\.zip\n$/);
  expect(existsSync(stdout.trim())).toBe(true);
});
