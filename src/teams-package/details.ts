import { readFolders } from '../config.ts';
import { formatFaults } from '../content/content-fault.ts';
import { readYaml } from '../content/read-yaml.ts';
import { organisationFileSchema } from '../deployment/deployment.ts';

/** What is filled into the manifest, by the name between the braces. */
export type Details = Readonly<Record<(typeof DETAILS)[number], string>>;

export const DETAILS = ['app-id', 'version', 'organisation', 'website', 'privacy', 'terms'] as const;

/** Stands for the id of the app in a package that is only to look at. */
export const PLACEHOLDER_ID = '00000000-0000-0000-0000-000000000000';

const APP_ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const SEMANTIC_VERSION = /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}$/;
const LONGEST_NAME = 32;
/** Kept for examples by RFC 2606: nobody's pages are there. */
const EXAMPLE_HOST = /(?:^|\.)(?:example|invalid|test|localhost|example\.(?:com|net|org))$/i;

/** Stand in for details that are at fault, so that everything else is looked at all the same. No package is made of them. */
export const STAND_INS: Details = {
  'app-id': PLACEHOLDER_ID,
  version: '0.0.0',
  organisation: 'School',
  website: 'https://www.school.example',
  privacy: 'https://www.school.example',
  terms: 'https://www.school.example',
};

export type DetailsRead =
  /** `notYet`: why Teams, or the people who use it, have no use for the package yet. */
  { readonly details: Details; readonly notYet: readonly string[] } | { readonly faults: readonly string[] };

/**
 * Reads the id of the app from the environment, and the organisation and its pages from the deployment folder. Without an id, and
 * with the pages of the example school, a package can be looked at. Never rejects.
 */
export async function readDetails(
  env: Readonly<Record<string, string | undefined>>,
  version: string,
): Promise<DetailsRead> {
  const folder = readFolders(env).deployment;
  const read = await readYaml(folder, 'organisation.yaml', organisationFileSchema);
  const given = env.MicrosoftAppId?.trim() ?? '';
  const organisation = read.whole;
  const { pages } = organisation ?? {};
  const name = organisation?.['short-name'] ?? organisation?.name ?? '';
  const at = (message: string) => `${folder}/organisation.yaml: ${message}`;
  const faults = [...idFaults(given), ...versionFaults(version)];
  const madeUp = Object.entries(pages ?? {}).flatMap(([page, address]) =>
    EXAMPLE_HOST.test(hostOf(address)) ? [page] : [],
  );

  if (organisation === null) {
    faults.push(
      `In ${folder}:\n${formatFaults(read.faults)}\nSHARE_CHECK_LOCAL names that folder. Correct the file, or the setting.`,
    );
  } else {
    if (pages === undefined) {
      faults.push(
        at(
          '"pages" is missing. Teams shows a page for help, one on privacy and one with terms: add website, privacy and terms under "pages", as in manifest/example-school/organisation.yaml.',
        ),
      );
    }
    if (name.length > LONGEST_NAME) {
      faults.push(
        at(
          `the name has ${name.length} characters, and Teams shows at most ${LONGEST_NAME}. Add a line "short-name:" with a shorter one.`,
        ),
      );
    }
  }
  if (faults.length > 0 || pages === undefined) return { faults };
  return {
    details: { 'app-id': given || PLACEHOLDER_ID, version, organisation: name, ...pages },
    notYet: [
      ...(given === ''
        ? [
            'MicrosoftAppId is not set, so Teams will not take this package: it is to look at. Copy the id of your bot from its page in the Azure portal into .env.',
          ]
        : []),
      ...(madeUp.length === 0
        ? []
        : [
            at(
              `under "pages" there are addresses made up for examples (${madeUp.join(', ')}), which lead nowhere. Set SHARE_CHECK_LOCAL to your own folder, and put your own pages there.`,
            ),
          ]),
    ],
  };
}

/** Never quotes what was set: a secret may stand in the wrong line. */
function idFaults(id: string): string[] {
  if (id !== '' && (!APP_ID.test(id) || id === PLACEHOLDER_ID)) {
    return [
      'MicrosoftAppId is not the id of an app. It has 36 characters: copy it from the page of your bot in the Azure portal into .env.',
    ];
  }
  return [];
}

function versionFaults(version: string): string[] {
  return SEMANTIC_VERSION.test(version)
    ? []
    : [
        'package.json: "version" has to be three numbers with dots between them, such as 1.4.0. Teams takes an update only under a higher one.',
      ];
}

function hostOf(page: string): string {
  return page.split(/[/?#]/)[2] ?? '';
}
