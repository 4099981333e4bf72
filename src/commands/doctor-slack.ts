import { appTokenRefused, mayPass } from '../channels/slack/app-token.ts';
import type { Audience } from '../channels/slack/audience.ts';
import { toDeliveryError } from '../channels/slack/delivery-fault.ts';
import { NEEDED_SCOPES } from '../channels/slack/scopes.ts';
import { type SlackApi, SlackFault } from '../channels/slack/slack-api.ts';
import type { SlackSettings } from '../config.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { type Finding, fault, ok, warning } from './finding.ts';
import { toldOf } from './told-of.ts';

/** What doctor asks Slack. Each rejects with a `SlackFault` or a `DeliveryError`; nothing is written in Slack. */
export type SlackProbe = Pick<SlackApi, 'whoAmI'> & {
  readonly audience: Audience;
  /** Asks for a place to connect to, as Socket Mode does first. */
  tryAppToken(appToken: string): Promise<void>;
};

/** What is wrong with a person: the remedy that comes with it is for a message that is waiting. */
const PERSON = /^slack-(person|no-such-person)/;
const PERSON_REMEDY =
  'In people.yaml set "slack" to their own member id as a full member of this workspace (in Slack: their profile, "Copy member ID"), or take the line out.';
const TOKEN_PAGE = '"OAuth & Permissions" of your app at api.slack.com/apps';
/** Somebody who is told of nothing: what is wrong with their account holds up no message. */
const TOLD_OF_NOTHING = 'No message waits for them, and they can check and record all the same.';
/** With Slack down, one after the other would be asked until it comes back. */
const ENOUGH_PASSING = 2;

/**
 * Asks Slack whether the tokens work, whether the bot may do what it needs, and whether those in people.yaml and the channels
 * in notifications.yaml can be written to: a fault with whoever is told of concerns, of problems or of a case, a warning with
 * everybody else. People are named by their ids; no secret is shown. Never rejects.
 */
export async function slackFindings(
  { transport }: SlackSettings,
  { people, notifications }: Deployment,
  probe: SlackProbe,
): Promise<Finding[]> {
  const link = transport.kind === 'socket' ? [await linkFinding(transport.appToken, probe)] : [];
  const bot = await botFindings(probe);
  // Without a token that works there is nothing else to be had.
  if (bot[0]?.level !== 'ok') return [...bot, ...link];

  const channels = notifications.channels.filter(({ channel }) => channel === 'slack');
  const known = people.flatMap(({ slack, ...person }) => (slack === undefined ? [] : [{ ...person, slack }]));
  const told = toldOf(notifications);
  return [
    ...bot,
    ...link,
    ...(await each(
      channels.map(({ name, target }) => ({
        what: `channel "${name}"`,
        look: () => probe.audience.ofChannel(target),
      })),
      (count) =>
        `Slack: ${many(count, 'channel')} can be posted to; no guest and nobody from outside reads ${them(count)}.`,
    )),
    ...(await each(
      known.map((person) => ({
        what: person.id,
        look: () => probe.audience.ofPerson(person.slack),
        toldOfNothing: !told(person),
      })),
      (count) => `Slack: ${count === 1 ? '1 person' : `${count} people`} of people.yaml can be written to.`,
    )),
  ];
}

async function botFindings(probe: SlackProbe): Promise<readonly Finding[]> {
  try {
    const { team, scopes } = await probe.whoAmI();
    const missing = NEEDED_SCOPES.filter((scope) => !scopes.includes(scope));
    return [
      ok(`Slack: the bot token works, in the workspace ${team}.`),
      missing.length === 0
        ? ok('Slack: the app has every scope it needs.')
        : fault(
            `Slack: the app lacks ${many(missing.length, 'scope')}: ${missing.join(', ')}. Add under ${TOKEN_PAGE} (or take over manifest/slack/manifest.yaml), then install the app again.`,
          ),
    ];
  } catch (error) {
    if (!(error instanceof SlackFault) || mayPass(error)) return [notReached(error)];
    return [
      fault(
        `Slack: the bot token does not work (${error.code}). Copy it again to SLACK_BOT_TOKEN from ${TOKEN_PAGE}; if the app was taken out of the workspace, install it again first.`,
      ),
    ];
  }
}

async function linkFinding(appToken: string, probe: SlackProbe): Promise<Finding> {
  try {
    await probe.tryAppToken(appToken);
    return ok('Slack: the app token works (Socket Mode).');
  } catch (error) {
    if (!(error instanceof SlackFault) || mayPass(error)) return notReached(error);
    const { message, remedy } = appTokenRefused(error);
    return fault(`Slack: ${message} ${remedy}`);
  }
}

type Look = {
  readonly what: string;
  readonly look: () => Promise<void>;
  /** Of a person. */
  readonly toldOfNothing?: boolean;
};

/** Each in turn, as Slack counts the questions; `well` tells how many had nothing wrong. */
async function each(looks: readonly Look[], well: (count: number) => string): Promise<Finding[]> {
  const findings: Finding[] = [];
  let fine = 0;
  let passing = 0;
  for (const { what, look, toldOfNothing = false } of looks) {
    if (passing >= ENOUGH_PASSING) {
      findings.push(warning('Slack: not everything was looked at. Run doctor again later.'));
      break;
    }
    try {
      await look();
      fine += 1;
    } catch (error) {
      const { code, permanent, message, remedy } = toDeliveryError(error, 'look-up');
      if (!permanent) passing += 1;
      const found = `Slack, ${what}: ${message}`;
      if (!permanent) findings.push(warning(`${found} It was not looked at. Run doctor again later.`));
      else if (!PERSON.test(code)) findings.push(fault(`${found} ${remedy}`));
      else if (toldOfNothing) findings.push(warning(`${found} ${TOLD_OF_NOTHING} ${PERSON_REMEDY}`));
      else findings.push(fault(`${found} ${PERSON_REMEDY}`));
    }
  }
  return fine === 0 ? findings : [ok(well(fine)), ...findings];
}

function notReached(error: unknown): Finding {
  const code = error instanceof SlackFault ? error.code : 'unexpected';
  return warning(
    `Slack could not be asked (${code}): its tokens, channels and people were not looked at. Check that this machine may connect to slack.com, port 443, and look at slack-status.com. The service can start, and goes on trying.`,
  );
}

const many = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
const them = (count: number): string => (count === 1 ? 'it' : 'them');
