import { describe, expect, it } from 'vitest';
import { findChromium } from './chromium.ts';
import { PHONE } from './playground-driver.ts';
import { setUpStage } from './stage.ts';

const chromium = findChromium();
const NEXT_WEEK = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);

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

    const answers: readonly (readonly [string, string])[] = [
      ['Is a child in danger right now', 'No, it is not urgent'],
      ['What is the worry?', 'A child may be at risk'],
      ['Question 3', 'They asked, and said what and why'],
      ['Question 4', "Children's social care"],
      ['Question 5', 'Yes, and it is the least that will do'],
      ['Question 6', 'No law or order either way'],
    ];
    for (const [question, answer] of answers) {
      await sam.sees(question);
      await sam.press(answer);
    }
    await sam.sees('Before you send it');
    await sam.choose('I am sure it is right');
    await sam.choose('Yes, I have a secure way');
    await stage.publish(sam, 'grouped', 'card');
    await sam.press('Next');
    await sam.sees('Share it. Here is how to do it well.');
    await stage.publish(sam, 'advice', 'card');
    await sam.press('More');
    await sam.press('What would change this?');
    await sam.sees('Share now, if:');
    await stage.publish(sam, 'changes', 'card');
    await sam.press('Go back');
    await sam.sees('Share it. Here is how to do it well.');
    await sam.press('Record my decision now');
    await sam.sees('Should anyone be kept out of this?');
    await sam.press('No, nobody');
    await sam.sees('What have you decided?');
    await stage.picture(sam, 'decided');
    await sam.press('I follow the advice');
    await sam.choose('Children’s social care');
    await sam.fill('What did you share', 'dates of the missed appointments');
    await sam.choose('Yes, before I shared');
    await sam.fill('When will you look at this again?', NEXT_WEEK);
    await stage.publish(sam, 'decision', 'card');
    await sam.press('Record it');
    await sam.sees('A summary without your answers goes to: Safeguarding decisions.');
    await stage.publish(sam, 'receipt', 'card');
    const reference = /SC-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await sam.read())?.[0] ?? 'none';
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
      await window.sees(/^Priya Nair, /);
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
    await priya.sees(/^Priya Nair, /);
    expect(await priya.buttons()).not.toContain('Acknowledge');
    await stage.picture(priya, 'lead-acknowledged');
    await sam.say('resume');
    await stage.picture(sam, 'emergency-acknowledged');
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
    await priya.sees(/^Priya Nair, /);
    expect(await priya.cutOff()).toEqual([]);
  });
});
