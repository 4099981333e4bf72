import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dialog } from '../check/dialog.ts';
import { type LocalFile, localFileSchema } from '../check/local-dialog.ts';
import type { Place } from '../check/proof.ts';
import { organisationFileSchema } from '../deployment/deployment.ts';
import { checkLocal } from './check-local.ts';
import type { ContentFault } from './content-fault.ts';
import { hashOfFiles } from './dialog-files.ts';
import { layOver } from './lay-over.ts';
import { missingFolder, unreadable } from './read-text.ts';
import { readYaml } from './read-yaml.ts';

/** The file of a deployment folder that is laid over the dialog. */
export const LOCAL_FILE = 'dialogs/local.yaml';

/** A dialog with what an organisation laid over it. */
export type LocalLoaded = {
  /** Null when local.yaml is at fault. The dialog as it was when there is none. */
  readonly dialog: Dialog | null;
  /** With paths relative to the deployment folder. */
  readonly faults: readonly ContentFault[];
  lineOf(place: Place): Pick<ContentFault, 'file' | 'line'>;
};

/** Lays `dialogs/local.yaml` of the deployment folder `dir` over a dialog, where there is one. Never rejects. */
export async function loadLocal(dir: string, dialog: Dialog): Promise<LocalLoaded> {
  const { names, faults } = await namesIn(dir);
  if (!names.includes('local.yaml')) {
    return {
      dialog: faults.length === 0 ? dialog : null,
      faults,
      lineOf: () => ({ file: LOCAL_FILE, line: 1 }),
    };
  }
  const [local, organisation] = await Promise.all([
    readYaml(dir, LOCAL_FILE, localFileSchema),
    readYaml(dir, 'organisation.yaml', organisationFileSchema),
  ]);
  faults.push(...checkLocal(local, dialog));
  const whole: LocalFile | null = faults.length === 0 ? local.whole : null;
  const owner = organisation.parts.name ?? 'Your organisation';
  const hash = hashOfFiles([{ file: 'dialog', text: dialog.hash }, local]);
  return {
    dialog: whole === null ? null : { ...layOver(dialog, whole, owner), hash },
    faults,
    lineOf: ({ path }) => local.fault(path, ''),
  };
}

/** What stands in the folder. One that is there and cannot be read must not pass for none: what it asks for would be lost. */
async function namesIn(dir: string): Promise<{ readonly names: readonly string[]; faults: ContentFault[] }> {
  // That the deployment folder itself is missing is said where its files are read.
  if ((await missingFolder(dir, '')) !== null) return { names: [], faults: [] };
  try {
    const names = await readdir(join(dir, 'dialogs'));
    return { names, faults: names.filter(isAstray).map(astray) };
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    return { names: [], faults: missing ? [] : [unreadable('dialogs', cause)] };
  }
}

const isAstray = (name: string) => name !== 'local.yaml' && !name.startsWith('.') && !name.endsWith('.md');

function astray(name: string): ContentFault {
  return {
    file: `dialogs/${name}`,
    line: 1,
    message:
      'Only local.yaml is laid over the dialog: a copy of its other files would fall behind, and its rules are the same everywhere. Move this away. An edited copy of the whole dialog can be tried with: share-check prove --dialog DIR.',
  };
}
