import type { Dialog } from '../check/dialog.ts';
import type { Case, CheckEntry } from './case.ts';
import type { DecisionBody, DeliveryEventBody, ReceivedBody } from './entry.ts';
import { moment } from './moment.ts';

/** How a record is read: times in the organisation's time zone, ids in the words of the present dialog. */
export type Reading = {
  readonly timeZone: string;
  /** Null: ids are shown as they are. */
  readonly dialog: Dialog | null;
  /** Absent: the id is shown. */
  readonly organisationName?: string;
  /** Who this is, by person id or as a channel knows them; null for somebody not listed. Absent: ids are shown. */
  readonly nameOf?: (who: string | { readonly channel: string; readonly userId: string }) => string | null;
};

/** A record laid out for reading: the same on paper, on a screen and in a terminal. */
export type Sheet = {
  readonly title: string;
  readonly sections: readonly SheetSection[];
};
export type SheetSection = { readonly heading: string; readonly rows: readonly SheetRow[] };
export type SheetRow = { readonly label: string; readonly value: string };

/** Lays out one case: what was asked and answered, the advice, the decision, the golden rules, deliveries and the chain. */
export function sheetOf(record: Case, reading: Reading): Sheet {
  const { check, decision } = record;
  return {
    title: `Decision record ${record.reference}`,
    sections: [
      { heading: 'The case', rows: aboutRows(record, reading) },
      ...(check === null ? [] : checkSections(check, reading)),
      ...(decision === null ? [] : decisionSections(decision, reading)),
      { heading: 'Messages', rows: messageRows(record, reading) },
      ...receivedSections(record, reading),
      ...(check === null ? [] : [{ heading: 'What it rests on', rows: basisRows(check, reading) }]),
      { heading: 'Entries and their hashes', rows: entryRows(record, reading) },
    ].filter((section) => section.rows.length > 0),
  };
}

function aboutRows(record: Case, reading: Reading): readonly SheetRow[] {
  const { timeZone, dialog } = reading;
  const { check, decision, author } = record;
  const name = reading.nameOf ?? (() => null);
  const states = {
    open: 'Open: the record is not finished',
    complete: 'Complete',
    abandoned: 'Left without a decision',
  };
  return rows([
    ['Organisation', reading.organisationName ?? record.organisation],
    ['Begun', moment(record.openedAt, timeZone)],
    ['State', states[record.state]],
    [
      'Recorded by',
      author === null ? undefined : (name(author) ?? `${author.role}, ${author.channel} ${author.userId}`),
    ],
    ['Kind of organisation', check === null ? undefined : answerLabel('sector', check.body.sector, dialog)],
    ['Local reference', check?.body.localReference],
    ['Happened', decision?.occurredAt === undefined ? undefined : moment(decision.occurredAt, timeZone)],
    [
      'Recorded afterwards',
      decision?.delaySeconds === undefined ? undefined : `${duration(decision.delaySeconds)} later`,
    ],
    ['Kept out of this case', list((check?.body.keptOut ?? []).map((id) => name(id) ?? id))],
  ]);
}

function checkSections({ body }: CheckEntry, reading: Reading): readonly SheetSection[] {
  const { dialog, timeZone } = reading;
  const { advice } = body;
  const words = dialog?.advice;
  // The fixes stand among the obligations, and have a line of their own.
  const others = advice.obligations.filter((id) => !advice.fixes.includes(id));
  const changed = body.revised.map((one): [string, string] => [
    `Changed: ${one.fact}`,
    `from ${answerLabel(one.fact, one.from, dialog)} to ${answerLabel(one.fact, one.to, dialog)}, ${moment(one.at, timeZone)}`,
  ]);
  const parked = body.parked.map((one): [string, string] => [
    one.question,
    `${answerLabel(one.fact, one.value, dialog)} (set aside: it no longer applied)`,
  ]);
  const answered = body.answers.map((one): [string, string] => [
    one.question,
    answerLabel(one.fact, one.value, dialog) + (one.source === 'preset' ? ' (set beforehand)' : ''),
  ]);
  const own = (body.local?.answers ?? []).map((one): [string, string] => [
    one.question,
    `${one.label} (the organisation’s own question)`,
  ]);
  return [
    { heading: 'What was asked and answered', rows: rows([...answered, ...changed, ...parked, ...own]) },
    {
      heading: 'The advice',
      rows: rows([
        ['Advice', words?.outcomes[advice.outcome]?.headline ?? advice.outcome],
        ['Why', words?.rules[advice.rule] ?? `Rule ${advice.rule}`],
        ['Put right first', list(advice.fixes.map((id) => words?.fixes[id]?.title ?? id))],
        ['To do', list(others.map((id) => words?.obligations[id]?.title ?? id))],
        ['To do here as well', list((body.local?.obligations ?? []).map(({ title }) => title))],
        ['Telling the family', words?.tell[advice.tell]?.title ?? advice.tell],
        ['Lawful basis', list(advice.lawfulBasis.map((id) => words?.bases[id]?.name ?? id))],
      ]),
    },
  ];
}

function decisionSections(
  { decision, goldenRules }: DecisionBody,
  reading: Reading,
): readonly SheetSection[] {
  const say = (key: string, otherwise: string) => reading.dialog?.words[key] ?? otherwise;
  const statuses = {
    met: 'Met',
    'to-do': 'Still to do',
    'not-met': 'Not met',
    'not-applicable': 'Does not apply',
  };
  return [
    {
      heading: 'The decision',
      rows: rows([
        ['Decided', labelled(say, 'choice', decision.choice)],
        ['Follows the advice', decision.followsAdvice ? 'Yes' : 'No'],
        ['Reason', decision.rationale],
        ['With whom', list(decision.recipients.map((id) => labelled(say, 'recipient', id)))],
        ['What was shared', decision.shared],
        ['The family were told', labelled(say, 'told', decision.told)],
        ['About telling them', decision.toldReason],
        ['Kind of sharing', decision.kindOfSharing && labelled(say, 'kind', decision.kindOfSharing)],
        ['Look at it again on', decision.reviewOn],
      ]),
    },
    {
      heading: 'The seven golden rules',
      rows: rows(
        goldenRules.map((one) => [`Golden rule ${one.rule}`, list([statuses[one.status], one.how], ': ')]),
      ),
    },
  ];
}

/** The words for an id of the record, with a capital letter; what was typed stays as it is. */
function labelled(say: (key: string, otherwise: string) => string, kind: string, id: string): string {
  const words = say(`${kind}-${id}`, id);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const EVENTS: Readonly<Record<DeliveryEventBody['event'], string>> = {
  posted: 'sent',
  repeated: 'sent, perhaps for the second time',
  failed: 'could not be sent',
  redirected: 'sent to somebody else',
  acknowledged: 'acknowledged',
  taken: 'taken on',
  escalated: 'told, so that somebody acts',
  'handed-over': 'handed over',
  listed: 'named in a list',
  'author-told': 'told to ring, as nobody had taken it on',
  asked: 'asked whether there was an answer',
  heard: 'the other agency has answered',
  'not-heard': 'the other agency has not answered',
  replied: 'answered',
  done: 'done',
};

function messageRows(record: Case, reading: Reading): readonly SheetRow[] {
  return rows(
    record.deliveries.map((one) => [
      moment(one.at, reading.timeZone),
      list([`${destinationWords(one.destination, reading)}: ${EVENTS[one.event]}`, detailOf(one, reading)]),
    ]),
  );
}

/** What the other agency answered. */
function receivedSections(record: Case, { dialog, timeZone }: Reading): readonly SheetSection[] {
  const words = (kind: string, id: string) => dialog?.words[`${kind}-${id}`] ?? id;
  return record.entries.flatMap(({ entry, body }) => {
    if (entry.kind !== 'received' || body === undefined || body === null) return [];
    const answer = body as ReceivedBody;
    return [
      {
        heading: 'What the other agency answered',
        rows: rows([
          ['Answered', moment(answer.when, timeZone).split(',')[0]],
          ['Taken by', answer.takenBy],
          ['Their reference', answer.theirReference],
          ['Taken as', words('treated', answer.treatedAs)],
          ['Decided', words('agency', answer.decision)],
          ['Written down', moment(entry.createdAt, timeZone)],
        ]),
      },
    ];
  });
}

/** Events whose detail is the person who did it. */
const BY_SOMEBODY: readonly DeliveryEventBody['event'][] = [
  'acknowledged',
  'taken',
  'handed-over',
  'replied',
  'done',
  'heard',
  'not-heard',
];

/** Who did it, to whom it went, what came of it and what was written; otherwise the detail as it is. */
function detailOf(one: DeliveryEventBody, { nameOf, dialog }: Reading): string {
  const { event, detail = '', to, outcome, text = '' } = one;
  if (!BY_SOMEBODY.includes(event)) return detail;
  const name = (id: string) => nameOf?.(id) ?? id;
  const came = outcome === undefined ? '' : (dialog?.words[`case-outcome-${outcome}`] ?? outcome);
  return list([name(detail), to === undefined ? '' : `to ${name(to)}`, came, text], ': ');
}

/** `direct-message:<person>`, `channel-post:<channel>:<name>` and `log` in words; anything else as it is. */
function destinationWords(destination: string, { nameOf }: Reading): string {
  const [kind = '', ...rest] = destination.split(':');
  if (kind === 'direct-message') return `Message to ${nameOf?.(rest.join(':')) ?? rest.join(':')}`;
  if (kind === 'channel-post') return `Summary in ${rest.slice(1).join(':')} (${rest[0] ?? ''})`;
  if (kind === 'text-message') return `Text message to ${nameOf?.(rest.join(':')) ?? rest.join(':')}`;
  if (kind === 'email') return `E-mail to ${nameOf?.(rest.join(':')) ?? rest.join(':')}`;
  if (kind === 'webhook') return 'Case management system';
  if (kind === 'queue') return 'List of open concerns';
  return kind === 'log' ? 'Log of decisions' : destination;
}

function basisRows({ body }: CheckEntry, { dialog: present }: Reading): readonly SheetRow[] {
  const { advice, dialog, guidance } = body;
  const passages = Map.groupBy(advice.citations, (one) => one.guidance);
  return rows([
    ...guidance.map((one): [string, string] => [`Guidance ${one.id}`, `${one.edition} (hash ${one.hash})`]),
    ...[...passages].map(([id, cited]): [string, string] => [
      `Passages of ${id}`,
      list(cited.map((one) => `${one.section} (page ${one.page})`)),
    ]),
    ['Questions and rules', `${dialog.id} ${dialog.version} (hash ${dialog.hash})`],
    [
      'Wording',
      present !== null && present.hash !== dialog.hash
        ? `Answers and advice are shown in the words of version ${present.version}, not those of the day.`
        : undefined,
    ],
  ]);
}

function entryRows(record: Case, { timeZone }: Reading): readonly SheetRow[] {
  return rows(
    record.entries.map(({ entry, body }) => [
      `${entry.sequence} ${entry.kind}, ${moment(entry.createdAt, timeZone)}`,
      `${entry.hash}${body === undefined ? ' (content erased)' : ''}`,
    ]),
  );
}

function answerLabel(fact: string, value: string, dialog: Dialog | null): string {
  const question = dialog?.questions.find((one) => one.id === fact);
  return question?.options.find((option) => option.value === value)?.label ?? value;
}

/** Rows that say nothing are left out. */
function rows(pairs: readonly (readonly [string, string | null | undefined])[]): readonly SheetRow[] {
  return pairs.flatMap(([label, value]) =>
    value === undefined || value === null || value === '' ? [] : [{ label, value }],
  );
}

function list(items: readonly string[], between = '; '): string {
  return items.filter((item) => item !== '').join(between);
}

function duration(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 120) return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
