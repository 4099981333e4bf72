import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findChromium, startChromium } from './chromium.ts';
import { PHONE, PlaygroundDriver, WIDE } from './playground-driver.ts';
import { type Service, startService } from './service.ts';

const chromium = findChromium();
/** Where pictures go, when somebody wants to look: SCREENSHOTS=folder npm run test:browser */
const pictures = process.env.SCREENSHOTS;
const NEXT_WEEK = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);

describe.skipIf(chromium === undefined)('a check in the Teams-like chat', () => {
  let browser: Browser;
  let service: Service;
  let windows: PlaygroundDriver[] = [];

  beforeAll(async () => {
    browser = await startChromium(chromium ?? '');
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    service = await startService();
  });
  afterEach(async () => {
    for (const window of windows) await window.close();
    windows = [];
    expect(await service.stop()).toBe(0);
  });

  const open = async (url: string, viewport = WIDE) => {
    const window = await PlaygroundDriver.open(browser, url, viewport);
    windows.push(window);
    return window;
  };
  const picture = async (window: PlaygroundDriver, name: string) => {
    if (pictures === undefined) return;
    mkdirSync(pictures, { recursive: true });
    await window.screenshot(join(pictures, `${name}.png`));
  };

  it('greets, asks on one card, says why, and brings the record to the channel', async () => {
    const sam = await open(service.own);
    await sam.sees('Start a check');
    await picture(sam, 'greeting');
    await sam.say('share check');
    await sam.sees('Is a child in danger right now');
    await picture(sam, 'question');
    const cards = await sam.countCards();

    await sam.press('Why are you asking?');
    await sam.sees('since superseded');
    await picture(sam, 'why');
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
    await picture(sam, 'grouped');
    await sam.press('Next');
    await sam.sees('Share it. Here is how to do it well.');
    await picture(sam, 'advice');
    await sam.press('Record my decision now');
    await sam.sees('Should anyone be kept out of this?');
    await sam.press('No, nobody');
    await sam.sees('What have you decided?');
    await picture(sam, 'decided');
    await sam.press('I follow the advice');
    await sam.choose('Children’s social care');
    await sam.fill('What did you share', 'dates of the missed appointments');
    await sam.choose('Yes, before I shared');
    await sam.fill('When will you look at this again?', NEXT_WEEK);
    await picture(sam, 'decision');
    await sam.press('Record it');
    await sam.sees('A summary without your answers goes to: Safeguarding decisions.');
    await picture(sam, 'recorded');
    const reference = /SC-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await sam.read())?.[0];
    expect(await sam.countCards()).toBe(cards);

    await sam.goTo('Safeguarding decisions');
    await sam.sees('A decision was recorded');
    await picture(sam, 'channel');
    const posted = await sam.read();
    expect(posted).toContain(reference);
    expect(posted).not.toContain('appointments');
  });

  it('gives the numbers after one tap, and the lead is told in a window of their own', async () => {
    const sam = await open(service.own);
    await sam.sees('Start a check');
    await sam.say('share check');
    await sam.sees('Is a child in danger right now');
    await sam.press('Yes, in danger now');
    await sam.sees('Ring now, and share what is needed.');
    await picture(sam, 'emergency');
    expect(await sam.links()).toContain('tel:999');

    const priya = await open(service.lead);
    await priya.sees('Act now: a child may be in danger');
    await picture(priya, 'lead');
    expect(await priya.read()).toContain('Emergency, act now');
  });

  it('fits a phone: nothing is cut, and everything can be reached with the keyboard', async () => {
    const sam = await open(service.own, PHONE);
    await sam.sees('Start a check');
    expect(await sam.cutOff()).toEqual([]);
    await sam.say('share check');
    await sam.sees('Is a child in danger right now');
    await picture(sam, 'phone-question');
    expect(await sam.cutOff()).toEqual([]);
    await sam.pressWithKeyboard('Waiting could make it worse');
    await sam.sees('What is the worry?');
    expect(await sam.cutOff()).toEqual([]);
    await sam.press('A child is being harmed, or is at risk');
    await sam.sees('Ring now, and share what is needed.');
    await picture(sam, 'phone-emergency');
    expect(await sam.cutOff()).toEqual([]);
  });
});
