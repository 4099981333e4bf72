import { may } from '../../access/may.ts';
import { moment } from '../../records/moment.ts';
import type { Block, Button, Card } from '../card.ts';
import type { TurnContext } from '../context.ts';
import { queueBlocks } from '../following/queue-card.ts';
import { PROBLEMS } from '../problem-report.ts';
import type { ConversationState } from '../state.ts';
import { hasWorry } from '../unfinished.ts';
import type { WordKey } from '../word-keys.ts';
import { say } from '../words.ts';
import { banner, button, emergencyPhones, missingContact, note, whomToRing } from './common.ts';
import { keptOutField } from './kept-out-card.ts';
import { quoteOf } from './passage.ts';
import type { Mint, View } from './view.ts';

/** Cards beside the steps of a check. */

/** Where the consent question is: nowhere, and why. */
export function consentCard(view: View): Card {
  const { ctx } = view;
  const { consent, disagreements } = ctx.dialog.advice;
  const about = disagreements.filter((d) => d.sections.includes('definition-consent'));
  return note(view, consent.title, [
    { kind: 'text', text: consent.text },
    ...ctx.policy.citationsOf(consent.cite, {}).flatMap((c) => quoteOf(c, ctx)),
    ...about.map((d) => ({ kind: 'text', text: d.text, tone: 'quiet' }) as const),
  ]);
}

/** "Report a problem": chosen, never typed. */
export function reportCard(view: View): Card {
  const { ctx, check, mint } = view;
  const { words } = ctx.dialog;
  const error = check.errors.problem;
  return note(
    view,
    say(words, 'report-title'),
    [
      { kind: 'text', text: say(words, 'report-text') },
      {
        kind: 'select',
        id: 'problem',
        label: say(words, 'report-label'),
        options: PROBLEMS.map((p) => ({
          token: mint({ kind: 'option', field: 'problem', value: p }),
          label: say(words, `problem-${p}`),
        })),
        required: true,
        ...(error === undefined ? {} : { error: say(words, error) }),
      },
    ],
    [
      button(view, { kind: 'send-report' }, 'button-send-report', 'primary', true),
      button(view, { kind: 'close' }, 'button-go-back'),
    ],
  );
}

/** Before a check is stopped: what becomes of it. */
export function stopCard(view: View): Card {
  const { ctx, check } = view;
  const worry = hasWorry(view.at, check);
  const key =
    check.opened !== null
      ? 'stop-text-opened'
      : check.adviceShown !== null
        ? 'stop-text-advice'
        : worry
          ? 'stop-text-worry'
          : 'stop-text';
  return note(
    view,
    say(ctx.dialog.words, 'stop-title'),
    [
      { kind: 'text', text: say(ctx.dialog.words, key, { who: whomToRing(ctx, view) }) },
      { kind: 'phones', phones: emergencyPhones(ctx) },
      ...((check.adviceShown !== null || worry) && check.keptOut === null ? [keptOutField(view)] : []),
    ],
    [
      button(view, { kind: 'close' }, 'button-keep-going', 'primary'),
      button(view, { kind: 'stop' }, 'button-stop-now', 'danger', true),
    ],
  );
}

/** Nothing to see for whoever looks over a shoulder. */
export function hiddenCard(view: View): Card {
  return note(
    view,
    say(view.ctx.dialog.words, 'hidden-title'),
    [],
    [button(view, { kind: 'close' }, 'button-show', 'primary')],
  );
}

/** The first card: what this is, and the ways in. Its buttons keep working on old cards. */
export function homeCard(
  ctx: TurnContext,
  mint: Mint,
  state: ConversationState,
  title: 'home-title' | 'stopped-title',
): Card {
  const { words } = ctx.dialog;
  const own = { ctx, mint };
  const unfinished = state.check !== null && state.check.done === null;
  return {
    title: say(words, title),
    summary: say(words, 'home-summary'),
    ...banner(ctx),
    blocks: [
      { kind: 'text', text: say(words, 'home-text', { organisation: ctx.deployment.organisation.name }) },
      { kind: 'phones', phones: emergencyPhones(ctx) },
      ...missingContact(ctx),
      {
        kind: 'options',
        options: [
          { token: mint({ kind: 'emergency', colleague: false }), label: say(words, 'button-emergency') },
          {
            token: mint({ kind: 'emergency', colleague: true }),
            label: say(words, 'button-emergency-colleague'),
          },
          unfinished
            ? { token: mint({ kind: 'resume' }), label: say(words, 'button-resume') }
            : { token: mint({ kind: 'start' }), label: say(words, 'button-start') },
        ],
      },
    ],
    buttons: [
      ctx.rehearsal
        ? button(own, { kind: 'end-rehearsal' }, 'button-end-rehearsal')
        : button(own, { kind: 'rehearse' }, 'button-rehearse'),
      button(own, { kind: 'help' }, 'button-help'),
    ],
  };
}

/** Said once, when somebody adds Share Check: what it does, what it keeps, and the emergency. Its buttons are those of home. */
export function welcomeCard(ctx: TurnContext, mint: Mint, state: ConversationState): Card {
  const { words } = ctx.dialog;
  const home = homeCard(ctx, mint, state, 'home-title');
  const [, ...ways] = home.blocks;
  const text = (key: WordKey, tone?: 'quiet'): Block => ({
    kind: 'text',
    text: say(words, key, { organisation: ctx.deployment.organisation.name }),
    ...(tone === undefined ? {} : { tone }),
  });
  return {
    ...home,
    title: say(words, 'welcome-title'),
    summary: say(words, 'welcome-summary'),
    blocks: [
      text('welcome-what'),
      text('welcome-ask'),
      ...ways,
      text('welcome-kept'),
      text('welcome-limits'),
      text('welcome-help', 'quiet'),
    ],
  };
}

/** As many of the person's own records are on the home page. */
const RECORDS_AT_HOME = 5;

/** The home page of a channel: the first card, for the safeguarding team with the open concerns, and with the person's newest records. */
export function appHomeCard(ctx: TurnContext, mint: Mint, state: ConversationState): Card {
  const card = homeCard(ctx, mint, state, 'home-title');
  const rows = recordRows(ctx).slice(0, RECORDS_AT_HOME);
  const heading = (key: WordKey): Block => ({ kind: 'heading', text: say(ctx.dialog.words, key) });
  const queue = may(ctx.person, 'queue:see', null) ? [heading('queue-title'), ...queueBlocks(ctx, mint)] : [];
  const records: Block[] = rows.length === 0 ? [] : [heading('records-title'), { kind: 'rows', rows }];
  return { ...card, blocks: [...card.blocks, ...queue, ...records] };
}

/** The way on from a card beside the check: back to the check under way, or a new one. */
function startOrResume(ctx: TurnContext, mint: Mint, state: ConversationState): Button {
  const underWay = state.check !== null && state.check.done === null;
  return underWay
    ? button({ ctx, mint }, { kind: 'resume' }, 'button-resume', 'primary')
    : button({ ctx, mint }, { kind: 'start' }, 'button-start', 'primary');
}

/** What can be typed, what is kept, and which policy is running. */
export function helpCard(ctx: TurnContext, mint: Mint, state: ConversationState): Card {
  const { words } = ctx.dialog;
  return {
    title: say(words, 'help-title'),
    summary: say(words, 'help-title'),
    ...banner(ctx),
    blocks: [
      { kind: 'phones', phones: emergencyPhones(ctx) },
      {
        kind: 'list',
        items: (
          ['help-start', 'help-ask', 'help-resume', 'help-records', 'help-rehearse', 'help-stop'] as const
        )
          .map((k) => say(words, k))
          .concat(may(ctx.person, 'queue:see', null) ? [say(words, 'help-queue')] : []),
      },
      { kind: 'text', text: say(words, 'help-kept') },
      { kind: 'text', text: say(words, 'help-draft'), tone: 'quiet' },
      { kind: 'text', text: say(words, 'help-checked', checked(ctx)), tone: 'quiet' },
    ],
    buttons: [startOrResume(ctx, mint, state)],
  };
}

/** Which dialog is running, and that every way through it was looked at. */
const checked = ({ dialog, paths }: TurnContext) => ({
  title: dialog.title,
  version: dialog.version,
  hash: dialog.hash.slice(0, 12),
  paths: paths.toLocaleString('en-GB'),
});

function recordRows({ dialog, deployment, records }: TurnContext) {
  const { words } = dialog;
  const zone = deployment.organisation['time-zone'];
  return (records ?? []).map((r) => ({
    label: r.reference,
    value: `${moment(r.at, zone)}. ${say(words, `outcome-short-${r.outcome}`)}. ${say(words, `kind-${r.kind}`)}`,
  }));
}

/** The person's own records: reference, day and advice. */
export function recordsCard(ctx: TurnContext, mint: Mint, state: ConversationState): Card {
  const { words } = ctx.dialog;
  const rows = recordRows(ctx);
  const none = ctx.records === null ? 'records-unreadable' : 'records-none';
  const blocks: Block[] =
    rows.length === 0 ? [{ kind: 'text', text: say(words, none) }] : [{ kind: 'rows', rows }];
  return {
    title: say(words, 'records-title'),
    summary: say(words, 'records-title'),
    ...banner(ctx),
    blocks,
    buttons: [startOrResume(ctx, mint, state)],
  };
}

/** One record, opened by its reference: the case in full view, the rest folded by part. */
export function recordCard(ctx: TurnContext, mint: Mint, state: ConversationState): Card {
  const { words } = ctx.dialog;
  const { sheet } = ctx;
  if (sheet === null) {
    const title = say(words, 'record-none');
    return {
      title,
      summary: title,
      ...banner(ctx),
      blocks: [],
      buttons: [button({ ctx, mint }, { kind: 'help' }, 'button-help')],
    };
  }
  const [first, ...others] = sheet.sections;
  return {
    title: sheet.title,
    summary: sheet.title,
    ...banner(ctx),
    blocks: [
      ...(first === undefined ? [] : [{ kind: 'rows', rows: first.rows } as const]),
      ...others.map(
        (part) =>
          ({ kind: 'details', summary: part.heading, blocks: [{ kind: 'rows', rows: part.rows }] }) as const,
      ),
    ],
    buttons: [startOrResume(ctx, mint, state), button({ ctx, mint }, { kind: 'help' }, 'button-help')],
    window: true,
    record: true,
  };
}
