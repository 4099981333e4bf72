import type { Deployment } from '../deployment/deployment.ts';
import { checkContacts, checkNotifications, checkOrganisation, checkPeople } from './check-deployment.ts';
import { checkRota } from './check-rota.ts';
import type { ContentFault } from './content-fault.ts';
import { type DeploymentFiles, readDeploymentFiles } from './deployment-files.ts';
import { missingFolder } from './read-text.ts';

const FOLDER_REMEDY =
  'SHARE_CHECK_LOCAL names the deployment folder: correct it, or leave it out to use the shipped example.';

/**
 * Reads and checks a deployment folder (`SHARE_CHECK_LOCAL`). Never rejects: `deployment` is null when there is a fault.
 * `faults` holds every fault of every file, and the warnings (`severity: 'warning'`), with paths relative to `dir`.
 */
export async function loadDeployment(
  dir: string,
): Promise<{ readonly deployment: Deployment | null; readonly faults: readonly ContentFault[] }> {
  const missing = await missingFolder(dir, FOLDER_REMEDY);
  if (missing !== null) return { deployment: null, faults: [missing] };
  const files = await readDeploymentFiles(dir);
  const faults = [
    ...Object.values(files).flatMap((file) => file.faults),
    ...checkOrganisation(files),
    ...checkContacts(files),
    ...checkPeople(files),
    ...checkNotifications(files),
    ...checkRota(files),
  ];
  const usable = faults.every(({ severity }) => severity === 'warning');
  return { deployment: usable ? assembled(files) : null, faults };
}

function assembled(files: DeploymentFiles): Deployment | null {
  const organisation = files.organisation.whole;
  const contacts = files.contacts.whole;
  const people = files.people.whole;
  const notifications = files.notifications.whole;
  if (!organisation || !contacts || !people || !notifications) return null;
  return {
    organisation,
    contacts,
    people: people.people,
    commandLine: people['command-line'],
    notifications,
  };
}
