import { nearest } from '../../../src/content/nearest.ts';
import { deliveryEventBodySchema, ENTRY_KINDS } from '../../../src/records/entry.ts';
import { RECORD_FIELDS } from './record-fields.ts';
import type { Expected, Step, Transcript } from './transcript.ts';

export type TranscriptFault = { readonly line: number; readonly message: string };

type Read = Step | string;

/**
 * Reads a transcript (the format is explained in test/transcripts/README.md).
 * Gives the transcript, or every fault with its line.
 */
export function parseTranscript(
  file: string,
  source: string,
): { readonly transcript: Transcript } | { readonly faults: readonly TranscriptFault[] } {
  const faults: TranscriptFault[] = [];
  const fault = (line: number, message: string): void => {
    faults.push({ line, message });
  };
  const lines = source.split(/\r?\n/);
  const steps: Step[] = [];
  const story: string[] = [];
  const head: { title?: string; person?: string; at?: string } = {};

  for (const [index, raw] of lines.entries()) {
    const line = index + 1;
    const text = raw.trim();
    if (text === '' || text.startsWith('note:')) continue;
    if (head.title === undefined) {
      head.title = text.replace(/^#\s*/, '');
      if (!text.startsWith('# ')) fault(line, 'The first line is the title: "# GP with an objection".');
      continue;
    }
    const person = /^person:\s*([a-z0-9-]+)$/.exec(text)?.[1];
    const at = /^at:\s*(\d{4}-\d{2}-\d{2} \d{2}:\d{2})$/.exec(text)?.[1];
    if (text.startsWith('person:')) {
      if (person === undefined) fault(line, 'After person: comes an id of people.yaml, such as sam-okafor.');
      head.person = person ?? '';
    } else if (text.startsWith('at:')) {
      if (at === undefined) fault(line, 'After at: comes a day and a time, such as 2026-11-23 10:15.');
      head.at = at ?? '';
    } else if (head.person === undefined && head.at === undefined) {
      story.push(text);
    } else {
      const step = readStep(text, line);
      if (typeof step === 'string') fault(line, step);
      else steps.push(step);
    }
  }
  if (head.title === undefined) fault(1, 'The file is empty. Begin with a title: "# GP with an objection".');
  if (head.person === undefined)
    fault(1, 'Who speaks is missing: a line "person: sam-okafor" under the title.');
  if (head.at === undefined)
    fault(1, 'When it begins is missing: a line "at: 2026-11-23 10:15" under the title.');
  if (faults.length === 0 && steps.length === 0)
    fault(lines.length, 'Nothing happens: add a line such as "> share check".');
  if (faults.length > 0) return { faults };
  const { title = '', person = '', at = '' } = head;
  return { transcript: { file, title, story: story.join(' '), person, at, steps } };
}

const DELIVERY_EVENTS: readonly string[] = deliveryEventBodySchema.shape.event.options;

const KEYWORDS = [
  'tap',
  'tap-old',
  'double-tap',
  'open',
  'type',
  'fill',
  'choose',
  'not-shown',
  'now-speaks',
  'message',
  'wait',
  'restart',
  'storage',
  'record',
  'records',
  'events',
  'lead-receives',
  'channel-receives',
  'receives',
  'told-nothing',
  'told-nobody',
  'note',
] as const;

/** One line as a step, or what is wrong with it. */
function readStep(text: string, line: number): Read {
  if (text.startsWith('>')) return some(text.slice(1), (said) => ({ line, kind: 'say', text: said }));
  if (text.startsWith('<')) return some(text.slice(1), (seen) => ({ line, kind: 'shown', text: seen }));
  if (text === 'restart') return { line, kind: 'restart' };
  if (text === 'told-nobody') return { line, kind: 'told-nobody' };

  const field = /^(fill|choose)\s+"([^"]+)"\s*:(.*)$/.exec(text);
  if (field !== null) {
    const [, kind, label = '', rest = ''] = field;
    return some(rest, (value) =>
      kind === 'fill'
        ? { line, kind: 'fill', label, text: unquoted(value) }
        : { line, kind: 'choose', label, option: unquoted(value) },
    );
  }
  const person = /^receives\s+([a-z0-9-]+)\s*:(.*)$/.exec(text);
  if (person !== null) {
    const [, who = '', rest = ''] = person;
    return some(rest, (words) => ({ line, kind: 'receives', who, text: words }));
  }
  const [, keyword = '', rest = ''] = /^([a-z-]+)\s*:?(.*)$/.exec(text) ?? [];
  switch (keyword) {
    case 'tap':
    case 'tap-old':
    case 'double-tap':
      return some(rest, (label) => ({ line, kind: keyword, label: unquoted(label) }));
    case 'open':
      return some(rest, (summary) => ({ line, kind: 'open', summary: unquoted(summary) }));
    case 'type':
      return some(rest, (said) => ({ line, kind: 'say', text: said }));
    case 'not-shown':
      return some(rest, (words) => ({ line, kind: 'not-shown', text: words }));
    case 'now-speaks':
      return some(rest, (person) => ({ line, kind: 'now-speaks', person }));
    case 'message':
      return some(rest, (words) => ({ line, kind: 'message', text: words }));
    case 'wait':
      return readWait(rest, line);
    case 'storage':
      if (!/^\s*(fails|works)$/.test(rest)) return 'After storage: comes "fails" or "works".';
      return { line, kind: 'storage', works: rest.trim() === 'works' };
    case 'record':
      return readRecord(rest, line);
    case 'records':
      return readKinds(rest, line);
    case 'events':
      return readEvents(rest, line);
    case 'lead-receives':
      return some(rest, (words) => ({ line, kind: 'receives', who: 'lead', text: words }));
    case 'channel-receives':
      return some(rest, (words) => ({ line, kind: 'receives', who: 'channel', text: words }));
    case 'told-nothing':
      return some(rest, (who) => ({ line, kind: 'told-nothing', who }));
    case 'fill':
    case 'choose':
      return `Write it as: ${keyword} "What was shared": the words`;
    case 'receives':
      return 'Write it as: receives tom-ellis: the words';
    default:
      return `This line is not understood. It can begin with >, < or: ${KEYWORDS.join(', ')}.${hint(keyword, KEYWORDS)}`;
  }
}

function readWait(rest: string, line: number): Read {
  const [, count = '', unit = ''] = /^\s*(\d+)\s+(second|minute|hour|day)s?$/.exec(rest) ?? [];
  if (count === '') return 'After wait: comes a time, such as 3 minutes (seconds, minutes, hours or days).';
  const seconds: Record<string, number> = { second: 1, minute: 60, hour: 3600, day: 86400 };
  return { line, kind: 'wait', seconds: Number(count) * (seconds[unit] ?? 0) };
}

function readRecord(rest: string, line: number): Read {
  const expected: Expected[] = [];
  for (const part of rest
    .split(';')
    .map((each) => each.trim())
    .filter((each) => each !== '')) {
    const [field = '', ...words] = part.split(/\s+/);
    const known = Object.keys(RECORD_FIELDS);
    if (!known.includes(field)) {
      return `A record has no "${field}". It can be: ${known.join(', ')}.${hint(field, known)}`;
    }
    if (words.length === 0) return `"${field}" needs a value after it, such as "outcome share".`;
    expected.push({ field, value: words.join(' ') });
  }
  return expected.length === 0
    ? 'After record: comes what it says, such as: outcome share; rule S1.'
    : { line, kind: 'record', expected };
}

function readKinds(rest: string, line: number): Read {
  const kinds = rest.split(/[\s,]+/).filter((kind) => kind !== '' && kind !== 'none');
  const unknown = kinds.find((kind) => !(ENTRY_KINDS as readonly string[]).includes(kind));
  if (unknown !== undefined) {
    return `There is no kind of entry "${unknown}". It can be: ${ENTRY_KINDS.join(', ')}; or none.${hint(unknown, ENTRY_KINDS)}`;
  }
  return rest.trim() === ''
    ? 'After records: come kinds in order, such as opened, completion; or none.'
    : { line, kind: 'records', kinds };
}

function readEvents(rest: string, line: number): Read {
  const events = rest.split(/[\s,]+/).filter((event) => event !== '' && event !== 'none');
  const unknown = events.find((event) => !DELIVERY_EVENTS.includes(event));
  if (unknown !== undefined) {
    return `Nothing "${unknown}" happens to a case. It can be: ${DELIVERY_EVENTS.join(', ')}; or none.${hint(unknown, DELIVERY_EVENTS)}`;
  }
  return rest.trim() === ''
    ? 'After events: comes what happened, in order, such as acknowledged, taken, done; or none.'
    : { line, kind: 'events', events };
}

function some(text: string, make: (text: string) => Step): Read {
  const trimmed = text.trim();
  return trimmed === '' ? 'Something is missing at the end of this line.' : make(trimmed);
}

function unquoted(text: string): string {
  return /^"(.*)"$/.exec(text.trim())?.[1] ?? text.trim();
}

function hint(typed: string, known: readonly string[]): string {
  const near = nearest(typed, known);
  return near === null ? '' : ` Did you mean "${near}"?`;
}
