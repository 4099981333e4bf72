import { describe, expect, it } from 'vitest';
import { findChromium } from './chromium.ts';
import { BOTH, PHONE, type PlaygroundDriver } from './playground-driver.ts';
import { setUpStage } from './stage.ts';

const chromium = findChromium();
const HELP = /^What you can do here$/;
const WELCOME = [
  // What it does.
  'Start a check, and I ask a few questions.',
  'do I need consent?',
  // What it keeps.
  'What I keep: your answers, the advice and your decision.',
  'I do not keep a question you type.',
  // In an emergency.
  'In danger now: emergency services',
  'I am not the emergency services.',
];

describe.skipIf(chromium === undefined).each(BOTH)('the chat with Share Check on $on', ({ viewport }) => {
  const stage = setUpStage(chromium);
  const named = (name: string) => (viewport === PHONE ? `phone-${name}` : name);
  const publish = (window: PlaygroundDriver, name: string) =>
    viewport === PHONE ? stage.picture(window, named(name)) : stage.publish(window, name, 'card');

  it('begins with one welcome when the app is there, and with one when the page is loaded anew', async () => {
    const sam = await stage.sam(viewport);
    for (const words of WELCOME) await sam.sees(words);
    expect(await sam.links()).toContain('tel:999');
    expect(await sam.links()).toContainEqual(expect.stringMatching(/^tel:01632/));
    expect(await sam.cutOff()).toEqual([]);
    await publish(sam, 'welcome');
    // Teams says in two ways that somebody is there. What comes after both stands next to one welcome.
    await sam.say('help');
    await sam.sees(HELP);
    expect(await sam.countCards()).toBe(2);
    await sam.reload();
    await sam.sees('Hello. I help you decide');
    await sam.say('help');
    await sam.sees(HELP);
    expect(await sam.countCards()).toBe(2);
  });

  it('answers with the passage, page and edition; says what is not in the guidance; asks about danger first', async () => {
    const sam = await stage.sam(viewport);
    await sam.say('what about GDPR');
    await sam.sees('Does data protection legislation prevent information sharing?');
    await sam.sees(/page 7\. DfE information sharing advice\. Draft, June 2023, since superseded\./);
    await sam.sees('“Data protection legislation (the Data Protection Act 2018');
    expect(await sam.cutOff()).toEqual([]);
    await publish(sam, 'answer');

    await sam.say('how long do we have to keep records of this');
    await sam.sees('This guidance does not cover that');
    await sam.sees(/Jo Hart/);
    expect(await sam.links()).toContain('tel:999');
    expect(await sam.cutOff()).toEqual([]);
    await publish(sam, 'not-covered');

    await sam.say('what do i do if she says her stepdad hit her');
    await sam.sees('Is a child in danger right now?');
    expect(await sam.read()).not.toContain('What the guidance says');
    expect(await sam.links()).toContain('tel:999');
    expect(await sam.cutOff()).toEqual([]);
    await publish(sam, 'danger-first');
    await sam.press('No, show me the answer');
    await sam.sees('Was this what you needed?');
  });

  it('answers in the middle of a check, which goes on; an old card and a reaction take nothing back', async () => {
    const sam = await stage.sam(viewport);
    await sam.say('share check');
    await sam.sees('Is a child in danger right now');
    await sam.press('No, it is not urgent');
    await sam.sees('What is the worry?');
    await sam.say('do i need consent');
    await sam.sees('What the guidance says');
    await stage.picture(sam, named('question-in-a-check'));
    await sam.press('Go on with my check');
    await sam.sees('What is the worry?');
    await sam.press('A child may be at risk');
    await sam.sees('What are you deciding?');

    // An old card further up shows where the check stands, and answers nothing.
    const cards = await sam.countCards();
    await sam.press('Start a check', sam.oldest);
    await sam.oldest.getByText('What are you deciding?').waitFor();
    await stage.picture(sam, named('old-card'));
    // Now the other one is the older of the two, and does the same.
    await sam.press('Whether to pass something on');
    await sam.sees('That button was from an earlier step. Here is where you are now.');
    await sam.sees('What are you deciding?');
    await stage.picture(sam, named('old-card-newest'));
    await sam.press('Whether to pass something on');
    await sam.sees('Question 4');
    expect(await sam.countCards()).toBe(cards);

    // Teams goes back to what the service itself put there last.
    await sam.like();
    await sam.say('help');
    await sam.sees(HELP);
    expect(sam.lastChange).toContain('Question 4');
    expect(await sam.cardWith('Question 4').isVisible()).toBe(true);
  });

  it('finds a passage for a message that somebody writes', async () => {
    const sam = await stage.sam(viewport);
    await sam.quote('consent', 'Definition: Consent');
    await sam.sees('Definition: Consent');
    expect(await sam.read()).toContain('Draft, June 2023, since superseded');
    expect(await sam.cutOff()).toEqual([]);
    await stage.picture(sam, named('quote'));
  });
});
