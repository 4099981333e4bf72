import {
  contactsFileSchema,
  notificationsFileSchema,
  organisationFileSchema,
  peopleFileSchema,
} from '../deployment/deployment.ts';
import { readYaml } from './read-yaml.ts';

/** The files of a deployment folder, each read and checked against its own shape. */
export type DeploymentFiles = Awaited<ReturnType<typeof readDeploymentFiles>>;

/** Reads the four files of a deployment folder. Never rejects: what is wrong stands in the `faults` of each. */
export async function readDeploymentFiles(dir: string) {
  const [organisation, contacts, people, notifications] = await Promise.all([
    readYaml(dir, 'organisation.yaml', organisationFileSchema),
    readYaml(dir, 'contacts.yaml', contactsFileSchema),
    readYaml(dir, 'people.yaml', peopleFileSchema),
    readYaml(dir, 'notifications.yaml', notificationsFileSchema),
  ]);
  return { organisation, contacts, people, notifications };
}
