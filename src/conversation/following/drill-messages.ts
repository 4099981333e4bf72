import type { DeliveryDraft, Destination } from '../../delivery/delivery.ts';
import type { Person } from '../../deployment/deployment.ts';
import { isReachable } from '../../deployment/people.ts';
import type { Card } from '../card.ts';
import type { TellContext } from '../context.ts';
import { say } from '../words.ts';
import { drillCard } from './drill-card.ts';

/**
 * Test messages to one person, by every way an emergency would go: the chat, and text message and e-mail where they are set up and
 * the person has a number or an address. They are about no case and name none. Empty for somebody whom nothing reaches.
 */
export function drillMessages(
  ctx: Pick<TellContext, 'now' | 'deployment' | 'dialog' | 'draw' | 'routes'>,
  person: Person,
): readonly DeliveryDraft[] {
  const { routes } = ctx;
  const to = (destination: Destination, card: (id: string) => Card): DeliveryDraft => {
    const id = ctx.draw.id();
    // Whatever is real goes before it.
    return { id, reference: null, destination, class: 'routine', dueAt: ctx.now, card: card(id) };
  };
  const besides = (kind: 'text-message' | 'email') => to({ kind, person: person.id }, () => besidesCard(ctx));
  return [
    ...(isReachable(person)
      ? [to({ kind: 'direct-message', person: person.id }, (id) => drillCard(ctx, id))]
      : []),
    ...(routes.text && person.mobile !== undefined ? [besides('text-message')] : []),
    ...(routes.email && person.email !== undefined ? [besides('email')] : []),
  ];
}

/** The test by text message or e-mail, where there is nothing to tap. */
function besidesCard({ dialog, deployment }: Pick<TellContext, 'dialog' | 'deployment'>): Card {
  const { words } = dialog;
  const title = say(words, 'drill-title');
  const text = say(words, 'drill-besides', { organisation: deployment.organisation.name });
  return { title, summary: title, blocks: [{ kind: 'text', text }], buttons: [] };
}
