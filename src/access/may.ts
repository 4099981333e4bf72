import type { Person, Role } from '../deployment/deployment.ts';

/** Everything a person can ask to do to a record, a check or a delivery. */
export const ACTIONS = [
  'check:start',
  'check:continue',
  'records:list',
  'records:show',
  'records:export',
  'records:verify',
  'deliveries:list',
  'deliveries:retry',
  /** Sending a test message to everybody on the rota, and seeing who answered. */
  'drill:run',
  /** Choosing, in the chat tool, where summaries of decisions are posted. */
  'places:choose',
  /** Being told of a concern. */
  'lead:receive',
  /** Saying that a message about a concern was read. */
  'lead:acknowledge',
  /** Taking a concern on, handing it over, answering whoever raised it, and closing it. */
  'lead:act',
  /** Seeing the open concerns. */
  'queue:see',
  /** Writing down what the other agency answered. */
  'feedback:record',
] as const;
export type Action = (typeof ACTIONS)[number];

/** What of a case decides about access: who wrote it (person id; null when not known) and who is kept out of it. */
export type CaseAccess = { readonly author: string | null; readonly keptOut: readonly string[] };

/** `own`: only what the person wrote; `all`: whoever wrote it. What is not in the table is denied. */
type Reach = 'own' | 'all';

/** The one table: who may do what. Somebody with several roles has what any of them allows. */
export const ACCESS: Readonly<Record<Action, Readonly<Partial<Record<Role, Reach>>>>> = {
  'check:start': {
    practitioner: 'all',
    dsl: 'all',
    deputy: 'all',
    'data-protection-lead': 'all',
    operator: 'all',
  },
  'check:continue': {
    practitioner: 'own',
    dsl: 'own',
    deputy: 'own',
    'data-protection-lead': 'own',
    operator: 'own',
  },
  'records:list': { practitioner: 'own', dsl: 'all', deputy: 'all', 'data-protection-lead': 'all' },
  'records:show': { practitioner: 'own', dsl: 'all', deputy: 'all', 'data-protection-lead': 'all' },
  'records:export': { dsl: 'all', 'data-protection-lead': 'all' },
  'records:verify': { dsl: 'all', 'data-protection-lead': 'all', operator: 'all' },
  'deliveries:list': { dsl: 'all', 'data-protection-lead': 'all', operator: 'all' },
  'deliveries:retry': { dsl: 'all', 'data-protection-lead': 'all', operator: 'all' },
  'drill:run': { dsl: 'all', deputy: 'all', 'data-protection-lead': 'all', operator: 'all' },
  'places:choose': { dsl: 'all', operator: 'all' },
  'lead:receive': { dsl: 'all', deputy: 'all' },
  'lead:acknowledge': { dsl: 'all', deputy: 'all' },
  'lead:act': { dsl: 'all', deputy: 'all' },
  'queue:see': { dsl: 'all', deputy: 'all' },
  'feedback:record': {
    practitioner: 'own',
    dsl: 'all',
    deputy: 'all',
    'data-protection-lead': 'own',
    operator: 'own',
  },
};

/**
 * May this person do this to this record? Denied unless the table allows it.
 * `record` null asks about the action as such ("may they list records at all?"); ask again for each record.
 * Whoever is kept out of a case is denied everything about it, whatever their role. `person` null (not named in the
 * deployment folder) may do nothing here; the numbers to ring are shown to everybody and are no action.
 */
export function may(person: Person | null, action: Action, record: CaseAccess | null): boolean {
  if (person === null || record?.keptOut.includes(person.id) === true) return false;
  return person.roles.some((role) => {
    const reach = ACCESS[action][role];
    if (reach === undefined) return false;
    return reach === 'all' || record === null || record.author === person.id;
  });
}

/**
 * May this person act on a concern: acknowledge a message about it, take it on, hand it over, answer, close it? Those whom the table
 * allows, whoever a message was sent to: somebody who has left the safeguarding team may still have it. Nobody acts on a concern they
 * raised themselves.
 */
export function mayActOn(
  person: Person | null,
  action: 'lead:acknowledge' | 'lead:act',
  record: CaseAccess,
): boolean {
  return person !== null && record.author !== person.id && may(person, action, record);
}
