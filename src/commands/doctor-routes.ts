import type { Config, RouteSettings } from '../config.ts';
import { DeliveryError } from '../delivery/messenger.ts';
import type { Deployment, Person } from '../deployment/deployment.ts';
import { type Finding, fault, ok, warning } from './finding.ts';
import type { RouteProbe } from './open-routes.ts';

const HOW = 'docs/notifications.md says how.';
/** Codes of what may be different in a minute. */
const PASSES = /-(?:unreachable|busy)$/;
const VIA = {
  notify: 'GOV.UK Notify',
  smtp: 'your mail server',
  webhook: 'the receiver at TEXT_WEBHOOK_URL',
} as const;

/**
 * Whether emergencies go by text message and e-mail too: that a way is set up, that its key or password would do, and that whoever
 * is told of concerns has a number and an address for it. Sends nothing, and shows no secret, number or address. Never rejects.
 */
export async function routeFindings(
  { mode, routes, heartbeat }: Pick<Config, 'mode' | 'routes' | 'heartbeat'>,
  deployment: Deployment,
  probe: RouteProbe,
): Promise<Finding[]> {
  const { text, email, webhook } = routes;
  const real = mode === 'configured';
  return [
    ...missing(routes, real),
    ...(text === null ? [] : [await tried(`Text messages go through ${VIA[text.kind]}`, probe.text)]),
    ...(email === null ? [] : [await tried(`E-mail goes through ${VIA[email.kind]}`, probe.email)]),
    ...(webhook === null ? [] : [await tried('The case management system is told of every entry', null)]),
    ...(heartbeat === null ? [] : [ok('Heartbeat: an address is set.')]),
    ...(real ? people(routes, deployment) : []),
  ];
}

/** Chat is not a pager: it is silent at night, and nobody has to look. */
function missing({ text, email }: RouteSettings, real: boolean): Finding[] {
  if (text === null && email === null) {
    const found = `Emergencies go to the chat alone, where nobody may be looking: neither text messages nor e-mail are set up. Whoever raises one is told to ring first.`;
    return [real ? fault(`${found} ${HOW}`) : warning(`${found} That is as it should be for trying it out.`)];
  }
  if (!real) return [];
  if (text === null) {
    return [
      warning(`Emergencies go by e-mail and not by text message. A text message is noticed sooner. ${HOW}`),
    ];
  }
  return email === null
    ? [warning(`Emergencies go by text message and not by e-mail. Two ways are better than one. ${HOW}`)]
    : [];
}

async function tried(what: string, look: (() => Promise<void>) | null): Promise<Finding> {
  if (look === null) return ok(`${what}. It was not tried, as that would send something.`);
  try {
    await look();
    return ok(`${what}, which was tried without sending anything.`);
  } catch (error) {
    if (!(error instanceof DeliveryError)) {
      return warning(`${what}. Whether that works could not be seen. Run doctor again later.`);
    }
    const { code, message, remedy } = error;
    const found = `${what}, and this was found: ${message} ${remedy}`;
    return PASSES.test(code) ? warning(found) : fault(found);
  }
}

function people({ text, email }: RouteSettings, { people: all, notifications }: Deployment): Finding[] {
  if (text === null && email === null) return [];
  const { lead, deputies, alternative } = notifications;
  const rota = [...new Set([lead, ...deputies, alternative])].flatMap(
    (id) => all.find((p) => p.id === id) ?? [],
  );
  const fields = [
    ...(text === null ? [] : (['mobile'] as const)),
    ...(email === null ? [] : (['email'] as const)),
  ];
  const lacks = (person: Person) => fields.filter((field) => person[field] === undefined);
  const findings = rota.flatMap((person) => {
    const without = lacks(person);
    if (without.length === 0) return [];
    if (without.length === fields.length) {
      return [
        fault(
          `${person.id} is told of emergencies in the chat alone: there is no ${without.join(' and no ')} in people.yaml. Add ${without.length === 1 ? 'it' : 'them'}.`,
        ),
      ];
    }
    return [
      warning(
        `${person.id} has no ${without.join(' and no ')} in people.yaml, and ${USE[without[0] ?? 'email']} set up. Add it.`,
      ),
    ];
  });
  return findings.length > 0
    ? findings
    : [ok(`Everybody who is told of concerns has what is needed for it: ${fields.join(' and ')}.`)];
}

const USE = { mobile: 'text messages are', email: 'e-mail is' } as const;
