import { describe, expect, it } from 'vitest';
import { renderHome } from '../../src/channels/slack/render-home.ts';
import { renderMessage } from '../../src/channels/slack/render-message.ts';
import { renderModal } from '../../src/channels/slack/render-modal.ts';
import { textsIn } from '../channels/slack/drawn-words.ts';
import { cardOf, EVERY_BLOCK, WHOLE_CARD } from '../channels/teams/every-block.ts';
import type { Part } from '../support/slack/checks.ts';
import { field, mrkdwn, plain, row, section } from '../support/slack/sample.ts';
import { drawHome, drawMessage, drawModal, pageOf } from './slack-picture/html.ts';

/** What a browser shows of it: no tags, characters as they are read. */
function shown(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

const notShown = (html: string, texts: readonly string[]): readonly string[] => {
  const words = shown(html);
  return texts.filter((text) => !words.includes(text));
};
const drawn = (...blocks: readonly Part[]): string => drawMessage({ blocks });
const asPart = (value: object): Part => ({ ...value });

describe('a picture of Slack', () => {
  it.each(Object.entries(EVERY_BLOCK))('shows every text of %s', (_kind, blocks) => {
    const card = cardOf(...blocks);
    const modal = asPart(renderModal(card));
    expect(textsIn(modal).length).toBeGreaterThan(2);
    expect(notShown(drawModal(modal, { open: true }), textsIn(modal))).toEqual([]);
    const message = asPart(renderMessage(card));
    expect(notShown(drawMessage(message, { open: true }), textsIn(message.blocks))).toEqual([]);
    const home = asPart(renderHome(card));
    expect(notShown(drawHome(home, { open: true }), textsIn(home))).toEqual([]);
  });

  it('shows what stands in the fields, and what is to be put right under them', () => {
    const modal = asPart(renderModal(WHOLE_CARD));
    const input = renderModal(WHOLE_CARD).blocks.find((block) => block.type === 'input');
    const errors = { [String(input?.block_id)]: 'Say who it was.' };
    expect(shown(drawModal(modal, { errors }))).toContain('Say who it was.');
    const typing = field('what', 'What?', { type: 'plain_text_input' });
    const values = { what: { field: { type: 'plain_text_input', value: 'dates of the visits' } } };
    expect(shown(drawModal({ title: plain('T'), blocks: [typing] }, { values }))).toContain(
      'dates of the visits',
    );
  });

  it('ticks what is chosen and nothing else', () => {
    const options = ['Yes', 'No'].map((text) => ({ text: plain(text), value: text }));
    const radio = field('sure', 'Sure?', { type: 'radio_buttons', options, initial_option: options[1] });
    const modal = { title: plain('T'), blocks: [radio] };
    expect(drawModal(modal).match(/radio on/g)).toHaveLength(1);
    expect(drawModal(modal)).toMatch(/radio on"><\/i><span>No</);
    const values = { sure: { field: { type: 'radio_buttons', selected_option: options[0] } } };
    expect(drawModal(modal, { values })).toMatch(/radio on"><\/i><span>Yes</);
  });

  it('says who alone sees a message', () => {
    const message = { blocks: [section('s', 'Hello')] };
    expect(shown(drawMessage(message, { alone: true }))).toContain('Only visible to you');
    expect(shown(drawMessage(message))).not.toContain('Only visible to you');
  });

  it('takes no text for HTML', () => {
    const nasty = `<img src=x onerror="alert('1')"> &amp; "it's"`;
    const blocks = [
      { type: 'header', block_id: 'h', text: plain(nasty) },
      { type: 'section', block_id: 's', text: plain(nasty), fields: [plain(nasty)] },
      row('r', { type: 'button', action_id: 'press:1', text: plain(nasty), value: 'v' }),
      field('f', nasty, { type: 'plain_text_input', initial_value: nasty }, { hint: plain(nasty) }),
      {
        type: 'rich_text',
        block_id: 'q',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'link', url: nasty, text: nasty }] }],
      },
    ];
    const html = pageOf(drawModal({ title: plain(nasty), blocks }, { errors: { f: nasty } }));
    expect(html).not.toContain('<img');
    expect(html).not.toMatch(/href="[^"]*onerror="/);
    expect(notShown(html, [nasty])).toEqual([]);
  });

  it('reads the markup of a number to ring, and undoes its escapes', () => {
    const html = drawn({ type: 'section', block_id: 's', text: mrkdwn('*<tel:999|999>* &amp; &lt;b&gt;') });
    expect(html).toContain('<b><a href="tel:999">999</a></b> &amp; &lt;b&gt;');
  });

  it.each([
    ['block', { type: 'video', block_id: 'v' }],
    ['text', { type: 'header', block_id: 'h', text: { type: 'html', text: 'x' } }],
    ['control', row('r', { type: 'users_select', action_id: 'press:1' })],
    ['field', field('f', 'Who?', { type: 'email_text_input' })],
    [
      'part of rich text',
      { type: 'rich_text', block_id: 'r', elements: [{ type: 'rich_text_preformatted' }] },
    ],
    [
      'rich text',
      {
        type: 'rich_text',
        block_id: 'r',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'emoji', name: 'smile' }] }],
      },
    ],
  ])('is not taken of a %s that cannot be drawn', (_what, block) => {
    expect(() => drawn(block)).toThrow(/is not drawn/);
  });
});
