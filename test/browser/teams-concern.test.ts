import { describe, expect, it } from 'vitest';
import { findChromium } from './chromium.ts';
import { PHONE, type PlaygroundDriver } from './playground-driver.ts';
import { setUpStage } from './stage.ts';

const chromium = findChromium();

describe.skipIf(chromium === undefined)('a concern on a phone', () => {
  const stage = setUpStage(chromium);
  let pictures = 0;
  /** Nothing is cut off, and a picture of it. */
  const looks = async (window: PlaygroundDriver, name: string) => {
    expect(await window.cutOff()).toEqual([]);
    pictures += 1;
    await stage.picture(window, `concern-${String(pictures).padStart(2, '0')}-${name}`);
  };

  it('is taken from the message, answered and closed by the lead in her own window; whoever raised it hears of each step', async () => {
    const sam = await stage.sam(PHONE);
    const priya = await stage.priya(PHONE);
    await sam.press('A child is in danger now');
    await sam.sees('Ring now, and share what is needed.');

    await priya.sees('Act now: a child may be in danger');
    await looks(priya, 'lead-told');
    await priya.press('Acknowledge');
    await priya.sees('Acknowledged');
    await looks(priya, 'lead-acknowledged');
    await sam.sees('Priya Nair has seen your concern');
    await looks(sam, 'author-seen');

    await priya.press('I’ll take this');
    await priya.sees('Taken on');
    await looks(priya, 'lead-taken');
    await sam.sees('Priya Nair has taken on your concern');
    await looks(sam, 'author-taken');

    await priya.say('open concerns');
    await priya.sees('Open concerns');
    await looks(priya, 'queue');
    const list = await priya.buttons();
    await priya.press(list.find((label) => label.startsWith('Look at SC-')) ?? '');
    await priya.sees('How far it has come');
    await looks(priya, 'case');

    await priya.press('Reply');
    await priya.sees('Answer whoever raised it');
    await looks(priya, 'reply-form');
    await priya.choose('I will ring you today.');
    await priya.press('Send the reply');
    await priya.sees('Answer sent');
    await looks(priya, 'answer-sent');
    await sam.sees('Priya Nair has answered you');
    await sam.sees('I will ring you today.');
    await looks(sam, 'author-answered');

    await priya.press('Hand over');
    await priya.sees('To whom?');
    await looks(priya, 'hand-over-form');
    await priya.press('Go back');
    await priya.sees('How far it has come');

    // From the message itself, further up.
    await priya.press('Say what came of it', priya.cardWith('Act now: a child may be in danger'));
    await priya.sees('What came of it?');
    await looks(priya, 'close-form');
    await priya.press('Close the concern');
    // The client itself holds back a form in which a needed field is empty.
    await priya.sees('Choose one.');
    await looks(priya, 'close-form-error');
    await priya.choose('Referred to children’s social care');
    await priya.press('Close the concern');
    await priya.sees(/Priya Nair closed it/);
    await looks(priya, 'closed');
    await sam.sees('Priya Nair has closed your concern');
    await looks(sam, 'author-closed');
    const message = priya.cardWith('Act now: a child may be in danger');
    await message.getByText('Closed').first().waitFor();
    expect(await message.getByRole('button', { name: 'Say what came of it' }).count()).toBe(0);

    await priya.say('open concerns');
    await priya.sees('Nothing is open.');
    await looks(priya, 'queue-empty');
  });
});
