import { z } from 'zod';
import { SAYS } from './block-kit.ts';
import { id, person, type SlackTurn, type Surface, speakerOf, team } from './slack-turn.ts';

const MOST_INPUTS = 60;
const LONGEST_INPUT = 8000;

const option = z.object({ value: z.string().max(2000) });
const fieldSchema = z.object({
  value: z.string().nullish(),
  selected_date: z.string().nullish(),
  selected_option: option.nullish(),
  selected_options: z.array(option).nullish(),
});
const stateSchema = z.object({ values: z.record(z.string(), z.record(z.string(), fieldSchema)) }).nullish();
const viewSchema = z.object({
  id,
  hash: z.string().optional(),
  type: z.string(),
  private_metadata: z.string().optional(),
  state: stateSchema,
});
const actionSchema = z.object({
  user: person,
  team,
  trigger_id: id,
  response_url: z.string().optional(),
  container: z
    .object({
      type: z.string(),
      channel_id: z.string().optional(),
      message_ts: z.string().optional(),
      is_ephemeral: z.boolean().optional(),
    })
    .optional(),
  view: viewSchema.optional(),
  actions: z
    .array(z.object({ value: z.string().max(2000).optional(), selected_option: option.nullish() }))
    .min(1),
});

/** A button that was pressed, in the window, on a message or in App Home. */
export function receiveAction(body: unknown): SlackTurn | null {
  const read = actionSchema.safeParse(body);
  if (!read.success) return null;
  const { user, trigger_id, response_url, container, view, actions } = read.data;
  const [pressed] = actions;
  const token = pressed?.selected_option?.value ?? pressed?.value;
  if (token === undefined) return null;
  const from = surfaceOf(view, container, response_url);
  if (from === null) return null;
  const base = {
    id: `slack:press:${trigger_id}`,
    speaker: speakerOf(user.id, user.name ?? user.username),
  };
  const inputs = inputsOf(view?.state);
  return {
    event: token.startsWith(SAYS)
      ? { ...base, kind: 'message', text: token.slice(SAYS.length) }
      : { ...base, kind: 'press', token, inputs, once: true },
    from,
    trigger: trigger_id,
    team: user.team_id ?? read.data.team?.id,
    fields: Object.keys(inputs),
  };
}

function surfaceOf(
  view: z.infer<typeof viewSchema> | undefined,
  container: z.infer<typeof actionSchema>['container'],
  responseUrl: string | undefined,
): Surface | null {
  if (view !== undefined)
    return view.type === 'home' ? { kind: 'home' } : { kind: 'window', viewId: view.id };
  const { channel_id, message_ts, is_ephemeral } = container ?? {};
  if (channel_id === undefined || message_ts === undefined) return null;
  return {
    kind: 'message',
    channel: channel_id,
    ts: message_ts,
    responseUrl,
    ephemeral: is_ephemeral === true,
  };
}

const submissionSchema = z.object({ user: person, team, trigger_id: id.optional(), view: viewSchema });

/**
 * The window's own button: the card's form with everything filled in. The same sending twice is the same event. `nothing` where
 * the window has nothing to send; null when it cannot be read.
 */
export function receiveSubmission(body: unknown): SlackTurn | 'nothing' | null {
  const read = submissionSchema.safeParse(body);
  if (!read.success) return null;
  const { user, trigger_id, view } = read.data;
  const token = view.private_metadata ?? '';
  if (token === '') return 'nothing';
  const inputs = inputsOf(view.state);
  return {
    event: {
      id: `slack:send:${trigger_id ?? `${view.id}:${view.hash ?? ''}:${token}`}`,
      speaker: speakerOf(user.id, user.name ?? user.username),
      kind: 'press',
      token,
      inputs,
    },
    from: { kind: 'window', viewId: view.id },
    trigger: trigger_id,
    team: user.team_id ?? read.data.team?.id,
    fields: Object.keys(inputs),
  };
}

function inputsOf(state: z.infer<typeof stateSchema>): Record<string, string | readonly string[]> {
  const fields = Object.entries(state?.values ?? {}).slice(0, MOST_INPUTS);
  return Object.fromEntries(
    fields.map(([block, actions]) => {
      const [field] = Object.values(actions);
      if (Array.isArray(field?.selected_options)) {
        return [block, field.selected_options.map(({ value }) => value)];
      }
      const text = field?.selected_option?.value ?? field?.selected_date ?? field?.value ?? '';
      return [block, text.slice(0, LONGEST_INPUT)];
    }),
  );
}
