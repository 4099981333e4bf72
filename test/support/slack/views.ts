import { isPart, type Part, partsUnder, textUnder } from './checks.ts';
import { initialState, stateAfter } from './view-state.ts';
import { type FakeView, nextNumber, taken, type Workspace } from './workspace.ts';

/** What modals and homes do in Slack. */

export const TRIGGER_LIVES_MS = 3000;
const MOST_VIEWS = 3;

/** Exchanges a trigger for the person it stands for, or tells Slack's word for why not. */
export function useTrigger(
  workspace: Workspace,
  id: string,
): { readonly userId: string } | { readonly error: string } {
  const trigger = workspace.triggers.get(id);
  if (trigger === undefined) return { error: 'invalid_trigger_id' };
  if (trigger.used) return { error: 'exchanged_trigger_id' };
  if (workspace.now - trigger.at >= TRIGGER_LIVES_MS) return { error: 'expired_trigger_id' };
  workspace.triggers.set(id, { ...trigger, used: true });
  return { userId: trigger.userId };
}

/** A new modal of this person: on its own, or on top of those that are open. */
export function openView(workspace: Workspace, userId: string, view: Part, onTop = false): FakeView | null {
  const open = onTop ? (workspace.open.get(userId) ?? []) : [];
  if (open.length >= MOST_VIEWS) return null;
  const id = `V${String(nextNumber(workspace)).padStart(9, '0')}`;
  const blocks = partsUnder(view, 'blocks');
  const [root = id] = open;
  const shown: FakeView = {
    ...{ id, hash: hash(workspace), userId, view, blocks, errors: {} },
    values: initialState(blocks),
    rootId: root,
    previousId: open.at(-1) ?? null,
  };
  // What is open on another screen of the person stays open there.
  workspace.open.set(userId, [...(workspace.open.get(userId) ?? []), id]);
  workspace.views.set(id, shown);
  workspace.changes.push({ kind: 'modal', userId, shown });
  return shown;
}

/** Another view in the place of this one. What was typed stays where the ids are the same. */
export function replaceView(workspace: Workspace, before: FakeView, view: Part): FakeView {
  const blocks = partsUnder(view, 'blocks');
  const values = stateAfter(before.values, blocks);
  const shown: FakeView = { ...before, hash: hash(workspace), view, blocks, values, errors: {} };
  workspace.views.set(before.id, shown);
  workspace.changes.push({ kind: 'modal', userId: before.userId, shown });
  return shown;
}

export function closeView(workspace: Workspace, shown: FakeView): void {
  const { id, userId } = shown;
  workspace.views.delete(id);
  workspace.open.set(
    userId,
    (workspace.open.get(userId) ?? []).filter((each) => each !== id),
  );
  workspace.changes.push({ kind: 'modal', userId, shown, gone: true });
}

/** The home of this person. */
export function publishHome(workspace: Workspace, userId: string, view: Part): FakeView {
  const blocks = partsUnder(view, 'blocks');
  const id = workspace.homes.get(userId)?.id ?? `V${String(nextNumber(workspace)).padStart(9, '0')}`;
  const shown: FakeView = {
    ...{ id, hash: hash(workspace), userId, view, blocks, errors: {} },
    values: initialState(blocks),
    rootId: id,
    previousId: null,
  };
  workspace.homes.set(userId, shown);
  workspace.changes.push({ kind: 'home', userId, shown });
  return shown;
}

/**
 * Does what the app answered when a form was sent (`body` of its response, as text): nothing closes the view. What Slack would not
 * understand is noted as a violation, and the view stays.
 */
export function applySubmission(workspace: Workspace, viewId: string, body: string): void {
  const before = workspace.views.get(viewId);
  if (before === undefined) return;
  const faults = applied(workspace, before, body);
  workspace.violations.push(...faults.map((fault) => `answer to view_submission: ${fault}`));
}

/** Does what the answer says; gives what is wrong with it. */
function applied(workspace: Workspace, before: FakeView, body: string): readonly string[] {
  if (body === '') {
    closeView(workspace, before);
    return [];
  }
  const answer = parsed(body);
  switch (answer?.response_action) {
    case 'clear':
      for (const id of workspace.open.get(before.userId) ?? []) {
        const view = workspace.views.get(id);
        if (view !== undefined) closeView(workspace, view);
      }
      return [];
    case 'update':
    case 'push': {
      const { view } = answer;
      if (!taken(workspace, 'answer to view_submission', 'modal', view) || !isPart(view)) return [];
      const done =
        answer.response_action === 'update'
          ? replaceView(workspace, before, view)
          : openView(workspace, before.userId, view, true);
      return done === null ? ['more than three views'] : [];
    }
    case 'errors': {
      const { errors } = answer;
      if (!isPart(errors) || Object.keys(errors).length === 0) return ['errors without one'];
      const shown = { ...before, errors: errors as Record<string, string> };
      workspace.views.set(before.id, shown);
      workspace.changes.push({ kind: 'modal', userId: before.userId, shown });
      const fields = before.blocks.filter(({ type }) => type === 'input');
      const ids = new Set(fields.map((each) => textUnder(each, 'block_id')));
      return Object.entries(errors).flatMap(([id, text]) => [
        ...(ids.has(id) ? [] : [`an error for "${id}", which is not a field here`]),
        ...(typeof text === 'string' && text !== '' ? [] : [`the error for "${id}" is not text`]),
      ]);
    }
    default:
      return ['a body that is not a response_action'];
  }
}

function parsed(body: string): Part | null {
  try {
    const value: unknown = JSON.parse(body);
    return isPart(value) ? value : null;
  } catch {
    return null;
  }
}

function hash(workspace: Workspace): string {
  const number = nextNumber(workspace);
  return `${Math.floor(workspace.now / 1000)}.${number.toString(16).padStart(8, '0')}`;
}

/** A view as Slack sends it, in answers and with every press. */
export function viewPayload(workspace: Workspace, shown: FakeView): Part {
  const { ids } = workspace;
  const { view } = shown;
  const modal = view.type === 'modal';
  return {
    id: shown.id,
    team_id: ids.team,
    type: view.type,
    blocks: shown.blocks,
    private_metadata: view.private_metadata ?? '',
    callback_id: view.callback_id ?? '',
    state: { values: shown.values },
    hash: shown.hash,
    title: modal ? view.title : { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: view.clear_on_close ?? false,
    notify_on_close: view.notify_on_close ?? false,
    close: view.close ?? null,
    submit: view.submit ?? null,
    previous_view_id: shown.previousId,
    root_view_id: shown.rootId,
    app_id: ids.appId,
    external_id: view.external_id ?? '',
    app_installed_team_id: ids.team,
    bot_id: ids.botId,
  };
}
