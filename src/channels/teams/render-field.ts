import type { Block } from '../../conversation/card.ts';
import { type CardElement, type Json, warning } from './adaptive-card.ts';

type Of<K extends Block['kind']> = Extract<Block, { kind: K }>;

/** Above this many answers a single choice folds into a list, so that the card stays short on a phone. */
const MOST_SHOWN_CHOICES = 8;

/** Draws a field of a form, with what is to be put right above it, in words. */
export function renderField(block: Of<'select'> | Of<'input'>): readonly CardElement[] {
  return field(block, block.kind === 'select' ? select(block) : input(block));
}

type Element = { readonly type: string; readonly [key: string]: Json };

function select({ options, several }: Of<'select'>): Element {
  const chosen = options.filter((option) => option.chosen === true).map(({ token }) => token);
  return {
    type: 'Input.ChoiceSet',
    choices: options.map(({ label, token }) => ({ title: label, value: token })),
    style: several !== true && options.length > MOST_SHOWN_CHOICES ? 'compact' : 'expanded',
    isMultiSelect: several === true,
    wrap: true,
    errorMessage: several === true ? 'Choose at least one.' : 'Choose one.',
    ...(chosen.length === 0 ? {} : { value: chosen.join(',') }),
  };
}

function input({ value = '', date, multiline, maxLength }: Of<'input'>): Element {
  const filled = value === '' ? {} : { value };
  if (date === true) return { type: 'Input.Date', errorMessage: 'Choose a date.', ...filled };
  return {
    type: 'Input.Text',
    isMultiline: multiline === true,
    maxLength,
    errorMessage: 'Write something here.',
    ...filled,
  };
}

/** The field with its label and hint, which are read out together, and above it what is to be put right. */
function field(block: Of<'select'> | Of<'input'>, element: Element): readonly CardElement[] {
  return [
    ...(block.error === undefined ? [] : [warning(`To put right: ${block.error}`, { spacing: 'Medium' })]),
    {
      id: block.id,
      label: block.hint === undefined ? block.label : `${sentence(block.label)} ${block.hint}`,
      isRequired: block.required === true,
      spacing: block.error === undefined ? 'Medium' : 'Small',
      ...element,
    },
  ];
}

/** A label that a hint can follow. */
function sentence(label: string): string {
  return /[.?!:]$/.test(label) ? label : `${label}.`;
}
