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
  if (!('text' in step) || !step.text.includes('{case}')) return step;
  const reference = (await driver.entries()).at(-1)?.entry.reference;
  if (reference === undefined) throw new Error('There is no case yet, so {case} stands for nothing.');
  return { ...step, text: step.text.replaceAll('{case}', reference) };
}

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
      if (now.skipped || sameWords(now.shown).includes(sameWords(step.text))) return;
      return `This was not shown: ${step.text}\nShown was:\n${now.shown}`;
    case 'not-shown':
      if (now.skipped || !sameWords(now.shown).includes(sameWords(step.text))) return;
      return `This was shown and should not be: ${step.text}\nShown was:\n${now.shown}`;
    case 'wait':
      return driver.wait(step.seconds).then(() => undefined);
    case 'now-speaks':
      if (driver.speaks === undefined) return 'Only one person can speak here.';
      show(now, '');
      return driver.speaks(step.person).then(() => undefined);
    case 'restart':
      return driver.restart().then(() => undefined);
    case 'storage':
      return driver.storage(step.works).then(() => undefined);
    default:
      return check(step, driver);
  }
}

type Check = Extract<Step, { kind: 'record' | 'records' | 'receives' | 'told-nothing' | 'told-nobody' }>;

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
      if (theirs.some(({ text }) => sameWords(text).includes(sameWords(step.text)))) return;
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

function show(now: Now, shown: string): void {
  now.shown = shown;
  now.skipped = false;
}
