import type { Deployment, Person } from '../deployment/deployment.ts';

/** Who is written to without having asked: of concerns, of problems, or of a case. */
export function toldOf({ lead, deputies, alternative }: Deployment['notifications']) {
  return ({ id, roles }: Pick<Person, 'id' | 'roles'>): boolean =>
    [lead, ...deputies, alternative].includes(id) ||
    roles.some((role) => role === 'operator' || role === 'data-protection-lead');
}
