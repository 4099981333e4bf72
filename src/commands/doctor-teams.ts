import { TokenFault } from '../channels/teams/access-token.ts';
import type { TeamsSettings } from '../config.ts';
import type { ChosenPlace } from '../delivery/delivery.ts';
import { DeliveryError } from '../delivery/messenger.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { NOBODY_ANSWERED } from '../teams-settings.ts';
import { type Finding, fault, ok, warning } from './finding.ts';
import { toldOf } from './told-of.ts';

/** What doctor asks about Teams; nothing is written there. */
export type TeamsProbe = {
  /** Asks Microsoft for permission to write, as a message would. Rejects with a `TokenFault`. */
  checkCredentials(): Promise<void>;
  /** Those of these Entra object ids whose chat is known here; null where there is no store yet. */
  chatsOf(ids: readonly string[]): Promise<ReadonlySet<string> | null>;
  /** The places that people chose, in the chat tools, for summaries of decisions. */
  chosenPlaces(): Promise<readonly ChosenPlace[]>;
  /** Resolves where a channel may be posted to; rejects with a `DeliveryError` that says what speaks against it. */
  mayPost(target: string): Promise<void>;
};

/** Long enough to order, upload and put in place another one. */
const SOON_DAYS = 30;
const DAY = 24 * 60 * 60 * 1000;

/**
 * Asks Microsoft whether the bot may sign in, and looks at the certificate, the tenants, and whether whoever is told of concerns
 * or problems can be written to: only who has installed the app can. People are named by their ids; no secret is shown. Never
 * rejects.
 */
export async function teamsFindings(
  settings: TeamsSettings,
  deployment: Deployment,
  probe: TeamsProbe,
  now: Date = new Date(),
): Promise<Finding[]> {
  return [
    await signInFinding(probe),
    ...certificateFindings(settings, now),
    tenantFinding(settings),
    ok(
      'Teams: messages come in at https://(your address)/api/messages. That is the "messaging endpoint" of the bot in Azure.',
    ),
    ...(await chatFindings(deployment, probe)),
    ...(await placeFindings(deployment, probe)),
  ];
}

async function signInFinding(probe: TeamsProbe): Promise<Finding> {
  try {
    await probe.checkCredentials();
    return ok('Teams: Microsoft accepts the credentials of the bot.');
  } catch (error) {
    const code = error instanceof TokenFault && error.code !== undefined ? ` (${error.code})` : '';
    return error instanceof TokenFault && error.refused
      ? fault(
          `Teams: Microsoft does not accept the credentials of the bot${code}. Check MicrosoftAppId, MicrosoftAppTenantId and the secret or certificate at "Certificates & secrets" of the app registration: they run out. What a code says is told at https://login.microsoftonline.com/error.`,
        )
      : warning(
          `Teams: Microsoft could not be asked whether the credentials of the bot work${code}. Check that this machine may connect to login.microsoftonline.com, port 443. The service can start, and goes on trying.`,
        );
  }
}

function certificateFindings({ signIn }: TeamsSettings, now: Date): Finding[] {
  if (signIn.kind !== 'certificate') return [];
  const { endsAt } = signIn.certificate;
  const text = `Teams: the certificate of the bot holds until ${endsAt.toISOString().slice(0, 10)}.`;
  return endsAt.getTime() - now.getTime() > SOON_DAYS * DAY
    ? [ok(text)]
    : [
        warning(
          `${text} From then on nobody is told of anything in Teams. Make a new one now, upload it to the app registration, and put it with its key into the file that MicrosoftAppCertificate names.`,
        ),
      ];
}

function tenantFinding({ tenants }: TeamsSettings): Finding {
  if (tenants.length === 0) return fault(NOBODY_ANSWERED);
  return ok(
    `Teams: people of ${tenants.length === 1 ? 'one tenant' : `${tenants.length} tenants`} are answered: ${tenants.join(', ')}.`,
  );
}

async function chatFindings({ people, notifications }: Deployment, probe: TeamsProbe): Promise<Finding[]> {
  const told = toldOf(notifications);
  const waited = people.flatMap(({ teams, ...person }) =>
    teams !== undefined && told(person) ? [{ id: person.id, teams }] : [],
  );
  if (waited.length === 0) return [];
  const chats = await probe.chatsOf(waited.map(({ teams }) => teams)).catch(() => undefined);
  if (chats === undefined) {
    return [
      warning('Teams: who has installed Share Check was not looked at, because the store cannot be read.'),
    ];
  }
  if (chats === null) {
    return [
      warning(
        'Teams: nobody has installed Share Check in Teams yet, as it has not run here. Start it, have those who are told of concerns add it in Teams, then run doctor again.',
      ),
    ];
  }
  const missing = waited.filter(({ teams }) => !chats.has(teams)).map(({ id }) => id);
  const reached = waited.length - missing.length;
  const fine =
    reached === 0
      ? []
      : [
          ok(
            `Teams: ${reached === 1 ? '1 person' : `${reached} people`} who ${reached === 1 ? 'is' : 'are'} told of concerns or problems can be written to.`,
          ),
        ];
  return [
    ...fine,
    ...missing.map((id) =>
      fault(
        `Teams: ${id} has not installed Share Check in Teams yet, so that no message may reach them. Have them add it, or have the Teams administrator install it for them. Until then, ring them.`,
      ),
    ),
  ];
}

/** Where summaries are posted in Teams, by whom it was chosen, and whether all who read there may. */
async function placeFindings({ notifications }: Deployment, probe: TeamsProbe): Promise<Finding[]> {
  // That the store cannot be read is said by those who look at it first.
  const chosen = await probe.chosenPlaces().catch(() => []);
  const places = [
    ...notifications.channels.map((place) => ({ ...place, from: 'named in notifications.yaml' })),
    ...chosen.map((place) => ({ ...place, from: `chosen by ${place.by} on ${place.at.slice(0, 10)}` })),
  ].filter(({ channel }) => channel === 'teams');
  const findings: Finding[] = [];
  for (const { name, target, from } of places) {
    const about = `Teams: summaries are posted in "${name}", ${from}`;
    findings.push(
      await probe.mayPost(target).then(
        () => ok(`${about}.`),
        (error: unknown) => {
          const { message, remedy, permanent } = error instanceof DeliveryError ? error : NOT_LOOKED;
          return permanent
            ? fault(`${about}. ${message} ${remedy}`)
            : warning(`${about}. ${message} It was not looked at who reads there. Run doctor again later.`);
        },
      ),
    );
  }
  return findings;
}

const NOT_LOOKED = { message: 'Teams could not be asked.', remedy: '', permanent: false };
