import type { Button, Card } from '../../conversation/card.ts';
import { type Modal, type SlackBlock, WINDOW } from './block-kit.ts';
import { plain } from './mrkdwn.ts';
import { drawing, fitted, RANK } from './parts.ts';
import { hasFields, renderParts } from './render-card.ts';
import { renderButtons } from './render-controls.ts';

const LONGEST_NAME = 24;

/**
 * Draws a card for the window. Controls carry one opaque token and nothing else. A form is sent with the window's own button,
 * whose token is the window's `private_metadata`.
 */
export function renderModal(card: Card): Modal {
  const draw = drawing('modal', card);
  const form = hasFields(card.blocks);
  const sends = form ? sending(card.buttons) : undefined;
  const others = card.buttons.filter((button) => button !== sends);
  const body = renderParts(card, draw);
  const name = sends === undefined ? 'Done' : short(sends.label);
  const meaning: readonly SlackBlock[] =
    sends === undefined || name === sends.label
      ? []
      : [
          {
            type: 'section',
            block_id: draw.block(),
            text: plain(`The button “${name}” of this window: ${sends.label}`),
          },
        ];
  const foot = {
    rank: RANK.first,
    blocks: [...meaning, ...renderButtons(others, draw, sends?.style === 'primary')],
  };
  return {
    type: 'modal',
    callback_id: WINDOW,
    private_metadata: sends?.token ?? '',
    title: plain('Share Check', LONGEST_NAME),
    close: plain('Close', LONGEST_NAME),
    ...(form ? { submit: plain(name, LONGEST_NAME) } : {}),
    notify_on_close: true,
    blocks: [...fitted(body, foot, draw)],
  };
}

/** The button that sends the form: never one that leaves it unread, however much that one stands out. */
function sending(buttons: readonly Button[]): Button | undefined {
  const submits = buttons.filter((button) => button.submits === true);
  return submits.find(({ style }) => style === 'primary') ?? submits[0];
}

/** As many whole words of a label as the window's button holds. */
function short(label: string): string {
  if (label.trim() === '') return 'Send';
  if (label.length <= LONGEST_NAME) return label;
  const [first = '', ...others] = label.trim().split(/\s+/);
  const name = others.reduce(
    ({ text, full }, word) =>
      full || `${text} ${word}`.length > LONGEST_NAME
        ? { text, full: true }
        : { text: `${text} ${word}`, full },
    { text: first, full: false },
  );
  return name.text.length > LONGEST_NAME ? 'Send' : name.text;
}
