import type { Deployment, Person } from '../deployment/deployment.ts';
import { idsOnTheRota } from '../deployment/rota.ts';

/** Who is written to without having asked: of concerns, of problems, or of a case. */
export function toldOf(notifications: Deployment['notifications']) {
  const onTheRota = idsOnTheRota(notifications);
  return ({ id, roles }: Pick<Person, 'id' | 'roles'>): boolean =>
    onTheRota.includes(id) || roles.some((role) => role === 'operator' || role === 'data-protection-lead');
}
