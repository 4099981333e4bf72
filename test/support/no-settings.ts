import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const EXAMPLE = join(import.meta.dirname, '../../.env.example');

/**
 * Every setting, empty. What the environment holds goes before the project's `.env`, so that a process started with these
 * does not take up the settings of whoever runs the tests.
 */
export const NO_SETTINGS: Readonly<Record<string, string>> = Object.fromEntries(
  ['NODE_ENV', 'SHARE_CHECK_DEBUG', ...(readFileSync(EXAMPLE, 'utf8').match(/^[A-Za-z_]+(?==)/gm) ?? [])].map(
    (name) => [name, ''],
  ),
);
