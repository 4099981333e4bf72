import { describe, expect, it } from 'vitest';
import { answerAll, record } from './answers.ts';
import { findChromium } from './chromium.ts';
import { PHONE } from './playground-driver.ts';
import { setUpStage } from './stage.ts';

const chromium = findChromium();

describe.skipIf(chromium === undefined)('a check in the Teams-like chat', () => {
  const stage = setUpStage(chromium);

  it('asks on one card, says why, and brings the record to the channel, where a second person acknowledges it', async () => {
    const sam = await stage.sam();
    // Open before anything is posted: the Playground shows nothing of a channel that came before.
    const priya = await stage.priya();
    await sam.say('share check');
    await sam.sees('Is a child in danger right now');
    await stage.publish(sam, 'question', 'card');
    const cards = await sam.countCards();

    await sam.press('Why are you asking?');
    await sam.sees('since superseded');
    await stage.publish(sam, 'why', 'card');
    await sam.press('Back to the question');

    const look = (name: string) => stage.publish(sam, name, 'card');
    await answerAll(sam, look);
    await stage.publish(sam, 'advice', 'card');
    await sam.press('More');
    await sam.press('What would change this?');
    await sam.sees('Share now, if:');
    await stage.publish(sam, 'changes', 'card');
    await sam.press('Go back');
    await sam.sees('Share it. Here is how to do it well.');
    const reference = await record(sam, look);
    expect(await sam.countCards()).toBe(cards);

    for (const window of [sam, priya]) {
      await window.goTo('Safeguarding decisions');
      await window.sees('A decision was recorded');
      const posted = await window.read();
      expect(posted).toContain(reference);
      expect(posted).not.toContain('appointments');
      expect(await window.buttons()).toContain('Acknowledge');
    }
    await stage.publish(sam, 'channel', 'window');

    // Each has a window of their own, and each window its own copy: hers is pressed, and his changes.
    await priya.press('Acknowledge');
    for (const window of [priya, sam]) {
      await window.sees(/^Acknowledged: Priya Nair, /);
      expect(await window.read()).toContain(reference);
      expect(await window.buttons()).not.toContain('Acknowledge');
      expect(await window.cutOff()).toEqual([]);
    }
    await stage.picture(priya, 'channel-acknowledged-lead');
    await stage.picture(sam, 'channel-acknowledged');
  });

  it('gives the numbers after one tap, and the lead is told in a window of their own and acknowledges it', async () => {
    const sam = await stage.sam();
    await sam.say('share check');
    await sam.sees('Is a child in danger right now');
    await sam.press('Yes, in danger now');
    await sam.sees('Ring now, and share what is needed.');
    await stage.publish(sam, 'emergency', 'card');
    expect(await sam.links()).toContain('tel:999');
    const words = await sam.read();
    expect(words.indexOf('999')).toBeLessThan(words.indexOf('Say what they need'));

    const priya = await stage.priya();
    await priya.sees('Act now: a child may be in danger');
    await stage.publish(priya, 'lead', 'window');
    expect(await priya.read()).toContain('Emergency, act now');
    await priya.press('Acknowledge');
    await priya.sees(/^Acknowledged: Priya Nair, /);
    expect(await priya.buttons()).not.toContain('Acknowledge');
    await stage.picture(priya, 'lead-acknowledged');
  });
});

describe.skipIf(chromium === undefined)('a check in the Teams-like chat on a phone', () => {
  const stage = setUpStage(chromium);

  it('fits: nothing is cut, and everything can be reached with the keyboard', async () => {
    const sam = await stage.sam(PHONE);
    expect(await sam.cutOff()).toEqual([]);
    await sam.say('share check');
    await sam.sees('Is a child in danger right now');
    await stage.picture(sam, 'phone-question');
    expect(await sam.cutOff()).toEqual([]);
    await sam.pressWithKeyboard('Waiting could make it worse');
    await sam.sees('What is the worry?');
    expect(await sam.cutOff()).toEqual([]);
    await sam.press('A child is being harmed, or is at risk');
    await sam.sees('Ring now, and share what is needed.');
    await stage.picture(sam, 'phone-emergency');
    expect(await sam.cutOff()).toEqual([]);
    await sam.press('Tell our lead now');

    const priya = await stage.priya(PHONE);
    await priya.sees('Act now: a child may be in danger');
    await stage.picture(priya, 'phone-lead');
    expect(await priya.cutOff()).toEqual([]);
    await priya.pressWithKeyboard('Acknowledge');
    await priya.sees(/^Acknowledged: Priya Nair, /);
    expect(await priya.cutOff()).toEqual([]);
  });
});
