import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Dialog } from '../check/dialog.ts';
import type { Place } from '../check/proof.ts';
import { type Config, readConfig, readFolders } from '../config.ts';
import { contentFault, formatFaults } from '../content/content-fault.ts';
import { type Content, lineIn, loadAll, loadToStart, placedIn } from '../content/load-all.ts';
import { loadDialog } from '../content/load-dialog.ts';
import { loadKnowledge } from '../content/load-knowledge.ts';
import { loadLocal } from '../content/load-local.ts';
import { pageOf } from '../content/page-of.ts';
import { WORD_KEYS } from '../conversation/word-keys.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { Fault } from '../fault.ts';

/** The content that came with Share Check, wherever a command is run from. */
export const SHIPPED = {
  knowledge: shipped('knowledge'),
  dialog: shipped('dialogs/share-check'),
};

function shipped(folder: string): string {
  return resolve(import.meta.dirname, '../..', folder);
}

/**
 * Configuration and content for commands that run the service or open its store. What typed words are answered with is read when
 * it is first wanted: those who take in typed words ask for it themselves.
 * @throws Fault naming every fault of the configuration, or else of the content, at once.
 */
export async function readSetup(
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly config: Config; readonly content: Content; readonly warnings: readonly string[] }> {
  const read = readConfig(env);
  if ('faults' in read) {
    throw new Fault(
      'configuration-faults',
      read.faults.join('\n'),
      'Every setting is explained in .env.example; share-check doctor looks at all of it.',
    );
  }
  const { config } = read;
  const folders = { ...SHIPPED, deployment: config.deployment };
  const { content, faults, readAsked } = await loadToStart(folders, WORD_KEYS);
  if (content === null) throw contentFault([...faults, ...(await readAsked()).faults]);
  const warnings = [...config.notices, ...(faults.length > 0 ? [formatFaults(faults)] : [])];
  const deployment = config.mode === 'local' ? seated(content.deployment) : content.deployment;
  return { config, content: { ...content, deployment }, warnings };
}

/**
 * All content, for commands that need neither store nor key.
 * @throws Fault naming every fault of the content at once.
 */
export async function readContent(env: Readonly<Record<string, string | undefined>>): Promise<Content> {
  const { content, faults } = await loadAll(
    { ...SHIPPED, deployment: readFolders(env).deployment },
    WORD_KEYS,
  );
  if (content === null) throw contentFault(faults);
  return content;
}

/** In the local mode the person named for it sits at this terminal, whatever their login name is. */
function seated(deployment: Deployment): Deployment {
  const named = deployment.commandLine?.chat;
  const people = deployment.people.map((person) =>
    person.id === named ? { ...person, terminal: person.terminal ?? person.id } : person,
  );
  return { ...deployment, people };
}

/** A dialog, and what it takes to decide by it and to say where in it something stands. */
export type PolicyFrom = {
  readonly dialog: Dialog;
  readonly pageOf: (section: string) => string;
  /** `policy.yaml:37`, as it opens from the working directory. */
  readonly whereIs: (place: Place) => string;
};

/** Which dialog: a folder of its own, or the shipped one with what a deployment folder lays over it. */
export type DialogChoice = { readonly folder: string } | { readonly deployment: string };

/** The dialog that `--dialog` names, or else the one that the service would use. */
export async function dialogChoice(
  folder: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Promise<DialogChoice> {
  if (folder === undefined) return { deployment: readFolders(env).deployment };
  // The dialogs folder of a deployment: what is laid over is meant.
  const overlay = existsSync(join(folder, 'local.yaml')) && !existsSync(join(folder, 'dialog.yaml'));
  return overlay ? { deployment: dirname(resolve(folder)) } : { folder };
}

/**
 * A dialog with the pages of the guidance it cites: all that deciding takes.
 * @throws Fault naming every fault at once.
 */
export async function readPolicySource(choice: DialogChoice): Promise<PolicyFrom> {
  const base = 'folder' in choice ? choice.folder : SHIPPED.dialog;
  const over = 'deployment' in choice ? choice.deployment : null;
  const knowledge = await loadKnowledge(SHIPPED.knowledge);
  const loaded = await loadDialog(base, knowledge.guidance, WORD_KEYS);
  const local = over === null || loaded.dialog === null ? null : await loadLocal(over, loaded.dialog);
  const dialog = local === null ? loaded.dialog : local.dialog;
  const guidance = knowledge.guidance.find(({ id }) => id === dialog?.guidance);
  if (dialog === null || guidance === undefined) {
    throw contentFault([
      ...placedIn(SHIPPED.knowledge, knowledge.faults),
      ...placedIn(base, loaded.faults),
      ...placedIn(over ?? '.', local?.faults ?? []),
    ]);
  }
  const whereIs = (place: Place): string => {
    return place.file === 'local' && local !== null
      ? lineIn(over ?? '.', local.lineOf(place))
      : lineIn(base, loaded.lineOf(place));
  };
  return { dialog, pageOf: pageOf(guidance), whereIs };
}
