import { isPart, type Part, partsUnder, textUnder } from '../../support/slack/checks.ts';
import { drawText, escapeHtml } from './text.ts';

/** What is pressed or filled in, as HTML. */

/** `open`: menus stand open, with all that is in them. */
export type Look = { readonly open?: boolean };

/** @throws Error for an element that is not drawn. */
export function drawControl(element: Part, look: Look): string {
  if (element.type === 'button') {
    const style = element.style === 'primary' || element.style === 'danger' ? element.style : 'plain';
    return `<button class="${style}"><span>${drawText(element.text)}</span></button>`;
  }
  if (element.type === 'overflow') {
    return `<span class="overflow"><button class="plain dots">⋯</button>${menu(element, look)}</span>`;
  }
  throw new Error(`An element of type "${String(element.type)}" is not drawn.`);
}

/**
 * The field of a form. `value`: what stands in it now, in the form Slack sends; what it begins with when left out.
 * @throws Error for a field that is not drawn.
 */
export function drawField(element: Part, value: Part | undefined, look: Look): string {
  const options = partsUnder(element, 'options');
  const chosen = chosenIn(element, value);
  switch (element.type) {
    case 'radio_buttons':
    case 'checkboxes': {
      const kind = element.type === 'checkboxes' ? 'tick' : 'radio';
      return options
        .map((option) => {
          const on = chosen.includes(textUnder(option, 'value')) ? ' on' : '';
          const help =
            option.description === undefined ? '' : `<small>${drawText(option.description)}</small>`;
          return `<div class="choice"><i class="${kind}${on}"></i><span>${drawText(option.text)}${help}</span></div>`;
        })
        .join('');
    }
    case 'static_select':
    case 'multi_static_select': {
      const all = [
        ...options,
        ...partsUnder(element, 'option_groups').flatMap((g) => partsUnder(g, 'options')),
      ];
      const names = all
        .filter((option) => chosen.includes(textUnder(option, 'value')))
        .map((option) => drawText(option.text));
      const shown = names.length === 0 ? placeholder(element, 'Select an option') : names.join(', ');
      return `<div class="box select">${shown}<em>⌄</em></div>${menu(element, look)}`;
    }
    case 'plain_text_input': {
      const text = value === undefined ? textUnder(element, 'initial_value') : textUnder(value, 'value');
      const shown = text === '' ? placeholder(element, '') : escapeHtml(text);
      return `<div class="box${element.multiline === true ? ' tall' : ''}">${shown}</div>`;
    }
    case 'datepicker': {
      const day =
        value === undefined ? textUnder(element, 'initial_date') : textUnder(value, 'selected_date');
      return `<div class="box day">${day === '' ? placeholder(element, 'Select a date') : escapeHtml(day)}</div>`;
    }
    default:
      throw new Error(`A field of type "${String(element.type)}" is not drawn.`);
  }
}

function chosenIn(element: Part, value: Part | undefined): readonly string[] {
  const now = value ?? {
    selected_option: element.initial_option,
    selected_options: element.initial_options,
  };
  const one = isPart(now.selected_option) ? [now.selected_option] : [];
  return [...one, ...partsUnder(now, 'selected_options')].map((option) => textUnder(option, 'value'));
}

function placeholder(element: Part, usual: string): string {
  const text = element.placeholder === undefined ? escapeHtml(usual) : drawText(element.placeholder);
  return `<span class="faint">${text}</span>`;
}

function menu(element: Part, { open = false }: Look): string {
  if (!open) return '';
  const line = (option: Part) => `<li>${drawText(option.text)}</li>`;
  const groups = partsUnder(element, 'option_groups').flatMap((group) => [
    `<li class="faint">${drawText(group.label)}</li>`,
    ...partsUnder(group, 'options').map(line),
  ]);
  return `<ul class="menu">${[...partsUnder(element, 'options').map(line), ...groups].join('')}</ul>`;
}
