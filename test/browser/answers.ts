import type { PlaygroundDriver } from './playground-driver.ts';

/** One way through the check: what is asked, and what is pressed. It ends at the questions about sending. */
const ANSWERS = [
  ['Is a child in danger right now', 'No, it is not urgent'],
  ['What is the worry?', 'A child may be at risk'],
  ['Question 3', 'They asked, and said what and why'],
  ['Question 4', "Children's social care"],
  ['Question 5', 'Yes, and it is the least that will do'],
  ['Question 6', 'No law or order either way'],
] as const;
const NEXT_WEEK = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);

/** What somebody does from the first question to the advice to share. `look` is called where there is something to see. */
export async function answerAll(window: PlaygroundDriver, look: Look = nothing): Promise<void> {
  for (const [question, answer] of ANSWERS) {
    await window.sees(question);
    await window.press(answer);
  }
  await window.sees('Before you send it');
  await window.choose('I am sure it is right');
  await window.choose('Yes, I have a secure way');
  await look('grouped');
  await window.press('Next');
  await window.sees('Share it. Here is how to do it well.');
}

/** What somebody does from the advice to the receipt. Resolves with the case number. */
export async function record(window: PlaygroundDriver, look: Look = nothing): Promise<string> {
  await window.press('Record my decision now');
  await window.sees('Should anyone be kept out of this?');
  await window.press('No, nobody');
  await window.sees('What have you decided?');
  await window.press('I follow the advice');
  await window.choose('Children’s social care');
  await window.fill('What did you share', 'dates of the missed appointments');
  await window.choose('Yes, before I shared');
  await window.fill('When will you look at this again?', NEXT_WEEK);
  await look('decision');
  await window.press('Record it');
  await window.sees(/A summary without your answers goes to: .*Safeguarding decisions/);
  await look('receipt');
  return /SC-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await window.read())?.[0] ?? 'none';
}

type Look = (name: string) => Promise<void>;
const nothing: Look = async () => undefined;
