import { elementsOf } from './block-checks.ts';
import { isPart, type Part, partsUnder, textUnder } from './checks.ts';
import { readMrkdwn } from './mrkdwn.ts';
import { isBoldLine, readRichText } from './rich-text.ts';

/** What a person sees in Slack: a view or a message, by its blocks. */

/** A view as the app sent it, or a message; and what Slack shows under fields that are to be put right. */
export type Shown = { readonly content: Part; readonly errors?: Readonly<Record<string, string>> };

/** Something that can be pressed. */
export type Press = {
  /** What a person calls it by: the words on it, or the line it stands beside. */
  readonly names: readonly string[];
} & (
  | { readonly kind: 'submit' }
  | {
      readonly kind: 'action';
      readonly block: string;
      readonly action: string;
      /** What is sent; of an overflow or a select, the option's. */
      readonly value: string;
    }
);

export type Field = {
  readonly block: string;
  readonly action: string;
  readonly label: string;
  /** Slack's own word for it, such as `plain_text_input`. */
  readonly kind: string;
  readonly options: readonly { readonly label: string; readonly option: Part }[];
  readonly optional: boolean;
  readonly maxLength: number | undefined;
};

/** The text, one thing a line; of what the card folds away, the line it stands under alone. */
export function visibleText({ content, errors = {} }: Shown): string {
  const blocks = partsUnder(content, 'blocks');
  const folded = new Set(foldsOf(blocks).flatMap((fold) => fold.inside));
  return lines([
    textOf(content.title),
    ...blocks.filter((block) => !folded.has(block)).map((block) => blockText(block, errors)),
    textOf(content.submit),
  ]);
}

/** What stands under this line; undefined when there is no such line. Of a menu: the choices in it. */
export function underHeading(
  blocks: readonly Part[],
  same: (summary: string) => boolean,
): string | undefined {
  const fold = foldsOf(blocks).find(({ summary }) => same(summary));
  if (fold !== undefined) return lines(fold.inside.map((block) => blockText(block, {})));
  const menus = blocks.filter((block) => textUnder(block, 'block_id').startsWith(DETAILS));
  const menu = menus.find((block) => isPart(block.accessory) && same(firstLine(block)));
  return menu === undefined ? undefined : lines(pressesIn(menu).flatMap(({ names }) => names));
}

/** The lines that things stand under. */
export function headingsOf(blocks: readonly Part[]): readonly string[] {
  return foldsOf(blocks).map(({ summary }) => summary);
}

/** Everything that can be pressed. */
export function pressesOf(content: Part): readonly Press[] {
  const submit = textOf(content.submit);
  const pressed = partsUnder(content, 'blocks').flatMap(pressesIn);
  return [...pressed, ...(submit === '' ? [] : [{ kind: 'submit', names: [submit] } as const])];
}

/** Every field of the form. */
export function fieldsOf(content: Part): readonly Field[] {
  return partsUnder(content, 'blocks').flatMap((block) => {
    const { element } = block;
    if (block.type !== 'input' || !isPart(element)) return [];
    return [
      {
        block: textUnder(block, 'block_id'),
        action: textUnder(element, 'action_id'),
        label: textOf(block.label),
        kind: textUnder(element, 'type'),
        options: partsUnder(element, 'options').map((option) => ({ label: textOf(option.text), option })),
        optional: block.optional === true,
        maxLength: typeof element.max_length === 'number' ? element.max_length : undefined,
      },
    ];
  });
}

function pressesIn(block: Part): readonly Press[] {
  return block.type === 'input' ? [] : elementsOf(block).flatMap((element) => pressesOn(block, element));
}

function pressesOn(block: Part, element: Part): readonly Press[] {
  const base = {
    kind: 'action',
    block: textUnder(block, 'block_id'),
    action: textUnder(element, 'action_id'),
  } as const;
  if (element.type === 'button') {
    // A button that opens a page sends nothing that could be pressed for.
    const value = textUnder(element, 'value');
    if (value === '' && element.url !== undefined) return [];
    const own = withoutChosen(textOf(element.text));
    // Beside an answer the button only says what pressing it does.
    const name = block.accessory === element && own === 'Choose' ? withoutChosen(firstLine(block)) : own;
    return [{ ...base, names: [name], value }];
  }
  return partsUnder(element, 'options').map((option) => ({
    ...base,
    names: [withoutChosen(textOf(option.text))],
    value: textUnder(option, 'value'),
  }));
}

/** The words without the marks of what is chosen already. */
function withoutChosen(label: string): string {
  return label.replace(/^(?:[✓✔☑✅●]|:\w+:)\uFE0F?\s*/u, '').replace(/\s*\(chosen\)$/, '');
}

type Fold = { readonly summary: string; readonly inside: readonly Part[] };

/** A block whose id begins so is the line that something rarely needed stands under, up to a divider; or a menu. */
const DETAILS = 'details';

function foldsOf(blocks: readonly Part[]): readonly Fold[] {
  const folds: { summary: string; inside: Part[] }[] = [];
  let open: { summary: string; inside: Part[] }[] = [];
  for (const block of blocks) {
    for (const { inside } of open) inside.push(block);
    if (block.type === 'divider') {
      open = open.slice(0, -1);
    } else if (isHeading(block)) {
      const fold = { summary: firstLine(block), inside: [] };
      folds.push(fold);
      open = [...open, fold];
    }
  }
  return folds;
}

function isHeading(block: Part): boolean {
  return textUnder(block, 'block_id').startsWith(DETAILS) && isBoldLine(block);
}

function blockText(block: Part, errors: Readonly<Record<string, string>>): string {
  switch (block.type) {
    case 'input':
      return lines([
        textOf(block.label),
        isPart(block.element) ? elementText(block.element) : '',
        textOf(block.hint),
        errors[textUnder(block, 'block_id')] ?? '',
      ]);
    case 'rich_text':
      return readRichText(block);
    case 'context':
    case 'actions':
      return lines(partsUnder(block, 'elements').map(elementText));
    default:
      return lines([
        textOf(block.text),
        ...partsUnder(block, 'fields').map(textOf),
        isPart(block.accessory) ? elementText(block.accessory) : '',
      ]);
  }
}

function elementText(element: Part): string {
  switch (element.type) {
    case 'plain_text':
    case 'mrkdwn':
      return textOf(element);
    case 'button':
      return textOf(element.text);
    case 'image':
      return textUnder(element, 'alt_text');
    case 'plain_text_input':
      return textUnder(element, 'initial_value');
    case 'datepicker':
      return textUnder(element, 'initial_date');
    // Folded until pressed; what is in it is for whoever opens it.
    case 'overflow':
      return '';
    default:
      return lines(optionLabels(element));
  }
}

function optionLabels(element: Part): readonly string[] {
  return partsUnder(element, 'options').map((option) =>
    lines([textOf(option.text), textOf(option.description)]),
  );
}

function firstLine(block: Part): string {
  const text = block.type === 'rich_text' ? readRichText(block) : textOf(block.text);
  return text.split('\n')[0] ?? '';
}

/** The words of a text object, as a person reads them. */
export function textOf(text: unknown): string {
  const words = textUnder(text, 'text');
  return isPart(text) && text.type === 'mrkdwn' ? readMrkdwn(words) : words;
}

function lines(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n');
}
