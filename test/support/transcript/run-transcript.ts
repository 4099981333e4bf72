import type { DeliveryEventBody } from '../../../src/records/entry.ts';
import type { StoredEntry } from '../../../src/storage/store.ts';
import type { Driver, Fields } from './driver.ts';
import { describeEntry, recordSays } from './record-fields.ts';
import { sameWords } from './same-words.ts';
import type { Step, Transcript } from './transcript.ts';

/** A transcript that did not go as written; the message begins with file and line. */
export class TranscriptFailure extends Error {
  constructor(transcript: Transcript, step: Step, why: string) {
    super(`${transcript.file}:${step.line}: ${why}`);
    this.name = 'TranscriptFailure';
  }
}

type Now = {
  shown: string;
  /** An earlier card was to be tapped and this channel has none: what it would show is not looked for. */
  skipped: boolean;
  filled: Map<string, string>;
  chosen: Map<string, string[]>;
};

/**
 * Plays a transcript on a channel. Resolves with the entries of the record when all went as written.
 * @throws TranscriptFailure at the first line that did not.
 */
export async function runTranscript(transcript: Transcript, driver: Driver): Promise<readonly StoredEntry[]> {
  const now: Now = { shown: '', skipped: false, filled: new Map(), chosen: new Map() };
  for (const step of transcript.steps) {
    try {
      const why = await play(await withCase(step, driver), now, driver);
      if (why !== undefined) throw new TranscriptFailure(transcript, step, why);
    } catch (error) {
      if (error instanceof TranscriptFailure) throw error;
      throw new TranscriptFailure(transcript, step, error instanceof Error ? error.message : 'failed');
    }
  }
  const last = transcript.steps.at(-1);
  if (last !== undefined && now.filled.size + now.chosen.size > 0) {
    throw new TranscriptFailure(transcript, last, 'Something was filled in and no button tapped after it.');
  }
  return driver.entries();
}

/** The step with the number of the newest case where it says `{case}`. */
async function withCase(step: Step, driver: Driver): Promise<Step> {
  const words = 'text' in step ? step.text : 'label' in step ? step.label : '';
  if (!words.includes('{case}')) return step;
  const reference = newestCase(await driver.entries());
  if (reference === undefined) throw new Error('There is no case yet, so {case} stands for nothing.');
  const filled = words.replaceAll('{case}', reference);
  return { ...step, ...('text' in step ? { text: filled } : { label: filled }) } as Step;
}

/** The case that was begun last, whatever has happened to others since. */
function newestCase(entries: readonly StoredEntry[]): string | undefined {
  return [...new Set(entries.map(({ entry }) => entry.reference))].at(-1);
}

/** A label and its value stand differently in each channel: with a colon, in bold, beside each other. */
const plainly = (text: string): string => sameWords(sameWords(text).replaceAll(/[*:]/g, ' '));
const says = (text: string, words: string): boolean => plainly(text).includes(plainly(words));

/** Plays one step; gives what is wrong, or nothing. */
async function play(step: Step, now: Now, driver: Driver): Promise<string | undefined> {
  switch (step.kind) {
    case 'say':
      show(now, await driver.say(step.text));
      return;
    case 'tap': {
      const fields: Fields = { filled: now.filled, chosen: now.chosen };
      show(now, await driver.tap(step.label, fields));
      now.filled = new Map();
      now.chosen = new Map();
      return;
    }
    case 'double-tap':
      show(now, await driver.doubleTap(step.label));
      return;
    case 'tap-old': {
      const shown = await driver.tapOld(step.label);
      if (shown === null) now.skipped = true;
      else show(now, shown);
      return;
    }
    case 'open':
      now.shown += `\n${await driver.open(step.summary)}`;
      return;
    case 'fill':
      now.filled.set(step.label, step.text);
      return;
    case 'choose':
      now.chosen.set(step.label, [...(now.chosen.get(step.label) ?? []), step.option]);
      return;
    case 'shown':
      if (now.skipped || says(now.shown, step.text)) return;
      return `This was not shown: ${step.text}\nShown was:\n${now.shown}`;
    case 'not-shown':
      if (now.skipped || !says(now.shown, step.text)) return;
      return `This was shown and should not be: ${step.text}\nShown was:\n${now.shown}`;
    case 'wait':
      return driver.wait(step.seconds).then(() => undefined);
    case 'now-speaks':
      if (driver.speaks === undefined) return 'Only one person can speak here.';
      show(now, '');
      return driver.speaks(step.person).then(() => undefined);
    case 'message':
      if (driver.message === undefined) return 'No messages are brought here.';
      show(now, await driver.message(step.text));
      return;
    case 'restart':
      return driver.restart().then(() => undefined);
    case 'storage':
      return driver.storage(step.works).then(() => undefined);
    default:
      return check(step, driver);
  }
}

type Check = Extract<
  Step,
  { kind: 'record' | 'records' | 'events' | 'receives' | 'told-nothing' | 'told-nobody' }
>;

async function check(step: Check, driver: Driver): Promise<string | undefined> {
  if (step.kind === 'record' || step.kind === 'records') {
    const entries = (await driver.entries()).filter(({ entry }) => entry.kind !== 'delivery-event');
    const fields = step.kind === 'record' ? step.expected.map(({ field }) => field) : [];
    const are = entries.map((entry) => `  ${describeEntry(entry, fields)}`).join('\n') || '  (nothing)';
    const met =
      step.kind === 'record'
        ? entries.some((entry) => step.expected.every(({ field, value }) => recordSays(entry, field, value)))
        : entries.map(({ entry }) => entry.kind).join() === step.kinds.join();
    return met ? undefined : `The record does not say this. It says:\n${are}`;
  }
  if (step.kind === 'events') {
    const events = (await driver.entries()).flatMap(({ entry, body }) =>
      entry.kind === 'delivery-event' && body !== null ? [(body as DeliveryEventBody).event] : [],
    );
    const are = events.filter((event) => !SENDING.includes(event)).join(', ') || 'none';
    return are === (step.events.join(', ') || 'none') ? undefined : `What happened is: ${are}`;
  }
  const received = await driver.received();
  const list = received.map(({ to, text }) => `  ${to}: ${text}`).join('\n') || '  (nobody anything)';
  const isFor =
    (who: string) =>
    ({ kind, to }: (typeof received)[number]) =>
      who === 'channel'
        ? kind === 'channel'
        : kind === 'person' && to === (who === 'lead' ? driver.lead : who);
  switch (step.kind) {
    case 'receives': {
      const theirs = received.filter(isFor(step.who));
      if (theirs.some(({ text }) => says(text, step.text))) return;
      return `${step.who} did not receive this: ${step.text}\nReceived was:\n${list}`;
    }
    case 'told-nothing':
      return received.some(isFor(step.who))
        ? `${step.who} was told something. Received was:\n${list}`
        : undefined;
    case 'told-nobody':
      return received.length > 0 ? `Somebody was told. Received was:\n${list}` : undefined;
    default:
      return step satisfies never;
  }
}

/** That a message went out, or did not: told by what people receive. */
const SENDING: readonly DeliveryEventBody['event'][] = ['posted', 'repeated', 'failed'];

function show(now: Now, shown: string): void {
  now.shown = shown;
  now.skipped = false;
}
