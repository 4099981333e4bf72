import { socialCareAt } from '../../deployment/contacts-at.ts';
import type { Block, Button, Card, PhoneLine, TapOption } from '../card.ts';
import type { TellContext, TurnContext } from '../context.ts';
import type { Action } from '../state.ts';
import { keptOutNow, whoIsTold } from '../telling.ts';
import type { WordKey } from '../word-keys.ts';
import { say } from '../words.ts';
import type { Mint, View } from './view.ts';

/** 999 and the social care number of this hour. Share Check's own: the draft names no number. */
export function emergencyPhones(
  ctx: Pick<TellContext, 'dialog' | 'deployment' | 'now'>,
): readonly PhoneLine[] {
  const { words } = ctx.dialog;
  const care = socialCareAt(ctx.deployment.contacts, ctx.deployment.organisation['time-zone'], ctx.now);
  return [
    { label: say(words, 'phone-999'), number: '999' },
    ...(care === null
      ? []
      : [{ label: care.name, number: care.number, ...(care.note === undefined ? {} : { note: care.note }) }]),
  ];
}

/** Said where the deployment names no social care contact. */
export function missingContact(ctx: TurnContext): Block[] {
  const care = socialCareAt(ctx.deployment.contacts, ctx.deployment.organisation['time-zone'], ctx.now);
  return care === null
    ? [{ kind: 'text', text: say(ctx.dialog.words, 'no-social-care-number'), tone: 'warning' }]
    : [];
}

/** The banner over every card: rehearsal, and "not recorded" while nothing can be written. */
export function banner(ctx: TurnContext, view?: View): { banner?: string } {
  const lines: string[] = [];
  if (ctx.rehearsal) lines.push(say(ctx.dialog.words, 'banner-rehearsal'));
  if (!ctx.recording) {
    const known = view !== undefined && (view.check.opened !== null || view.check.done !== null);
    const key = known ? 'banner-nothing-new-recorded' : 'banner-not-recorded';
    lines.push(say(ctx.dialog.words, key, { who: whomToRing(ctx, view) }));
  }
  return lines.length === 0 ? {} : { banner: lines.join(' ') };
}

/** "Priya Nair on 01632 960101, or …": whom to ring when the product cannot tell anybody. */
export function whomToRing(ctx: TurnContext, view?: Pick<View, 'check'>): string {
  const keptOut = view === undefined ? [] : keptOutNow(view.check, ctx);
  return whomToRingAbout(ctx, { aboutColleague: view?.check.aboutColleague ?? false, keptOut });
}

/** The same about a case that was recorded. */
export function whomToRingAbout(ctx: WhoTells, about: Parameters<typeof whoIsTold>[1]): string {
  const { words } = ctx.dialog;
  const lead = whoIsTold(ctx, about)
    .map((id) => ctx.deployment.people.find((p) => p.id === id))
    .find((p) => p?.phone !== undefined);
  const care = emergencyPhones(ctx)[1];
  const lines = [
    ...(lead?.phone === undefined ? [] : [say(words, 'ring-line', { name: lead.name, number: lead.phone })]),
    ...(care === undefined ? [] : [say(words, 'ring-line', { name: care.label, number: care.number })]),
  ];
  return lines.length === 0 ? say(words, 'ring-your-lead') : lines.join(`, ${say(words, 'ring-or')} `);
}

type WhoTells = Pick<TellContext, 'dialog' | 'deployment' | 'now' | 'person'>;

/** A button for an action. */
export function button(
  view: { readonly ctx: TurnContext; readonly mint: Mint },
  action: Action,
  key: WordKey,
  style: Button['style'] = 'plain',
  submits = false,
): Button {
  return {
    token: view.mint(action),
    label: say(view.ctx.dialog.words, key),
    style,
    ...(submits ? { submits } : {}),
  };
}

/** The folded rest at the foot of a card: things rarely needed. */
export function more(view: View, extra: readonly TapOption[] = []): Block {
  const { mint, ctx } = view;
  const option = (action: Action, key: WordKey): TapOption => ({
    token: mint(action),
    label: say(ctx.dialog.words, key),
  });
  return {
    kind: 'details',
    summary: say(ctx.dialog.words, 'more'),
    blocks: [
      {
        kind: 'options',
        options: [
          ...extra,
          option({ kind: 'hide' }, 'button-hide'),
          ...(view.check.done === null ? [option({ kind: 'ask-stop' }, 'button-stop')] : []),
        ],
      },
    ],
  };
}

/** A plain card of text with a way back. */
export function note(view: View, title: string, blocks: readonly Block[], buttons?: readonly Button[]): Card {
  return {
    title,
    summary: title,
    ...banner(view.ctx, view),
    blocks,
    buttons: buttons ?? [button(view, { kind: 'close' }, 'button-go-back', 'primary')],
  };
}
