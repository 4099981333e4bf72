import type { Contacts } from '../../deployment/deployment.ts';
import type { Block } from '../card.ts';
import { say } from '../words.ts';
import { placeOf, quoteOf, restingOn, shortlyRestingOn, titled } from './passage.ts';
import type { View } from './view.ts';

type Contact = Contacts['advice'][number];

/** Everything else to do: titles at a glance with their passages, the words behind them folded away. */
export function toDo(view: View): Block[] {
  const { words, advice } = view.ctx.dialog;
  const titles = otherObligations(view).map(
    (id) => `${advice.obligations[id]?.title ?? ''} (${shortlyRestingOn(view, id)})`,
  );
  const own = ownedLocally(view);
  return [
    { kind: 'heading', text: say(words, 'advice-how') },
    { kind: 'list', items: [...titles, ...localToDo(view).map(({ title }) => `${title} (${own})`)] },
    { kind: 'details', summary: say(words, 'advice-how-more'), blocks: toDoInFull(view) },
  ];
}

/** What else to do, in full sentences. */
export function toDoInFull(view: View): Block[] {
  const { advice } = view.ctx.dialog;
  return [
    ...otherObligations(view).map(
      (id) => `${titled(advice.obligations[id])} (${restingOn(view, 'obligations', id)})`,
    ),
    ...localToDo(view).map((line) => `${titled(line)} (${ownedLocally(view)})`),
  ].map((text) => ({ kind: 'text', text }));
}

/** What the organisation asks for besides. */
const localToDo = ({ ctx, at }: View) => ctx.policy.localAdvice(at.counted).obligations;

/** What the organisation asks for only because of answers given after the advice, in full, as its own. */
export function localSince(view: View): string[] {
  const { ctx, check, at } = view;
  const early: readonly string[] = [...Object.keys(check.preset), ...at.before];
  const answers = Object.entries(at.counted).filter(([fact]) => early.includes(fact));
  const shown = ctx.policy.localAdvice(Object.fromEntries(answers)).obligations;
  return localToDo(view)
    .filter((line) => !shown.includes(line))
    .map((line) => `${titled(line)} (${ownedLocally(view)})`);
}

const ownedLocally = ({ ctx }: View) =>
  say(ctx.dialog.words, 'own-local', { owner: ctx.dialog.local?.owner ?? '' });

const otherObligations = ({ at }: View) =>
  at.decision.obligations.filter((id) => !at.decision.fixes.includes(id));

/** Whom to ask, with numbers: where the advice is to get advice, and what the organisation adds for answers such as these. */
export function contacts({ ctx, at }: View): Block[] {
  const { words, local } = ctx.dialog;
  const advised = at.decision.obligations.includes('advice-contacts');
  const whose = say(words, 'in-local-words', { owner: local?.owner ?? '' });
  const own = ctx.policy
    .localAdvice(at.counted)
    .contacts.map((contact) => ({ ...contact, what: `${contact.what} (${whose})` }));
  return [
    ...listed(say(words, 'advice-contacts'), advised ? [...ctx.deployment.contacts.advice, ...own] : []),
    ...listed(say(words, 'advice-local-contacts'), advised ? [] : own),
  ];
}

function listed(heading: string, people: readonly Contact[]): Block[] {
  if (people.length === 0) return [];
  const phones = people.flatMap(({ name, what, phone }) =>
    phone === undefined ? [] : [{ label: name, number: phone, note: what }],
  );
  return [
    { kind: 'heading', text: heading },
    ...(phones.length === 0 ? [] : [{ kind: 'phones', phones } as const]),
    ...people
      .filter(({ phone }) => phone === undefined)
      .map(({ name, what, email }) => {
        const text = `${name}: ${what}${email === undefined ? '' : ` (${email})`}`;
        return { kind: 'text', text } as const;
      }),
  ];
}

export function telling(view: View): Block[] {
  const { ctx, at } = view;
  const tell = ctx.dialog.advice.tell[at.decision.tell];
  if (tell === undefined) return [];
  const source = restingOn(view, 'tell', at.decision.tell);
  return [
    { kind: 'heading', text: say(ctx.dialog.words, 'advice-telling') },
    { kind: 'text', text: `${titled(tell)} (${source})` },
  ];
}

/** The lawful basis with the why-not ledger of all six folded behind it. */
export function lawfulBasis(view: View): Block[] {
  const { ctx, at } = view;
  const { words, advice } = ctx.dialog;
  if (at.decision.lawfulBasis.length === 0) return [];
  const ledger = ctx.policy.ledger(at.counted).map((line): Block => {
    const basis = advice.bases[line.basis];
    const source =
      line.citations.length === 0 ? say(words, 'own') : line.citations.map((c) => placeOf(c, ctx)).join('; ');
    const why = line.suggested ? basis?.suggested : basis?.['not-suggested'];
    const verdict = say(words, line.suggested ? 'basis-suggested' : 'basis-not-suggested');
    return { kind: 'text', text: `${basis?.name ?? line.basis}: ${verdict}. ${why ?? ''} (${source})` };
  });
  return [
    { kind: 'heading', text: say(words, 'advice-basis') },
    { kind: 'list', items: at.decision.lawfulBasis.map((id) => advice.bases[id]?.name ?? id) },
    { kind: 'details', summary: say(words, 'advice-basis-more'), blocks: ledger },
  ];
}

/** The rule's passage in full view, the others folded away. */
export function restsOn(view: View): Block[] {
  const { ctx, at } = view;
  const { words, advice } = ctx.dialog;
  const quotes = at.decision.citations.map((c) => quoteOf(c, ctx, at.decision.rule));
  const [first, ...others] = quotes;
  const cited = new Set(at.decision.citations.map((c) => c.section));
  const disagree = advice.disagreements.filter((d) => d.sections.some((s) => cited.has(s)));
  return [
    { kind: 'heading', text: say(words, 'advice-rests-on') },
    ...(first ?? []),
    {
      kind: 'details',
      summary: say(words, 'advice-rests-on-more', { number: String(others.length) }),
      blocks: [
        ...others.flat(),
        ...disagree.map((d) => ({ kind: 'text', text: d.text, tone: 'quiet' }) as const),
      ],
    },
    { kind: 'text', text: say(words, 'draft-note'), tone: 'quiet' },
  ];
}
