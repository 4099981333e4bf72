import {
  type Field,
  fieldsOf,
  type Press,
  pressesOf,
  type Shown,
  underHeading,
  visibleText,
} from './block-reading.ts';
import { type Part, partsUnder } from './checks.ts';
import type { FakeSlack } from './fake-slack.ts';
import { blockActions, type Surface, slashCommand, viewSubmission } from './payloads.ts';
import type { SlackRequest } from './signed.ts';
import type { Change, FakeView } from './workspace.ts';

/** A modal or a message as it stood when it last changed. */
export type Seen = Surface & { readonly shown: Shown };

/** Every version of every modal and message that this person has been shown, in order; `from`: since that many changes. */
export function seenBy(slack: FakeSlack, userId: string, from = 0): readonly Seen[] {
  return slack.changes.slice(from).flatMap((change) => seen(slack, userId, change));
}

/** The newest version of each of them, the one that changed last at the end. */
export function newestOf(all: readonly Seen[]): readonly Seen[] {
  return all.filter((one, index) => !all.slice(index + 1).some((later) => keyOf(later) === keyOf(one)));
}

/** What can be read on them now. */
export function readAll(all: readonly Seen[]): string {
  return all.map(({ shown }) => visibleText(shown)).join('\n');
}

/** What stands under a line, on the newest that has it. */
export function readUnder(all: readonly Seen[], same: (text: string) => boolean): string | undefined {
  for (const { shown } of [...all].reverse()) {
    const text = underHeading(partsUnder(shown.content, 'blocks'), same);
    if (text !== undefined) return text;
  }
  return undefined;
}

/**
 * What can be pressed under this name, on the newest that has it.
 * @throws Error listing what there is when nothing has it.
 */
export function findPress(
  all: readonly Seen[],
  same: (name: string) => boolean,
): { readonly on: Seen; readonly press: Press } {
  for (const on of [...all].reverse()) {
    const press = pressesOf(on.shown.content).find(({ names }) => names.some(same));
    if (press !== undefined) return { on, press };
  }
  const there = all.flatMap(({ shown }) => pressesOf(shown.content)).map(({ names: [name] }) => `"${name}"`);
  throw new Error(`There is: ${there.join(', ') || 'nothing'}.`);
}

/** What Slack sends for this press, with a trigger of its own. */
export function pressRequest(slack: FakeSlack, userId: string, on: Seen, press: Press): SlackRequest {
  if (press.kind === 'action') return blockActions(slack, userId, on, press);
  if (on.kind !== 'view') throw new Error('A message has no form to send.');
  return viewSubmission(slack, on.view);
}

/** A command in the chat with the app. */
export function typed(slack: FakeSlack, userId: string, text: string): SlackRequest {
  return slashCommand(slack, userId, text);
}

/** The field with this label. */
export function findField(
  all: readonly Seen[],
  same: (label: string) => boolean,
): { view: FakeView; field: Field } {
  for (const on of [...all].reverse()) {
    const field = fieldsOf(on.shown.content).find(({ label }) => same(label));
    if (field !== undefined && on.kind === 'view') return { view: on.view, field };
  }
  const there = all.flatMap(({ shown }) => fieldsOf(shown.content)).map(({ label }) => `"${label}"`);
  throw new Error(`There is: ${there.join(', ') || 'nothing'}.`);
}

/**
 * What Slack sends for a field with this text typed, or these options chosen.
 * @throws Error when it does not fit, or cannot be chosen.
 */
export function valueFor(field: Field, given: string | readonly ((label: string) => boolean)[]): Part {
  const { kind: type, label, options, maxLength } = field;
  if (typeof given === 'string') {
    if (type === 'datepicker') return { type, selected_date: given };
    if (type !== 'plain_text_input') throw new Error(`Nothing can be typed into "${label}".`);
    if (maxLength !== undefined && given.length > maxLength) throw new Error(`"${label}" takes less text.`);
    return { type, value: given };
  }
  const chosen = given.map((same) => {
    const found = options.find((each) => same(each.label));
    if (found !== undefined) return found.option;
    throw new Error(`There is: ${options.map((each) => `"${each.label}"`).join(', ')}.`);
  });
  if (type === 'checkboxes' || type === 'multi_static_select') return { type, selected_options: chosen };
  const [only = null, ...more] = chosen;
  if (more.length > 0) throw new Error(`Only one can be chosen in "${label}".`);
  return { type, selected_option: only };
}

function seen(slack: FakeSlack, userId: string, change: Change): readonly Seen[] {
  if (change.gone === true || change.kind === 'home') return [];
  if (change.kind !== 'message') {
    const { shown: view } = change;
    if (view.userId !== userId) return [];
    return [{ kind: 'view', view, shown: { content: view.view, errors: view.errors } }];
  }
  const { shown: message } = change;
  if (message.onlyFor !== userId && message.channel !== slack.chatWith(userId)) return [];
  const { text, blocks } = message;
  // Where there are blocks, the text is for notifications and screen readers.
  const content = {
    blocks: blocks.length > 0 ? blocks : [{ type: 'section', text: { type: 'mrkdwn', text } }],
  };
  return [{ kind: 'message', message, shown: { content } }];
}

function keyOf(one: Seen): string {
  return one.kind === 'view' ? one.view.id : `${one.message.channel} ${one.message.ts}`;
}
