import type { Deployment } from './deployment.ts';

/** Numbers that Ofcom keeps for drama, so that they reach nobody. */
const DRAMA =
  /^(?:\+44|0)(?:1632960|1(?:1[3-8]|[2-6]1)4960|1914980|2079460|2896496|2920180|3069990|7700900|8081570|9098790)/;

/**
 * What has to be said at every start, in words: a contact that is missing or cannot work when a child is in danger.
 * In the local mode (for trying it out) invented numbers are expected and not warned of.
 */
export function loudWarnings(deployment: Deployment, mode: 'local' | 'configured'): readonly string[] {
  const warnings: string[] = [];
  if (deployment.contacts['social-care'] === undefined) {
    warnings.push(
      `${deployment.organisation.name} has no number for children's social care. In an emergency people are shown 999 alone. Add social-care to contacts.yaml.`,
    );
  }
  return mode === 'local' ? warnings : [...warnings, ...inventedNumbers(deployment)];
}

/** Whether this is one of the numbers that are kept for drama. */
export function isInvented(phone: string): boolean {
  return DRAMA.test(phone.replaceAll(' ', ''));
}

/** A warning when numbers of the example are still in use; otherwise none. */
export function inventedNumbers({ contacts, people, notifications }: Deployment): readonly string[] {
  const care = contacts['social-care'];
  const numbers = [
    ...(care === undefined ? [] : [...care.hours.map(({ phone }) => phone), care['at-other-times'].phone]),
    ...contacts.advice.flatMap(({ phone }) => phone ?? []),
    ...people.flatMap(({ phone }) => phone ?? []),
    ...[notifications['hear-back'].then?.phone ?? []].flat(),
    ...people.flatMap(({ mobile }) => mobile ?? []),
  ];
  const invented = [...new Set(numbers)].filter(isInvented);
  if (invented.length === 0) return [];
  return [
    `These numbers are invented and reach nobody: ${invented.join(', ')}. Put your own into contacts.yaml and people.yaml.`,
  ];
}
