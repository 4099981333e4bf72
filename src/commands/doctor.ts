import {
  type Config,
  FOR_REAL_USE,
  type RouteSettings,
  readConfig,
  readFolders,
  type SlackSettings,
  type TeamsSettings,
} from '../config.ts';
import { formatFaults } from '../content/content-fault.ts';
import { type Content, type ContentFolders, loadAll } from '../content/load-all.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { inventedNumbers } from '../deployment/loud-warnings.ts';
import { Fault } from '../fault.ts';
import { NOBODY_ANSWERED } from '../teams-settings.ts';
import type { Given, Io } from './command.ts';
import { reachFindings } from './doctor-channels.ts';
import { coverFindings } from './doctor-cover.ts';
import { routeFindings } from './doctor-routes.ts';
import { type SlackProbe, slackFindings } from './doctor-slack.ts';
import { type TeamsProbe, teamsFindings } from './doctor-teams.ts';
import { type Finding, fault, ok, warning } from './finding.ts';
import type { RouteProbe } from './open-routes.ts';

/** What doctor looks at beyond files and environment; handed in, so that it can be tried without them. */
export type DoctorDeps = {
  /** Knowledge and dialog as shipped. The deployment folder comes from the environment. */
  readonly folders: Pick<ContentFolders, 'knowledge' | 'dialog'>;
  /** Keys words.yaml has to hold. */
  readonly requiredWords: readonly string[];
  /**
   * Opens the store with its key, reads and closes it. Rejects with a Fault when that does not work; resolves to what is
   * wrong with the store of rehearsals, which does not stop the service.
   */
  checkStore(config: Config, content: Content): Promise<readonly Fault[]>;
  /** The safety rules that do not hold, each in words with its counterexample; empty when all hold. */
  prove(content: Content): Promise<readonly string[]>;
  /** Such as 24.21.0. */
  readonly nodeVersion: string;
  /** Bytes free where this folder is, or will be made. */
  freeBytes(folder: string): Promise<number>;
  /** By person id when they last acknowledged a message, a test message or any other (ISO 8601); nobody who never did. */
  lastAcknowledged(config: Config, content: Content): Promise<ReadonlyMap<string, string>>;
  /** The clock that cover is looked at by. */
  now(): Date;
  /** Slack as these settings reach it. Asks nothing yet. */
  slack(settings: SlackSettings, deployment: Deployment): Promise<SlackProbe>;
  /** Teams as these settings reach it, and the store where chats are known. Asks nothing yet. */
  teams(settings: TeamsSettings, config: Config, deployment: Deployment): Promise<TeamsProbe>;
  /** The ways besides the chat as these settings reach them. Asks nothing yet. */
  routes(settings: RouteSettings): Promise<RouteProbe>;
};

const GIB = 1024 ** 3;

/**
 * `doctor`: looks at everything the service needs and writes one finding a line to standard error: ok, warning or fault,
 * with what to do. Goes on after a fault, so that one run names them all. Shows no secret.
 * Resolves to the exit status: 0 when the service can run (warnings or not), 1 when there is a fault.
 */
export async function doctor(
  _given: Given,
  io: Pick<Io, 'stderr' | 'env'>,
  deps: DoctorDeps,
): Promise<number> {
  const read = readConfig(io.env);
  const config = 'config' in read ? read.config : null;
  const folders = { ...deps.folders, deployment: readFolders(io.env).deployment };
  const { content, faults } = await loadAll(folders, deps.requiredWords);

  const findings: Finding[] = [
    nodeFinding(deps.nodeVersion),
    ...('config' in read ? configFindings(read.config) : read.faults.map(fault)),
    ...faults.map((found) =>
      found.severity === 'warning'
        ? warning(formatFaults([{ ...found, severity: 'fault' }]))
        : fault(formatFaults([found])),
    ),
    ...(content === null ? [] : contentFindings(content, config?.mode ?? 'configured')),
    await diskFinding(readFolders(io.env).data, deps),
    await proofFinding(content, deps),
    ...(await storeFindings(config, content, deps)),
    ...(await channelFindings(config, content, deps)),
    ...(await findCover(config, content, deps)),
  ];

  for (const { level, text } of findings) io.stderr.write(`${level.padEnd(8)} ${text}\n`);
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length;
  io.stderr.write(`\n${verdict(count('fault'), count('warning'))}\n`);
  return count('fault') > 0 ? 1 : 0;
}

function verdict(faults: number, warnings: number): string {
  const many = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;
  if (faults > 0)
    return `${many(faults, 'fault')}, ${many(warnings, 'warning')}. Put the faults right, then run doctor again.`;
  if (warnings > 0)
    return `No faults, ${many(warnings, 'warning')}. The service can run; read the warnings first.`;
  return 'Everything is in order.';
}

function nodeFinding(version: string): Finding {
  return Number.parseInt(version, 10) >= 24
    ? ok(`Node ${version}.`)
    : fault(
        `This runs on Node ${version}; 24 or later is needed. Run it through npm, which brings its own: npm ci`,
      );
}

function configFindings(config: Config): Finding[] {
  const where = `listens on ${config.host}, port ${config.port}; data in ${config.data}`;
  return [
    config.mode === 'local'
      ? warning(`Local mode, for trying it out: nobody signs in; ${where}. For real use ${FOR_REAL_USE}.`)
      : ok(`Configuration: ${where}.`),
    // With Teams, doctor finds a fault in this one.
    ...config.notices.filter((notice) => notice !== NOBODY_ANSWERED).map(warning),
  ];
}

function contentFindings({ guidance, dialog, deployment }: Content, mode: Config['mode']): Finding[] {
  const { organisation, people, notifications } = deployment;
  const nameOf = (id: string) => people.find((person) => person.id === id)?.name ?? id;
  return [
    ...guidance.map(({ id, edition, sections }) =>
      ok(`Guidance ${id}: ${sections.size} sections (${edition}).`),
    ),
    ok(
      `Dialog ${dialog.id} ${dialog.version}: ${dialog.questions.length} questions, ${dialog.policy.rules.length} rules.`,
    ),
    ok(
      `${organisation.name}: ${people.length} people; concerns go to ${nameOf(notifications.lead)}, or instead to ${nameOf(notifications.alternative)}.`,
    ),
    ...(mode === 'configured' ? inventedNumbers(deployment).map(warning) : []),
  ];
}

async function diskFinding(folder: string, deps: DoctorDeps): Promise<Finding> {
  const free = await deps.freeBytes(folder).catch(() => null);
  if (free === null)
    return warning(`How much disk is free at ${folder} could not be read. Check that it can be written.`);
  const amount = `${(free / GIB).toFixed(1)} GiB free at ${folder}.`;
  if (free < GIB / 10) return fault(`Only ${amount} Records could soon not be written. Make room.`);
  return free < GIB ? warning(`Only ${amount} Make room before it runs out.`) : ok(amount);
}

async function proofFinding(content: Content | null, deps: DoctorDeps): Promise<Finding> {
  if (content === null) return warning('Safety rules: not looked at, because the content has faults.');
  try {
    const broken = await deps.prove(content);
    if (broken.length === 0) return ok('Safety rules: all hold, for every combination of answers.');
    return fault(
      `Safety rules that do not hold: ${broken.join('; ')}. Undo the last change to these lines, or ask for help with it.`,
    );
  } catch (error) {
    return fault(`Safety rules: ${told(error)}`);
  }
}

async function storeFindings(
  config: Config | null,
  content: Content | null,
  deps: DoctorDeps,
): Promise<Finding[]> {
  if (config === null || content === null)
    return [warning('Store: not looked at, because of the faults above.')];
  try {
    const rehearsals = await deps.checkStore(config, content);
    return [
      ok('Store: opens, and the key fits.'),
      ...rehearsals.map((found) => warning(`Rehearsals cannot be kept: ${told(found)}`)),
    ];
  } catch (error) {
    return [fault(`Store: ${told(error)}`)];
  }
}

async function channelFindings(
  config: Config | null,
  content: Content | null,
  deps: DoctorDeps,
): Promise<Finding[]> {
  if (config === null || content === null) return [];
  const { deployment } = content;
  const { slack, teams } = config;
  return [
    ...reachFindings(config, deployment),
    ...(teams === null
      ? []
      : await teamsFindings(teams, deployment, await deps.teams(teams, config, deployment))),
    ...(slack === null ? [] : await slackFindings(slack, deployment, await deps.slack(slack, deployment))),
    ...(await routeFindings(config, deployment, await deps.routes(config.routes))),
  ];
}

async function findCover(
  config: Config | null,
  content: Content | null,
  deps: DoctorDeps,
): Promise<Finding[]> {
  if (config === null || content === null) return [];
  try {
    const acknowledged = await deps.lastAcknowledged(config, content);
    return coverFindings(config.mode, content.deployment, acknowledged, deps.now());
  } catch (error) {
    return [fault(`Who would be told: ${told(error)}`)];
  }
}

function told(error: unknown): string {
  if (error instanceof Fault) return `${error.message} ${error.remedy}`;
  return 'this could not be checked for a reason that is not known. Run the service once and read what it says.';
}
