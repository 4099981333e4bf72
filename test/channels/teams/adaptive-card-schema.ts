import { z } from 'zod';

/**
 * The part of Adaptive Cards 1.5 that Share Check uses, closed: a property that the format does not have, or a value it
 * does not know, fails; so does a word that nobody could read or hear. Source: https://adaptivecards.io/explorer/
 */

const words = z.string().regex(/\S/);
const spacing = z.enum(['None', 'Small', 'Default', 'Medium', 'Large', 'ExtraLarge', 'Padding']);
const common = {
  spacing: spacing.optional(),
  separator: z.boolean().optional(),
};
const box = {
  ...common,
  style: z.enum(['default', 'emphasis', 'good', 'attention', 'warning', 'accent']).optional(),
  // Of Teams, from 1.5 on; other clients leave them out.
  showBorder: z.literal(true).optional(),
  roundedCorners: z.literal(true).optional(),
};

const press = {
  title: words,
  data: z.strictObject({ token: z.string().min(1) }),
  associatedInputs: z.enum(['auto', 'none']),
  style: z.enum(['default', 'positive', 'destructive']).optional(),
};
const tooltip = words.optional();
const submit = z.strictObject({ type: z.literal('Action.Submit'), ...press });
/** Of a card in a dialog. */
const submits = submit.extend({ tooltip });
/** Of a card in a chat. */
const execute = z.strictObject({
  type: z.literal('Action.Execute'),
  verb: z.literal('press'),
  ...press,
  tooltip,
  fallback: submit,
});
const openUrl = z.strictObject({
  type: z.literal('Action.OpenUrl'),
  title: words,
  tooltip,
  url: z.string().regex(/^(https:|tel:\+?\d+$)/),
});
const toggle = z.strictObject({
  type: z.literal('Action.ToggleVisibility'),
  title: words,
  tooltip,
  targetElements: z.array(z.string()).length(1),
});

const textBlock = z.strictObject({
  type: z.literal('TextBlock'),
  text: words,
  wrap: z.literal(true),
  style: z.enum(['default', 'heading']).optional(),
  size: z.enum(['Small', 'Default', 'Medium', 'Large', 'ExtraLarge']).optional(),
  weight: z.enum(['Lighter', 'Default', 'Bolder']).optional(),
  isSubtle: z.boolean().optional(),
  ...common,
});
const input = {
  ...common,
  id: z.string().min(1),
  label: words,
  isRequired: z.boolean(),
  errorMessage: words,
  value: z.string().min(1).optional(),
};
const choiceSet = z.strictObject({
  type: z.literal('Input.ChoiceSet'),
  choices: z.array(z.strictObject({ title: words, value: z.string().min(1) })).min(1),
  style: z.enum(['compact', 'expanded']),
  isMultiSelect: z.boolean(),
  wrap: z.literal(true),
  ...input,
});
const inputText = z.strictObject({
  type: z.literal('Input.Text'),
  isMultiline: z.boolean(),
  maxLength: z.int().positive(),
  ...input,
});
const inputDate = z.strictObject({ type: z.literal('Input.Date'), ...input });

function cardSchema(pressed: typeof execute | typeof submits) {
  const action = z.discriminatedUnion('type', [pressed, openUrl, toggle]);
  const element: z.ZodType = z.lazy(() => elements);
  const elements = z.discriminatedUnion('type', [
    textBlock,
    choiceSet,
    inputText,
    inputDate,
    z.strictObject({ type: z.literal('ActionSet'), actions: z.array(action).min(1).max(3), ...common }),
    z.strictObject({
      type: z.literal('Container'),
      id: z.string().min(1).optional(),
      isVisible: z.literal(false).optional(),
      selectAction: action.optional(),
      items: z.array(element).min(1),
      ...box,
    }),
    z.strictObject({
      type: z.literal('ColumnSet'),
      selectAction: action.optional(),
      columns: z
        .array(
          z.strictObject({
            type: z.literal('Column'),
            width: z.enum(['auto', 'stretch']),
            verticalContentAlignment: z.enum(['Top', 'Center', 'Bottom']).optional(),
            items: z.array(element).min(1),
          }),
        )
        .min(1),
      ...box,
    }),
  ]);
  return z.strictObject({
    type: z.literal('AdaptiveCard'),
    $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
    version: z.literal('1.5'),
    fallbackText: words,
    lang: z.literal('en'),
    body: z.array(element).min(1),
  });
}

/** A card in a chat. */
export const adaptiveCardSchema = cardSchema(execute);
/** A card in a dialog: nothing in it is an Execute. */
export const dialogCardSchema = cardSchema(submits);
