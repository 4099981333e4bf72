import type { Block, Card } from '../../conversation/card.ts';
import { cut, escaped, isEmpty } from './mrkdwn.ts';

/** Longer text makes an update of the message fail. */
export const LONGEST_MESSAGE_TEXT = 4000;

const FOLDED_LEFT_OUT = 'Parts of this are left out here. They stand in the message.';
const END_LEFT_OUT = 'The rest is left out here. It stands in the message.';

/**
 * A card in plain words, in its order: what is read out, and what a notification shows. Begins with the summary, so that nothing
 * personal stands in the first line. Where it would be too long for Slack, what is folded goes first and the end next; telephone
 * numbers and the names of the buttons stay.
 */
export function cardInWords(card: Card): string {
  const ways = card.buttons.map(({ label }) => label).filter((label) => !isEmpty(label));
  const end = ways.length === 0 ? [] : [`Buttons: ${ways.join('; ')}.`];
  const start = [
    card.summary,
    ...(card.banner === undefined ? [] : [card.banner]),
    ...(card.title === card.summary ? [] : [card.title]),
  ];
  const whole = joined([...start, ...card.blocks.flatMap((block) => inWords(block, false)), ...end]);
  if (whole.length <= LONGEST_MESSAGE_TEXT) return whole;
  const body = [...start, ...card.blocks.flatMap((block) => inWords(block, true))];
  const folded = joined([...body, FOLDED_LEFT_OUT, ...end]);
  return folded.length <= LONGEST_MESSAGE_TEXT ? folded : withoutEnd(body, card, end);
}

/** Cut at its end, with the numbers that stood there. */
function withoutEnd(body: readonly string[], card: Card, end: readonly string[]): string {
  const phones = card.blocks.flatMap(phonesIn);
  const tail = joined([END_LEFT_OUT, ...new Set(phones), ...end]);
  const kept = cut(tail, LONGEST_MESSAGE_TEXT / 2);
  // Escaping may make each character five; what is cut is cut before it, so that no entity is.
  let room = LONGEST_MESSAGE_TEXT - kept.length - 1;
  const text = body.filter((each) => !isEmpty(each)).join('\n');
  for (;;) {
    const head = escaped(cut(text, room));
    const over = head.length + kept.length + 1 - LONGEST_MESSAGE_TEXT;
    if (over <= 0) return `${head}\n${kept}`;
    room -= Math.max(1, Math.ceil(over / 5));
  }
}

const joined = (lines: readonly string[]): string =>
  escaped(lines.filter((each) => !isEmpty(each)).join('\n'));

function phonesIn(block: Block): string[] {
  if (block.kind === 'details') return block.blocks.flatMap(phonesIn);
  return block.kind === 'phones' ? inWords(block, false) : [];
}

/** `short`: of what is folded only its name, warnings and numbers. */
function inWords(block: Block, short: boolean): string[] {
  switch (block.kind) {
    case 'text':
    case 'heading':
      return [block.text];
    case 'list':
      return block.items.map((item, index) => `${block.ordered === true ? `${index + 1}.` : '-'} ${item}`);
    case 'phones':
      return block.phones.map(
        ({ label, number, note }) => `${label}: ${number}${note === undefined ? '' : ` (${note})`}`,
      );
    case 'quote':
      return [`“${block.text}” (${block.source})`];
    case 'rows':
      return block.rows.map(({ label, value }) => `${said(label)} ${value}`);
    case 'options':
      return [
        'You can choose:',
        ...block.options.map(({ label, help, chosen }) => {
          const name = chosen === true ? `${label} (chosen)` : label;
          return help === undefined ? `- ${name}` : `- ${said(name)} ${help}`;
        }),
      ];
    case 'select':
    case 'input':
      return [
        ...(block.error === undefined ? [] : [`To put right: ${block.error}`]),
        block.hint === undefined ? block.label : `${said(block.label)} ${block.hint}`,
        ...(block.kind === 'select' ? block.options.map(({ label }) => `- ${label}`) : []),
      ];
    case 'details':
      return [
        said(block.summary),
        ...block.blocks
          .filter((inner) => !short || isNeeded(inner))
          .flatMap((inner) => inWords(inner, short)),
      ];
    default:
      return block satisfies never;
  }
}

const isNeeded = (block: Block): boolean =>
  block.kind === 'phones' ||
  block.kind === 'options' ||
  block.kind === 'details' ||
  (block.kind === 'text' && block.tone === 'warning');

/** Something that goes on after it. */
const said = (label: string): string => (/[.?!:]$/.test(label) ? label : `${label}:`);
