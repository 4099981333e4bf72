import { describe, expect, it } from 'vitest';
import { answerAll, record } from './answers.ts';
import { findChromium } from './chromium.ts';
import { BOTH, PHONE } from './playground-driver.ts';
import { setUpStage } from './stage.ts';

const chromium = findChromium();
const ANSWERED = 'Answered in a private chat. Nobody else here sees the answer.';

describe.skipIf(chromium === undefined).each(BOTH)('a channel on $on', ({ viewport }) => {
  const stage = setUpStage(chromium);
  const named = (name: string) => (viewport === PHONE ? `phone-${name}` : name);

  it('has a neutral line for everybody, and the one who asked the answer in their own chat', async () => {
    const sam = await stage.sam(viewport);
    await sam.goTo('Safeguarding decisions');
    await sam.shows('Share Check is here.');
    await sam.mention('do I need consent?');
    await sam.shows(ANSWERED);
    expect(await sam.readAll()).not.toContain('What the guidance says');
    expect(await sam.countCards()).toBe(0);
    if (viewport === PHONE) await stage.picture(sam, 'phone-mention');
    else await stage.publish(sam, 'mention', 'window');

    await sam.goTo('Personal Chat');
    await sam.sees('What the guidance says');
    await sam.sees('This answer is in your own chat alone. Others can see what you wrote where you asked.');
    expect(await sam.read()).toContain('since superseded');
    expect(await sam.cutOff()).toEqual([]);
    await stage.picture(sam, named('mention-answer'));
  });

  it('becomes a place for summaries when the lead says so, and nobody else', async () => {
    const sam = await stage.sam(viewport);
    const priya = await stage.priya(viewport);
    await sam.goTo('General');
    await sam.shows('Share Check is here.');
    await sam.mention('post decisions here');
    await sam.shows(ANSWERED);
    await sam.goTo('Personal Chat');
    await sam.sees('Only your safeguarding lead or whoever runs Share Check can choose this');
    expect(await sam.read()).toContain('If decisions should be posted there, ask Priya Nair');
    expect(await sam.cutOff()).toEqual([]);
    await stage.picture(sam, named('post-refused'));

    await priya.goTo('General');
    await priya.shows('Share Check is here.');
    await priya.mention('post decisions here');
    await priya.shows('A short summary of each decision is posted here from now on');
    expect(await priya.readAll()).toContain('Set up by Priya Nair');
    await stage.picture(priya, named('post-here'));
    await priya.goTo('Personal Chat');
    // Opening the chat brings the welcome, after it.
    await priya.shows(/Decisions are posted in .* from now on/);
    expect(await priya.cutOff()).toEqual([]);
  });

  // On a wide window, the check itself shows it.
  it.runIf(viewport === PHONE)('shows a summary there to both, and each who acknowledged it', async () => {
    const sam = await stage.sam(viewport);
    const priya = await stage.priya(viewport);
    for (const window of [sam, priya]) {
      await window.goTo('General');
      await window.shows('Share Check is here.');
    }
    await sam.goTo('Personal Chat');
    await sam.say('share check');
    await answerAll(sam);
    const reference = await record(sam);
    for (const window of [sam, priya]) {
      await window.goTo('General');
      await window.sees('A decision was recorded');
      expect(await window.read()).toContain(reference);
      expect(await window.cutOff()).toEqual([]);
    }
    await priya.press('Acknowledge');
    for (const window of [priya, sam]) {
      await window.sees(/^Acknowledged: Priya Nair, /);
      expect(await window.buttons()).not.toContain('Acknowledge');
      expect(await window.cutOff()).toEqual([]);
    }
    await stage.picture(sam, named('post-here-acknowledged'));
  });
});
