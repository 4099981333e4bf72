import { FACT_IDS } from '../check/facts.ts';
import type { RecordedEntry } from './case.ts';

const ENTRY_COLUMNS = [
  'reference',
  'sequence',
  'kind',
  'createdAt',
  'id',
  'previousHash',
  'bodyHash',
  'hash',
] as const;
const AUTHOR_COLUMNS = ['channel', 'userId', 'role'] as const;
const CHECK_COLUMNS = ['sector', 'localReference', 'keptOut', 'occurredAt', 'delaySeconds'] as const;
const ADVICE_COLUMNS = ['outcome', 'rule', 'fixes', 'obligations', 'tell', 'lawfulBasis'] as const;
const DECISION_COLUMNS = [
  'choice',
  'followsAdvice',
  'rationale',
  'recipients',
  'shared',
  'told',
  'toldReason',
  'kindOfSharing',
  'reviewOn',
] as const;
const DELIVERY_COLUMNS = ['delivery', 'event', 'destination', 'at', 'detail'] as const;

/** The columns of the CSV export, in order. */
export const CSV_COLUMNS: readonly string[] = [
  ...ENTRY_COLUMNS,
  ...AUTHOR_COLUMNS,
  ...CHECK_COLUMNS,
  ...FACT_IDS,
  ...ADVICE_COLUMNS,
  ...DECISION_COLUMNS,
  ...DELIVERY_COLUMNS,
];

/**
 * Entries as CSV (RFC 4180), one row each, with a heading row. Lists are joined with "; ". A cell that a spreadsheet
 * would take for a formula begins with an apostrophe.
 */
export function exportCsv(entries: readonly RecordedEntry[]): string {
  const lines = [CSV_COLUMNS, ...entries.map(rowOf)].map((cells) => cells.map(cell).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

function rowOf({ entry, body }: RecordedEntry): readonly unknown[] {
  const answers = new Map(listAt(body, 'answers').map((one) => [at(one, 'fact'), at(one, 'value')]));
  return [
    ...ENTRY_COLUMNS.map((name) => entry[name]),
    ...AUTHOR_COLUMNS.map((name) => at(at(body, 'author'), name)),
    ...CHECK_COLUMNS.map((name) => at(body, name)),
    ...FACT_IDS.map((fact) => answers.get(fact)),
    ...ADVICE_COLUMNS.map((name) => at(at(body, 'advice'), name)),
    ...DECISION_COLUMNS.map((name) => at(at(body, 'decision'), name)),
    ...DELIVERY_COLUMNS.map((name) => at(body, name)),
  ];
}

function at(value: unknown, key: string): unknown {
  return value !== null && typeof value === 'object' ? Reflect.get(value, key) : undefined;
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const held = at(value, key);
  return Array.isArray(held) ? held : [];
}

function cell(value: unknown): string {
  const text = Array.isArray(value) ? value.join('; ') : value === undefined ? '' : String(value);
  const safe = /^[\s]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
