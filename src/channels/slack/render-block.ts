import type { Block, PhoneLine } from '../../conversation/card.ts';
import type { SlackBlock } from './block-kit.ts';
import { bold, isEmpty, pieces, plain, type RichPart, telephone, words } from './mrkdwn.ts';
import { type Drawing, LONGEST_SMALL, type Part, RANK } from './parts.ts';
import { renderMenu, renderOptions } from './render-controls.ts';
import { renderField } from './render-field.ts';

type Of<K extends Block['kind']> = Extract<Block, { kind: K }>;

/** Rows of one table stand together in blocks of about this many characters. */
const ROWS_TOGETHER = 2500;
/** A row of about this many characters stands in one line, or two on a phone. */
const LONGEST_LINE = 60;

/** Draws one block. Fields of a form are drawn in the window alone. */
export function renderBlock(block: Block, draw: Drawing): readonly Part[] {
  switch (block.kind) {
    case 'text':
      return text(block, draw);
    case 'heading':
      return open(
        rich(
          pieces(block.text).map((piece) => line(bold(piece))),
          draw,
        ),
      );
    case 'list':
      return open(list(block, draw));
    case 'phones':
      return block.phones.map((phone) => ({ rank: RANK.first, blocks: [renderPhone(phone, draw)] }));
    case 'quote':
      return open(quote(block, draw));
    case 'rows':
      return open(rows(block, draw));
    case 'options':
      return [{ rank: RANK.needed, blocks: renderOptions(block.options, draw) }];
    case 'select':
    case 'input':
      return draw.surface === 'modal' ? [renderField(block, draw)] : [];
    case 'details':
      return [details(block, draw)];
    default:
      return block satisfies never;
  }
}

/** What has to be seen, in bold and with a sign that is no colour. */
export function renderWarning(text: string, draw: Drawing): readonly SlackBlock[] {
  return rich(
    pieces(`⚠ ${text}`).map((piece) => line(bold(piece))),
    draw,
  );
}

function open(blocks: readonly SlackBlock[]): readonly Part[] {
  return blocks.length === 0 ? [] : [{ rank: RANK.open, blocks }];
}

function text({ text, tone }: Of<'text'>, draw: Drawing): readonly Part[] {
  if (isEmpty(text)) return [];
  if (tone === 'warning') return [{ rank: RANK.needed, blocks: renderWarning(text, draw) }];
  if (tone === 'quiet') {
    return open(
      pieces(text, LONGEST_SMALL).map((piece) => ({
        type: 'context',
        block_id: draw.block(),
        elements: [plain(piece)],
      })),
    );
  }
  return open(
    pieces(text).map((piece) => ({
      type: 'section',
      block_id: draw.block(),
      text: plain(piece),
      expand: true,
    })),
  );
}

/** The number as a link that rings it, under whose it is; it can be read and dialled too. */
function renderPhone({ label, number, note = '' }: PhoneLine, draw: Drawing): SlackBlock {
  return {
    type: 'section',
    block_id: draw.block('phone'),
    text: plain(isEmpty(label) ? 'Ring' : label),
    fields: [telephone(number), ...(isEmpty(note) ? [] : [plain(note, LONGEST_SMALL)])],
  };
}

function list({ items, ordered }: Of<'list'>, draw: Drawing): readonly SlackBlock[] {
  const lines = items.filter((item) => !isEmpty(item)).map((item) => line(words(item)));
  if (lines.length === 0) return [];
  const style = ordered === true ? 'ordered' : 'bullet';
  return rich([{ type: 'rich_text_list', style, elements: lines }], draw);
}

/** Set off by a bar, and by quotation marks, so that it reads as a quotation in any way of reading. */
function quote({ text, source }: Of<'quote'>, draw: Drawing): readonly SlackBlock[] {
  const quoted = pieces(`“${text}”`).map(
    (piece): RichPart => ({ type: 'rich_text_quote', elements: [words(piece)] }),
  );
  return rich([...quoted, ...(isEmpty(source) ? [] : [line(words(source))])], draw);
}

/** A short row is one line; otherwise the label stands over its value. Short rows share a block. */
function rows({ rows }: Of<'rows'>, draw: Drawing): readonly SlackBlock[] {
  const blocks: RichPart[][] = [];
  let length = Infinity;
  for (const { label, value } of rows) {
    const lines = fitsALine(label, value)
      ? [line(bold(label), words(` ${value}`))]
      : [
          ...pieces(label).map((piece) => line(bold(piece))),
          ...pieces(value).map((piece) => line(words(piece))),
        ];
    length += label.length + value.length;
    if (length > ROWS_TOGETHER) {
      blocks.push([]);
      length = label.length + value.length;
    }
    blocks.at(-1)?.push(...lines);
  }
  return blocks.flatMap((lines) => rich(lines, draw));
}

const fitsALine = (label: string, value: string): boolean =>
  !isEmpty(label) && !isEmpty(value) && label.length + value.length <= LONGEST_LINE && !value.includes('\n');

/**
 * Slack folds nothing away. A few rare ways on become a menu; anything else stands under its summary, with a line after it.
 */
function details({ summary, blocks }: Of<'details'>, draw: Drawing): Part {
  if (blocks.every((block) => block.kind === 'options')) {
    const menu = renderMenu(
      summary,
      blocks.flatMap(({ options }) => options),
      draw,
    );
    if (menu !== null) return { rank: RANK.needed, blocks: menu };
  }
  const head = rich(
    pieces(summary).map((piece) => line(bold(piece))),
    draw,
    'details',
  );
  const inner = blocks.flatMap((block) => renderBlock(block, draw));
  const needed = inner.flatMap((part) => (part.rank <= RANK.needed ? part.blocks : (part.least ?? [])));
  const foot: SlackBlock = { type: 'divider', block_id: draw.block() };
  return {
    rank: RANK.folded,
    name: summary,
    blocks: [...head, ...inner.flatMap((part) => part.blocks), foot],
    ...(needed.length === 0 ? {} : { least: [...head, ...needed, foot] }),
  };
}

/** One block of rich text, or none where there is nothing to show. */
function rich(elements: readonly RichPart[], draw: Drawing, kind?: string): readonly SlackBlock[] {
  if (elements.length === 0) return [];
  return [{ type: 'rich_text', block_id: draw.block(kind), elements: [...elements] }];
}

const line = (...elements: { type: 'text'; text: string }[]) =>
  ({ type: 'rich_text_section', elements }) as const;
