import type { Dialog } from '../check/dialog.ts';
import type { Case, CheckEntry } from './case.ts';
import type { DecisionBody } from './entry.ts';

/** How a record is read: times in the organisation's time zone, ids in the words of the present dialog. */
export type Reading = {
  readonly timeZone: string;
  /** Null: ids are shown as they are. */
  readonly dialog: Dialog | null;
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
      ...(check === null ? [] : [{ heading: 'What it rests on', rows: basisRows(check) }]),
      { heading: 'Entries', rows: entryRows(record, reading) },
    ].filter((section) => section.rows.length > 0),
  };
}

/** A moment as people write it, in the time zone: `6 June 2026, 14:03`. */
export function when(instant: string, timeZone: string): string {
  const written = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone });
  return written.format(new Date(instant)).replace(' at ', ', ');
}

function aboutRows(record: Case, { timeZone }: Reading): readonly SheetRow[] {
  const { check, decision, author } = record;
  const states = {
    open: 'Open: the record is not finished',
    complete: 'Complete',
    abandoned: 'Left without a decision',
  };
  return rows([
    ['Organisation', record.organisation],
    ['Begun', when(record.openedAt, timeZone)],
    ['State', states[record.state]],
    ['Recorded by', author === null ? undefined : `${author.role}, ${author.channel} ${author.userId}`],
    ['Kind of organisation', check?.body.sector],
    ['Local reference', check?.body.localReference],
    ['Happened', decision?.occurredAt === undefined ? undefined : when(decision.occurredAt, timeZone)],
    [
      'Recorded afterwards',
      decision?.delaySeconds === undefined ? undefined : `${duration(decision.delaySeconds)} later`,
    ],
    ['Kept out of this case', list(check?.body.keptOut ?? [])],
  ]);
}

function checkSections({ body }: CheckEntry, reading: Reading): readonly SheetSection[] {
  const { dialog, timeZone } = reading;
  const { advice } = body;
  const words = dialog?.advice;
  const changed = body.revised.map((one): [string, string] => [
    `Changed: ${one.fact}`,
    `from ${answerLabel(one.fact, one.from, dialog)} to ${answerLabel(one.fact, one.to, dialog)}, ${when(one.at, timeZone)}`,
  ]);
  const parked = body.parked.map((one): [string, string] => [
    one.question,
    `${answerLabel(one.fact, one.value, dialog)} (set aside: it no longer applied)`,
  ]);
  const answered = body.answers.map((one): [string, string] => [
    one.question,
    answerLabel(one.fact, one.value, dialog) + (one.source === 'preset' ? ' (set beforehand)' : ''),
  ]);
  return [
    { heading: 'What was asked and answered', rows: rows([...answered, ...changed, ...parked]) },
    {
      heading: 'The advice',
      rows: rows([
        ['Advice', words?.outcomes[advice.outcome]?.headline ?? advice.outcome],
        ['Why', words?.rules[advice.rule] ?? `Rule ${advice.rule}`],
        ['Put right first', list(advice.fixes.map((id) => words?.fixes[id]?.title ?? id))],
        ['To do', list(advice.obligations.map((id) => words?.obligations[id]?.title ?? id))],
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
        ['Decided', say(`choice-${decision.choice}`, decision.choice)],
        ['Follows the advice', decision.followsAdvice ? 'Yes' : 'No'],
        ['Reason', decision.rationale],
        ['With whom', list(decision.recipients)],
        ['What was shared', decision.shared],
        ['Told beforehand or not', say(`told-${decision.told}`, decision.told)],
        ['Why', decision.toldReason],
        ['Kind of sharing', decision.kindOfSharing],
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

function messageRows(record: Case, { timeZone }: Reading): readonly SheetRow[] {
  return rows(
    record.deliveries.map((one) => [
      when(one.at, timeZone),
      list([`${one.event}, ${one.destination}`, one.detail ?? ''], ': '),
    ]),
  );
}

function basisRows({ body }: CheckEntry): readonly SheetRow[] {
  const { advice, dialog, guidance } = body;
  return rows([
    ...guidance.map((one): [string, string] => [`Guidance ${one.id}`, `${one.edition} (hash ${one.hash})`]),
    ['Questions and rules', `${dialog.id} ${dialog.version} (hash ${dialog.hash})`],
    ['Passages', list(advice.citations.map((one) => `${one.guidance} ${one.section}, page ${one.page}`))],
  ]);
}

function entryRows(record: Case, { timeZone }: Reading): readonly SheetRow[] {
  return rows(
    record.entries.map(({ entry, body }) => [
      `${entry.sequence} ${entry.kind}`,
      `${when(entry.createdAt, timeZone)}${body === undefined ? ', content erased' : ''}. Hash ${entry.hash}`,
    ]),
  );
}

function answerLabel(fact: string, value: string, dialog: Dialog | null): string {
  const question = dialog?.questions.find((one) => one.id === fact);
  return question?.options.find((option) => option.value === value)?.label ?? value;
}

/** Rows that say nothing are left out. */
function rows(pairs: readonly (readonly [string, string | undefined])[]): readonly SheetRow[] {
  return pairs.flatMap(([label, value]) => (value === undefined || value === '' ? [] : [{ label, value }]));
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
