import { z } from 'zod';

/**
 * The part of Adaptive Cards 1.5 that Share Check uses, closed: a property that the format does not have, or a value it
 * does not know, fails. Source: https://adaptivecards.io/explorer/
 */

const spacing = z.enum(['None', 'Small', 'Default', 'Medium', 'Large', 'ExtraLarge', 'Padding']);
const common = {
  id: z.string().optional(),
  spacing: spacing.optional(),
  separator: z.boolean().optional(),
  isVisible: z.boolean().optional(),
};
const containerStyle = z.enum(['default', 'emphasis', 'good', 'attention', 'warning', 'accent']);

const press = {
  title: z.string().min(1),
  data: z.strictObject({ token: z.string().min(1) }),
  associatedInputs: z.enum(['auto', 'none']),
  style: z.enum(['default', 'positive', 'destructive']).optional(),
};
const submit = z.strictObject({ type: z.literal('Action.Submit'), ...press });
const execute = z.strictObject({
  type: z.literal('Action.Execute'),
  verb: z.literal('press'),
  ...press,
  fallback: submit,
});
const openUrl = z.strictObject({
  type: z.literal('Action.OpenUrl'),
  title: z.string().min(1),
  tooltip: z.string().optional(),
  url: z.string().regex(/^(https:|tel:\+?\d+$)/),
});
const toggle = z.strictObject({
  type: z.literal('Action.ToggleVisibility'),
  title: z.string().min(1),
  targetElements: z.array(z.string()),
});
const action = z.discriminatedUnion('type', [execute, openUrl, toggle]);

const textBlock = z.strictObject({
  type: z.literal('TextBlock'),
  text: z.string().min(1),
  wrap: z.literal(true),
  style: z.enum(['default', 'heading']).optional(),
  size: z.enum(['Small', 'Default', 'Medium', 'Large', 'ExtraLarge']).optional(),
  weight: z.enum(['Lighter', 'Default', 'Bolder']).optional(),
  color: z.enum(['Default', 'Dark', 'Light', 'Accent', 'Good', 'Warning', 'Attention']).optional(),
  isSubtle: z.boolean().optional(),
  ...common,
});
const input = {
  ...common,
  id: z.string().min(1),
  label: z.string().min(1),
  isRequired: z.boolean(),
  errorMessage: z.string().min(1),
  value: z.string().optional(),
};
const choiceSet = z.strictObject({
  type: z.literal('Input.ChoiceSet'),
  choices: z.array(z.strictObject({ title: z.string().min(1), value: z.string().min(1) })).min(1),
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
const actionSet = z.strictObject({
  type: z.literal('ActionSet'),
  actions: z.array(action).min(1),
  ...common,
});

const element: z.ZodType = z.lazy(() =>
  z.discriminatedUnion('type', [
    textBlock,
    choiceSet,
    inputText,
    inputDate,
    actionSet,
    z.strictObject({
      type: z.literal('Container'),
      style: containerStyle.optional(),
      selectAction: action.optional(),
      items: z.array(element).min(1),
      ...common,
    }),
    z.strictObject({
      type: z.literal('ColumnSet'),
      style: containerStyle.optional(),
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
      ...common,
    }),
  ]),
);

export const adaptiveCardSchema = z.strictObject({
  type: z.literal('AdaptiveCard'),
  $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
  version: z.literal('1.5'),
  fallbackText: z.string().min(1),
  lang: z.literal('en-GB'),
  body: z.array(element).min(1),
});
