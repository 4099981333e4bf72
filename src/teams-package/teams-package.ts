import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { readFolders } from '../config.ts';
import { Fault } from '../fault.ts';
import { readDetails } from './details.ts';
import { makePackage } from './make-package.ts';
import { readSource } from './source.ts';
import { loadTools } from './tools.ts';

export type Around = {
  /** The path of the package alone. */
  readonly stdout: Pick<Writable, 'write'>;
  /** Everything a person reads. */
  readonly stderr: Pick<Writable, 'write'>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The version of Share Check, which the app has too. */
  readonly version: string;
  /** `manifest/teams/` of this project. */
  readonly source: string;
};

export const HELP = `Makes the package of the Teams app: the zip file that the Teams admin centre takes.

Usage: npm run teams-package -- [--check] [--out FILE]

  --check      look at everything and write nothing
  --out FILE   where to write the package; without it, the data folder

Teams takes it with MicrosoftAppId (.env) and "pages" in organisation.yaml of the folder that
SHARE_CHECK_LOCAL names. Without them it makes one of the example school, to look at. From nothing to a working app: docs/teams-set-up.md.
Exit status: 0 done; 1 something has to be put right first; 2 could not run.
`;

/**
 * `npm run teams-package`: checks the app for Teams and writes its package. Resolves to the exit status: 0 done; 1 there are
 * faults, all of them told; 2 wrong usage. Rejects with a Fault when a tool is missing or the file cannot be written.
 */
export async function teamsPackage(args: readonly string[], around: Around): Promise<number> {
  const given = readArguments(args);
  if (given === null || given.help) {
    around[given === null ? 'stderr' : 'stdout'].write(HELP);
    return given === null ? 2 : 0;
  }
  const tools = await loadTools();
  const [source, details] = await Promise.all([
    readSource(around.source),
    readDetails(around.env, around.version),
  ]);
  const made = await makePackage(source, details, tools);
  if ('faults' in made) {
    const [many, them] =
      made.faults.length === 1 ? ['one thing', 'it'] : [`${made.faults.length} things`, 'them'];
    around.stderr.write(
      `${made.faults.join('\n')}\nThere is no package yet: ${many} to put right. Put ${them} right and run this again.\n`,
    );
    return 1;
  }
  const notYet = 'notYet' in details ? details.notYet : [];
  for (const why of notYet) around.stderr.write(`!!! ${why}\n`);
  const bytes = tools.zip(made.files);
  const holds = `${[...made.files.keys()].join(', ')}; ${bytes.length} bytes`;
  if (given.check) {
    around.stderr.write(`The Teams app ${around.version} is sound: ${holds}. Nothing was written.\n`);
    return 0;
  }
  const file = resolve(
    given.out ?? join(readFolders(around.env).data, nameOf(around.version, notYet.length > 0)),
  );
  await save(file, bytes);
  around.stdout.write(`${file}\n`);
  around.stderr.write(
    `This is the Teams app ${around.version} (${holds}).\n${notYet.length > 0 ? 'First put right what is said above, and run this again. ' : ''}Next: in the Teams admin centre (admin.teams.microsoft.com) choose Teams apps, Manage apps, Actions, Upload new app, and give it this file. Then let a set-up policy install it for all staff: nobody without it can be written to. Each step is in docs/teams-set-up.md.\n`,
  );
  return 0;
}

const nameOf = (version: string, example: boolean): string =>
  `share-check-teams-${version}${example ? '-example' : ''}.zip`;

type Given = { readonly check: boolean; readonly help: boolean; readonly out: string | undefined };

/** Null where the usage has to be shown. */
function readArguments(args: readonly string[]): Given | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        check: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        out: { type: 'string' },
      },
    });
    return values.out === '' ? null : { check: values.check, help: values.help, out: values.out };
  } catch {
    return null;
  }
}

async function save(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  } catch (cause) {
    throw new Fault(
      'teams-package-not-written',
      `The package cannot be written: ${file}.`,
      'See that this account may write there and that there is room, or name another place: npm run teams-package -- --out FILE',
      { cause },
    );
  }
}
