import { text as textOf } from 'node:stream/consumers';
import { emergencyPhones } from '../conversation/cards/common.ts';
import type { TurnContext } from '../conversation/context.ts';
import { dangerIn } from '../conversation/danger.ts';
import type { Effects } from '../conversation/effects.ts';
import { actOnCase } from '../conversation/following/act.ts';
import type { CaseAct } from '../conversation/following/case-acts.ts';
import { stateLine } from '../conversation/following/standing-words.ts';
import { type FormValues, NO_CONVERSATION } from '../conversation/state.ts';
import { say } from '../conversation/words.ts';
import { personById } from '../deployment/people.ts';
import { Fault } from '../fault.ts';
import type { Standing } from '../follow/standing.ts';
import { readCase } from '../read-followed.ts';
import { CASE_OUTCOMES } from '../records/entry.ts';
import { normaliseReference } from '../records/reference.ts';
import { mustBeAllowed } from './acting.ts';
import type { Given, Io } from './command.ts';
import { listedConcern, type QueueDeps } from './queue.ts';
import { notYours, type QueueAct, type QueueAsked, queueObjection } from './queue-objection.ts';

type CommandIo = Pick<Io, 'stdin' | 'stdout' | 'stderr'>;

const ATTEMPTS = 5;
/** As in the chat. */
const LONGEST = 500;

/**
 * `queue acknowledge|take|reply|hand-over|close REF`: what the buttons of the message do, as the acting person. Everybody's
 * messages about the concern change, and whoever raised it is told, by the service. Exit status 0 when it is so; 1 when it was refused,
 * with what would be valid.
 */
export async function queueAct(act: QueueAct, given: Given, io: CommandIo, deps: QueueDeps): Promise<number> {
  mustBeAllowed(deps, act === 'acknowledge' ? 'lead:acknowledge' : 'lead:act');
  const refused = (why: string): number => {
    io.stderr.write(`${why}\n`);
    return 1;
  };
  const reference = normaliseReference(given.words[0] ?? '');
  if (reference === null)
    return refused(
      'That is not a reference, or one character of it is wrong. A reference is SC and eight letters and digits, such as SC-7K3F-9QX3. `queue` shows the open ones.',
    );
  const form = await formOf(act, given, io, deps);
  if (typeof form === 'string') return refused(form);
  if (deps.person === null) return refused(notYours(reference));
  const ctx = await deps.context(deps.person);
  const danger = given.options['not-in-danger'] === true ? null : dangerFirst(form, ctx);
  if (danger !== null) return refused(danger);
  const asked = { act, over: given.options.over === true, to: optionOf(given, 'to') };
  const done = await actOnce(asked, form, reference, ctx, deps);
  if (typeof done === 'string') return refused(done);
  if (given.options.json === true) io.stdout.write(`${JSON.stringify(listedConcern(done.standing, deps))}\n`);
  else io.stdout.write(`${outcomeInWords(act, done, ctx)}\n`);
  if (done.effects.deliveries.length > 0)
    io.stderr.write('Everybody who was told of it sees this as soon as the service runs.\n');
  return 0;
}

type Done = { readonly standing: Standing; readonly effects: Effects };

/** Acts on the case as it is now; of two who come at once, the second sees what the first did. */
async function actOnce(
  asked: QueueAsked,
  form: FormValues,
  reference: string,
  ctx: TurnContext,
  { store, people, now }: QueueDeps,
): Promise<Done | string> {
  const conversation = `command-line:${ctx.person.id}`;
  for (let n = 0; n < ATTEMPTS; n += 1) {
    const followed = await readCase(store, reference, people);
    if (followed === null) return notYours(reference);
    const objection = queueObjection(asked, followed.standing, ctx);
    if (objection !== null) return objection;
    const at = now().toISOString();
    const { effects } = actOnCase(
      NO_CONVERSATION,
      { act: actOf(asked), message: null, form, seen: true },
      { ...ctx, now: at, followed },
    );
    if (effects.entries.length === 0) return { standing: followed.standing, effects };
    const kept = await store.conversation(conversation);
    const result = await store.commit({
      conversation,
      revision: kept?.revision ?? null,
      eventId: null,
      at,
      state: NO_CONVERSATION,
      reply: null,
      ...effects,
      unlessGrown: { reference, entries: followed.entries },
    });
    if (result.kind !== 'committed') continue;
    const after = await readCase(store, reference, people);
    return { standing: (after ?? followed).standing, effects };
  }
  throw new Fault(
    'queue-conflict',
    'Others acted on this concern in the same moment.',
    'See how it stands now: share-check queue',
  );
}

function actOf({ act, over }: QueueAsked): CaseAct {
  if (act === 'acknowledge') return 'ack';
  return act === 'take' && over ? 'take-over' : act;
}

/** What was given for the act, as its form in the chat would send it; a string says what is missing or wrong. */
async function formOf(
  act: QueueAct,
  given: Given,
  io: CommandIo,
  { dialog }: Pick<QueueDeps, 'dialog'>,
): Promise<FormValues | string> {
  switch (act) {
    case 'acknowledge':
    case 'take':
      return {};
    case 'hand-over':
      return { 'hand-to': optionOf(given, 'to') };
    case 'reply': {
      const text = await typed(given, 'text', io);
      if (text === '')
        return 'Give your answer with --text "...", or with --text - from standard input, where no history keeps it.';
      return tooLong(text) ?? { 'reply-text': text };
    }
    case 'close': {
      const outcome = optionOf(given, 'outcome');
      if (!CASE_OUTCOMES.some((one) => one === outcome)) {
        const widest = Math.max(...CASE_OUTCOMES.map((one) => one.length));
        const lines = CASE_OUTCOMES.map(
          (one) => `  ${one.padEnd(widest)}  ${say(dialog.words, `case-outcome-${one}`)}`,
        );
        return `Say what came of it with --outcome, one of:\n${lines.join('\n')}`;
      }
      const note = await typed(given, 'note', io);
      return tooLong(note) ?? { 'case-outcome': outcome, ...(note === '' ? {} : { 'case-note': note }) };
    }
    default:
      return act satisfies never;
  }
}

const optionOf = ({ options }: Given, name: string): string => {
  const value = options[name];
  return typeof value === 'string' ? value.trim() : '';
};

/** The words themselves, or with "-" all of standard input. */
async function typed(given: Given, name: string, io: CommandIo): Promise<string> {
  const value = optionOf(given, name);
  return value === '-' ? (await textOf(io.stdin)).trim() : value;
}

function tooLong(text: string): string | null {
  const excess = text.length - LONGEST;
  return excess <= 0
    ? null
    : `That is ${excess} ${excess === 1 ? 'character' : 'characters'} too long: ${LONGEST} at most.`;
}

/** Danger in what was typed comes first, here as everywhere. Never repeats it. */
function dangerFirst(form: FormValues, ctx: TurnContext): string | null {
  const words = [form['reply-text'], form['case-note']].filter((one) => typeof one === 'string').join('\n');
  if (words === '' || dangerIn(words, null, ctx).length === 0) return null;
  return [
    say(ctx.dialog.words, 'case-danger'),
    ...emergencyPhones(ctx).map(({ label, number, note }) =>
      [`  ${number}`, label, note].filter((part) => part !== undefined).join('  '),
    ),
    'Nothing was written. When nobody is in danger now, give it again with --not-in-danger.',
  ].join('\n');
}

/** How it stands now, or where an answer goes. */
function outcomeInWords(act: QueueAct, { standing, effects }: Done, ctx: TurnContext): string {
  const { reference, author } = standing;
  if (act !== 'reply') return `${reference}: ${stateLine(ctx, standing, 'team')}`;
  const goes = effects.deliveries.some(
    ({ destination }) => destination.kind === 'direct-message' && destination.person === author?.id,
  );
  const name = personById(ctx.deployment, author?.id ?? '')?.name ?? 'whoever raised it';
  return goes
    ? `${reference}: your answer goes to ${name}.`
    : `${reference}: your answer is in the record, but no message reaches whoever raised it. Tell them yourself.`;
}
