import type { Part } from './checks.ts';

/** Views and messages as an app may send them, for the tests of the fake itself. */

export const plain = (text: string): Part => ({ type: 'plain_text', text });
export const mrkdwn = (text: string): Part => ({ type: 'mrkdwn', text });
export const section = (id: string, text: string, more: Part = {}): Part => ({
  type: 'section',
  block_id: id,
  text: mrkdwn(text),
  ...more,
});
export const button = (number: number, text: string, value = `token-${number}`): Part => ({
  type: 'button',
  action_id: `press:${number}`,
  text: plain(text),
  value,
});
export const row = (id: string, ...elements: readonly Part[]): Part => ({
  type: 'actions',
  block_id: id,
  elements,
});
export const field = (id: string, label: string, element: Part, more: Part = {}): Part => ({
  type: 'input',
  block_id: id,
  label: plain(label),
  element: { action_id: 'field', ...element },
  ...more,
});
export const modal = (blocks: readonly Part[], more: Part = {}): Part => ({
  type: 'modal',
  callback_id: 'share-check',
  title: plain('Share Check'),
  blocks,
  ...more,
});
export const withForm = (blocks: readonly Part[], more: Part = {}): Part =>
  modal(blocks, { submit: plain('Record it'), private_metadata: 'token-of-submit', ...more });
