import { isPart, type Part, partsUnder, textUnder } from '../../support/slack/checks.ts';
import type { StateValues } from '../../support/slack/view-state.ts';
import { drawControl, drawField, type Look } from './elements.ts';
import { PAGE_CSS } from './page-css.ts';
import { drawRichText, drawText, escapeHtml } from './text.ts';

/**
 * Block Kit as HTML, looking much as Slack draws it. Only what Share Check sends: anything else throws, so that no picture leaves
 * something out.
 */

export type Filled = Look & {
  /** What stands in the fields now; what they begin with where left out. */
  readonly values?: StateValues;
  /** What the app said under a field, by block. */
  readonly errors?: Readonly<Record<string, string>>;
};

/** A modal: `content` is the view as it was sent. */
export function drawModal(content: Part, filled: Filled = {}): string {
  const submit = content.submit === undefined ? '' : drawText(content.submit);
  const close = content.close === undefined ? 'Cancel' : drawText(content.close);
  const send = submit === '' ? '' : `<button class="primary"><span>${submit}</span></button>`;
  return `<div class="modal">
    <div class="bar"><span class="away">${close}</span><i class="app">S</i><b>${drawText(content.title)}</b><span class="send">${submit}</span><span class="cross">✕</span></div>
    <div class="blocks">${drawBlocks(content, filled)}</div>
    <div class="foot"><button class="plain"><span>${close}</span></button>${send}</div>
  </div>`;
}

/** A message of the app. `alone`: only the reader sees it. */
export function drawMessage(
  content: Part,
  options: Look & { readonly alone?: boolean; readonly time?: string } = {},
): string {
  const { alone = false, time = '10:15' } = options;
  return `<div class="message${alone ? ' alone' : ''}"><i class="app">S</i><div>
    ${alone ? '<div class="only">Only visible to you</div>' : ''}
    <div class="who"><b>Share Check</b> <span class="badge">APP</span> <span class="faint">${escapeHtml(time)}</span></div>
    <div class="blocks">${drawBlocks(content, options)}</div>
  </div></div>`;
}

/** The Home tab of the app. */
export function drawHome(content: Part, look: Look = {}): string {
  return `<div class="home">
    <div class="bar"><i class="app">S</i><b>Share Check</b></div>
    <div class="tabs"><b>Home</b><span>Messages</span><span>About</span></div>
    <div class="blocks">${drawBlocks(content, look)}</div>
  </div>`;
}

/** A page that holds what was drawn. `phone`: as wide as a phone, and as Slack's apps for phones lay it out. */
export function pageOf(
  inner: string,
  look: { readonly dark?: boolean; readonly phone?: boolean } = {},
): string {
  const names = [look.dark === true ? 'dark' : 'light', look.phone === true ? 'phone' : 'desk'];
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><style>${PAGE_CSS}</style></head><body class="${names.join(' ')}">${inner}</body></html>`;
}

/** @throws Error for a block that is not drawn. */
function drawBlocks(content: Part, filled: Filled): string {
  return partsUnder(content, 'blocks')
    .map(
      (block) =>
        `<div class="block ${escapeHtml(textUnder(block, 'type'))}">${drawBlock(block, filled)}</div>`,
    )
    .join('\n');
}

function drawBlock(block: Part, filled: Filled): string {
  switch (block.type) {
    case 'header':
      return `<h1>${drawText(block.text)}</h1>`;
    case 'section':
      return drawSection(block, filled);
    case 'rich_text':
      return drawRichText(block);
    case 'context':
      return partsUnder(block, 'elements')
        .map((each) => `<span>${drawText(each)}</span>`)
        .join(' ');
    case 'actions':
      return partsUnder(block, 'elements')
        .map((each) => drawControl(each, filled))
        .join('');
    case 'divider':
      return '<hr>';
    case 'input':
      return drawInput(block, filled);
    default:
      throw new Error(`A block of type "${String(block.type)}" is not drawn.`);
  }
}

function drawSection(block: Part, look: Look): string {
  const fields = partsUnder(block, 'fields');
  const text = block.text === undefined ? '' : `<p>${drawText(block.text)}</p>`;
  const table = fields.map((field) => `<div>${drawText(field)}</div>`).join('');
  const beside = isPart(block.accessory)
    ? `<div class="beside">${drawControl(block.accessory, look)}</div>`
    : '';
  return `<div class="words">${text}${table === '' ? '' : `<div class="fields">${table}</div>`}</div>${beside}`;
}

function drawInput(block: Part, { values = {}, errors = {}, ...look }: Filled): string {
  const id = textUnder(block, 'block_id');
  const element = isPart(block.element) ? block.element : {};
  const value = values[id]?.[textUnder(element, 'action_id')];
  const optional = block.optional === true ? ' <span class="faint">(optional)</span>' : '';
  const error = errors[id];
  return [
    `<label>${drawText(block.label)}${optional}</label>`,
    drawField(element, value, look),
    error === undefined ? '' : `<div class="error">${escapeHtml(error)}</div>`,
    block.hint === undefined ? '' : `<div class="hint">${drawText(block.hint)}</div>`,
  ].join('');
}
