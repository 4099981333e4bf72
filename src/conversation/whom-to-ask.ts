import type { AskContact } from '../ask/library.ts';
import { socialCareAt } from '../deployment/contacts-at.ts';
import type { Person } from '../deployment/deployment.ts';
import { nameAndPost } from '../deployment/people.ts';
import type { TurnContext } from './context.ts';
import type { CheckState } from './state.ts';
import { keptOutNow, whoIsTold } from './telling.ts';
import { say } from './words.ts';

/**
 * Whom a question goes to that the guidance does not answer: a person or a number of this organisation where it names one,
 * otherwise the role in words. Never the person who asks, nor anybody kept out of their check.
 */
export function whomToAsk(contact: AskContact, check: CheckState | null, ctx: TurnContext): string {
  const role = say(ctx.dialog.words, `ask-${contact}`);
  if (contact === 'social-care') {
    const { contacts, organisation } = ctx.deployment;
    const care = socialCareAt(contacts, organisation['time-zone'], ctx.now);
    return care === null ? role : say(ctx.dialog.words, 'ring-line', care);
  }
  const person =
    contact === 'dsl'
      ? lead(check, ctx)
      : contact === 'data-protection-lead'
        ? dataProtectionLead(check, ctx)
        : undefined;
  return person === undefined ? role : reachedBy(person, ctx);
}

function lead(check: CheckState | null, ctx: TurnContext): Person | undefined {
  const about = {
    aboutColleague: check?.aboutColleague ?? false,
    keptOut: check === null ? [] : keptOutNow(check, ctx),
  };
  const [id] = whoIsTold(ctx, about);
  return ctx.deployment.people.find((person) => person.id === id);
}

function dataProtectionLead(check: CheckState | null, ctx: TurnContext): Person | undefined {
  const keptOut = check === null ? [] : keptOutNow(check, ctx);
  return ctx.deployment.people.find(
    ({ id, roles }) =>
      roles.includes('data-protection-lead') && id !== ctx.person.id && !keptOut.includes(id),
  );
}

function reachedBy(person: Person, ctx: TurnContext): string {
  const name = nameAndPost(person);
  const number = person.phone ?? person.email;
  return number === undefined
    ? name
    : say(ctx.dialog.words, person.phone === undefined ? 'write-line' : 'ring-line', { name, number });
}
