import type { Card } from '../../../src/conversation/card.ts';
import { appHomeCard } from '../../../src/conversation/cards/aside-cards.ts';
import { notNowCard } from '../../../src/conversation/cards/delivered-cards.ts';
import type { TurnContext } from '../../../src/conversation/context.ts';
import {
  askFeedback,
  mismatchTo,
  ringNow,
  toAuthor,
} from '../../../src/conversation/following/author-messages.ts';
import { bundleCard } from '../../../src/conversation/following/bundle-card.ts';
import { caseCard } from '../../../src/conversation/following/case-card.ts';
import {
  closeForm,
  handOverForm,
  receivedErrors,
  receivedForm,
  replyForm,
  type Sent,
} from '../../../src/conversation/following/case-forms.ts';
import { caseMessage } from '../../../src/conversation/following/case-message.ts';
import { sweepDraft } from '../../../src/conversation/following/drafts.ts';
import { drawStep } from '../../../src/conversation/following/draw-step.ts';
import { drillCard, drillDoneCard } from '../../../src/conversation/following/drill-card.ts';
import {
  disagreementCard,
  heardCard,
  receivedCard,
} from '../../../src/conversation/following/feedback-cards.ts';
import { pageTo } from '../../../src/conversation/following/pages.ts';
import { NO_CONVERSATION } from '../../../src/conversation/state.ts';
import { tellOfUnfinished } from '../../../src/conversation/unfinished.ts';
import type { DeliveryDraft } from '../../../src/delivery/delivery.ts';
import type { Person } from '../../../src/deployment/deployment.ts';
import { personById } from '../../../src/deployment/people.ts';
import { REASONS } from '../../../src/follow/next-step.ts';
import type { Standing } from '../../../src/follow/standing.ts';
import { CASE_OUTCOMES } from '../../../src/records/entry.ts';
import type { Reachable } from './reachable.ts';
import { calls, standings } from './standings.ts';
import { checkOf, drawn, everyWorld, LONG, type NamedCard } from './worlds.ts';

const LEAD = 'priya-nair';
const DEPUTY = 'tom-ellis';
const STAFF = 'sam-okafor';
const DELIVERY = '01932b1c-0000-7000-8000-000000000900';
/** More people than a form lists, and more concerns than the list does. */
const MANY = 200;

/** Everything about a concern that is followed: the list, the forms, and what is sent about it in every state. */
export function following(ctx: TurnContext, { preset, asked, advised }: Reachable): NamedCard[] {
  const [first] = asked;
  const [worried] = advised.filter(({ answers }) => answers.risk === 'clear');
  return everyWorld(ctx).flatMap((world): NamedCard[] => {
    const lead = { ...world, person: personById(world.deployment, LEAD) ?? world.person };
    const staff = { ...world, person: personById(world.deployment, STAFF) ?? world.person };
    const all = standings(world.deployment.people, STAFF, LEAD, DEPUTY);
    const left = [first, worried].flatMap((at) =>
      at === undefined ? [] : [checkOf(world, at, preset, { adviceShown: null })],
    );
    return [
      ...lists(lead, all),
      ...all.flatMap((standing) => cases(lead, standing)),
      ...forms(lead, staff, all),
      ...all.flatMap((standing) => messages(staff, standing)),
      ...together(staff, all),
      delivered('drill', drillCard(world, DELIVERY)),
      delivered('drill done', drillDoneCard(world)),
      ...left.flatMap((check) => [
        ...sent(
          'nudge',
          sweepDraft({ ...NO_CONVERSATION, check }, { ...staff, now: TOMORROW }).effects.deliveries,
        ),
        ...sent('nudge', tellOfUnfinished(check, staff).deliveries),
      ]),
    ];
  });
}

const TOMORROW = '2026-11-23T12:30:00.000Z';

/** The list with none, one, as many as it shows, and more; by itself and on the home page. */
function lists(ctx: TurnContext, all: readonly Standing[]): NamedCard[] {
  const open = all.filter(({ state }) => state !== 'done');
  const some = (count: number) =>
    Array.from({ length: count }, (_, n) => numbered(open[n % open.length] as Standing, n));
  const worlds: readonly TurnContext[] = [
    ...[0, 1, 10, 12, MANY].map((count) => ({ ...ctx, queue: some(count) })),
    { ...ctx, queue: null },
    { ...ctx, person: personById(ctx.deployment, STAFF) ?? ctx.person },
  ];
  return worlds.flatMap((world): NamedCard[] => [
    { name: 'queue', card: drawn(world, null, { aside: 'queue' }), kind: 'beside' },
    { name: 'home with queue', card: appHomeCard(world, world.draw.token, NO_CONVERSATION), kind: 'home' },
  ]);
}

function cases(ctx: TurnContext, standing: Standing): NamedCard[] {
  const own = { ...ctx, person: personById(ctx.deployment, STAFF) ?? ctx.person };
  const deputy = { ...ctx, person: personById(ctx.deployment, DEPUTY) ?? ctx.person };
  return [
    besides('case', caseCard(ctx, ctx.draw.token, standing)),
    besides('case', caseCard(deputy, ctx.draw.token, standing)),
    besides(
      'case',
      caseCard({ ...own, person: { ...own.person, roles: ['dsl'] } }, ctx.draw.token, standing),
    ),
    besides('case', notNowCard(ctx, [], caseCard(ctx, null, standing))),
  ];
}

/** Forms empty, filled to the last character with every error, and with the numbers above what was typed. */
function forms(lead: TurnContext, staff: TurnContext, all: readonly Standing[]): NamedCard[] {
  const [standing] = all;
  if (standing === undefined) return [];
  const typed = '<&>*_~`“”’é👩‍👧\n'.repeat(60).slice(0, 500);
  const given = {
    'reply-text': typed,
    'case-note': typed,
    'taken-by': 'w'.repeat(80),
    'their-reference': 'R'.repeat(40),
    'answered-on': '2026-11-24',
    reply: 'call',
    'case-outcome': CASE_OUTCOMES[0],
    'treated-as': 'contact',
    'agency-decision': 'not-decided',
  };
  const errors = {
    reply: 'error-reply',
    'hand-to': 'error-hand-over',
    'case-outcome': 'error-outcome',
  } as const;
  const ways: readonly Sent[] = [
    {},
    { given },
    { errors: { ...errors, ...receivedErrors({}, lead.now) } },
    { given, danger: true },
  ];
  const mint = lead.draw.token;
  const crowd = Array.from(
    { length: MANY },
    (_, n): Person => ({
      ...{ id: `deputy-${n}`, name: `${LONG.slice(0, 190)} ${n}`, post: LONG, roles: ['deputy'] },
      teams: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    }),
  );
  const { deployment } = lead;
  const crowded = { ...lead, deployment: { ...deployment, people: [...deployment.people, ...crowd] } };
  const alone = {
    ...lead,
    deployment: { ...deployment, people: deployment.people.filter(({ roles }) => !roles.includes('deputy')) },
  };
  return [
    ...ways.flatMap((way) => [
      besides('form reply', replyForm(lead, mint, standing, way)),
      besides('form hand over', handOverForm(lead, mint, standing, way)),
      besides('form hand over', handOverForm(crowded, mint, standing, way)),
      besides('form close', closeForm(lead, mint, standing, way)),
      besides('form received', receivedForm(lead, mint, standing, way)),
      besides('form received', receivedForm(staff, mint, standing, way)),
    ]),
    besides('form hand over', handOverForm(alone, mint, standing)),
    besides('feedback heard', heardCard(staff, mint, standing)),
    besides('feedback not heard', disagreementCard(staff, mint, standing)),
    ...[true, false].map((mismatch) =>
      besides('feedback received', receivedCard(staff, mint, standing, mismatch)),
    ),
  ];
}

/** What is sent about a case in this state: to whoever is to act, with every reason, and to whoever raised it. */
function messages(ctx: TurnContext, standing: Standing): NamedCard[] {
  const why = { by: DEPUTY, at: ctx.now };
  const pages = REASONS.flatMap((reason) =>
    [true, false].flatMap((again) => pageTo(ctx, standing, LEAD, reason, why, again)),
  );
  const told = [LEAD, DEPUTY].map((person) => ({ person, at: ctx.now, dead: false }));
  const steps = [LEAD, DEPUTY].flatMap(
    (person) =>
      drawStep(ctx, standing, told, { kind: 'page', person, reason: 'no-outcome', again: false, nudge: LEAD })
        .deliveries,
  );
  const ways = [[], told, told.map((page) => ({ ...page, dead: true }))];
  const news = (['acknowledged', 'taken', 'handed-over', 'replied', 'done'] as const)
    .filter((one) => one !== 'replied' || standing.replies.length > 0)
    .flatMap((one) => toAuthor(ctx, standing, one));
  return [
    ...sent('page', [...pages, ...steps]),
    // In its last state a message differs by who reads it, and not by why it was sent.
    ...pages
      .slice(0, 1)
      .flatMap(({ id, card }): NamedCard[] =>
        [LEAD, DEPUTY, null].flatMap((addressee) => [
          delivered(
            'message',
            caseMessage(ctx, standing, { id, destination: '', addressee, card, page: true, sentAt: ctx.now }),
          ),
          delivered(
            'message',
            caseMessage(
              ctx,
              standing,
              { id, destination: '', addressee, card, page: false, sentAt: null },
              true,
            ),
          ),
        ]),
      ),
    ...sent('author', [
      ...news,
      ...ways.flatMap((way) => [
        ...ringNow(ctx, standing, 'nobody-left', way),
        ...ringNow(ctx, standing, 'nobody-yet', way),
      ]),
      ...askFeedback(ctx, standing),
      ...mismatchTo(ctx, standing, STAFF),
      ...mismatchTo(ctx, standing, LEAD),
    ]),
  ];
}

/** Many in one message. */
function together(ctx: TurnContext, all: readonly Standing[]): NamedCard[] {
  return [1, 2, 20, MANY].flatMap((count) =>
    calls.map((urgency) => {
      const some = all.filter(({ call }) => call?.class === urgency);
      const many = Array.from({ length: count }, (_, n) => numbered(some[n % some.length] as Standing, n));
      return delivered(`bundle ${urgency}`, bundleCard(ctx, DELIVERY, many));
    }),
  );
}

const numbered = (standing: Standing, n: number): Standing => ({
  ...standing,
  reference: `SC-7K3F-${String(n).padStart(4, '0')}`,
});

const besides = (name: string, card: Card): NamedCard => ({ name, card, kind: 'beside' });
const delivered = (name: string, card: Card): NamedCard => ({ name, card, kind: 'delivered' });
/** Of what is sent, what is brought in a chat. */
const sent = (name: string, drafts: readonly DeliveryDraft[]): NamedCard[] =>
  drafts.flatMap(({ card, destination }) =>
    card === undefined || destination.kind !== 'direct-message' ? [] : [delivered(name, card)],
  );
