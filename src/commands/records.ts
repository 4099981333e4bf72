import { readFile } from 'node:fs/promises';
import { caseAccess } from '../access/case-access.ts';
import { Fault } from '../fault.ts';
import { type Case, casesOf } from '../records/case.ts';
import { type ChainVerdict, splitChains, verifyChains } from '../records/chain.ts';
import { exportCsv } from '../records/export-csv.ts';
import { exportHtml } from '../records/export-html.ts';
import { exportJson, readExport } from '../records/export-json.ts';
import { moment } from '../records/moment.ts';
import { normaliseReference } from '../records/reference.ts';
import type { Reading } from '../records/sheet.ts';
import { showCase } from '../records/show.ts';
import type { Store, StoredEntry } from '../storage/store.ts';
import { type Acting, mustBeAllowed } from './acting.ts';
import type { Given, Io } from './command.ts';
import { textTable } from './text-table.ts';

export type RecordDeps = Acting & {
  readonly store: Pick<Store, 'entries' | 'allEntries' | 'isWhole'>;
  readonly reading: Reading;
};

type CommandIo = Pick<Io, 'stdout' | 'stderr'>;

/** `records list [--json]`: the cases the acting person may open. Exit status 0. */
export async function recordsList(given: Given, io: CommandIo, deps: RecordDeps): Promise<number> {
  mustBeAllowed(deps, 'records:list');
  const cases = casesOf(await allowedEntries(deps, 'records:list'));
  if (given.options.json === true) {
    for (const one of cases) io.stdout.write(`${JSON.stringify(listed(one))}\n`);
    return 0;
  }
  if (cases.length === 0) {
    io.stderr.write('There are no records that you may open.\n');
    return 0;
  }
  const rows = cases.map((one) => [
    one.reference,
    moment(one.openedAt, deps.reading.timeZone),
    one.state,
    one.check?.body.advice.outcome ?? 'erased',
    one.decision?.decision.choice ?? '-',
    one.decision === null ? '-' : one.decision.decision.followsAdvice ? 'yes' : 'no',
  ]);
  io.stdout.write(textTable(['Reference', 'Begun', 'State', 'Advice', 'Decided', 'Follows'], rows));
  return 0;
}

/** `records show REF [--json]`: one record, for reading. Exit status 1 when there is none the person may open. */
export async function recordsShow(given: Given, io: CommandIo, deps: RecordDeps): Promise<number> {
  mustBeAllowed(deps, 'records:show');
  const reference = normaliseReference(given.words[0] ?? '');
  if (reference === null) {
    io.stderr.write(
      'That is not a reference, or one character of it is wrong. A reference is SC and eight letters and digits, such as SC-7K3F-9QX3.\n' +
        '`records list` shows those you may open.\n',
    );
    return 1;
  }
  const entries = await deps.store.entries(reference);
  const record = casesOf(entries)[0];
  // The same words whether there is none or it is not for them: neither shows which.
  if (record === undefined || !deps.may(deps.person, 'records:show', caseAccess(entries, deps.people))) {
    io.stderr.write(
      `There is no record ${reference} that you may open. \`records list\` shows those you may.\n`,
    );
    return 1;
  }
  io.stdout.write(
    given.options.json === true
      ? `${JSON.stringify({ ...listed(record), entries: record.entries.map(withBody) })}\n`
      : showCase(record, deps.reading),
  );
  return 0;
}

/** `records export [--format json|csv|html]`: every entry the acting person may export. */
export async function recordsExport(given: Given, io: CommandIo, deps: RecordDeps): Promise<number> {
  mustBeAllowed(deps, 'records:export');
  const format = given.options.format ?? 'json';
  const entries = await allowedEntries(deps, 'records:export');
  switch (format) {
    case 'json':
      io.stdout.write(exportJson(entries));
      return 0;
    case 'csv':
      io.stdout.write(exportCsv(entries));
      return 0;
    case 'html':
      io.stdout.write(exportHtml(casesOf(entries), deps.reading));
      return 0;
    default:
      throw new Fault(
        'wrong-usage',
        'There is no such format. It can be json, csv or html.',
        'For example: share-check records export --format csv',
      );
  }
}

/**
 * `records verify [FILE] [--json]`: checks the chains of the store, or of an exported file alone, and names the first entry
 * that does not fit. Exit status 1 when there is one. `deps` is only opened for the store.
 */
export async function recordsVerify(
  given: Given,
  io: CommandIo,
  openDeps: () => Promise<RecordDeps>,
): Promise<number> {
  const file = given.words[0];
  const verdict = file === undefined ? await verifyStore(await openDeps()) : await verifyFile(file);
  if (given.options.json === true) {
    io.stdout.write(`${JSON.stringify(verdict)}\n`);
  } else if (verdict.ok) {
    io.stdout.write(`${fitting(verdict.count)}\n`);
  } else {
    io.stdout.write(`${verdict.where} does not fit. ${verdict.why}\n`);
    io.stderr.write(
      'Everything before it fits. Keep a copy, and compare with an earlier backup or export.\n',
    );
  }
  return verdict.ok ? 0 : 1;
}

type Told =
  | { readonly ok: true; readonly count: number }
  | { readonly ok: false; readonly where: string; readonly why: string };

function fitting(count: number): string {
  if (count === 0) return 'There are no entries yet, so there is nothing to check.';
  const what = count === 1 ? 'The one entry fits.' : `All ${count} entries fit.`;
  return `${what} Nothing was changed, taken out or put in between.`;
}

async function verifyStore(deps: RecordDeps): Promise<Told> {
  mustBeAllowed(deps, 'records:verify');
  const read: StoredEntry[] = [];
  let unreadable: Fault | null = null;
  try {
    for await (const stored of deps.store.allEntries()) read.push(stored);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'entry-unreadable') throw error;
    unreadable = error;
  }
  const allowed = mayFor(deps, 'records:verify', read);
  // A chain of which the person may see nothing is left out, so that the count shows them no case.
  const links = splitChains(read)
    .filter((chain) => chain.some(allowed))
    .flat();
  const verdict = verifyChains(links);
  if (!verdict.ok) {
    const held = links.find(({ entry }) => entry.id === verdict.at.id);
    return told(verdict, held !== undefined && allowed(held) ? verdict.at.reference : null);
  }
  if (unreadable !== null) return { ok: false, where: 'An entry', why: unreadable.message };
  if (!(await deps.store.isWhole())) {
    return {
      ok: false,
      where: 'The number of entries',
      why: 'Entries at the end of a chain were taken out.',
    };
  }
  return verdict;
}

async function verifyFile(file: string): Promise<Told> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new Fault(
      'file-not-read',
      'The file cannot be read.',
      'Check its name and that you may open it. It is a file that `records export --format json` wrote.',
    );
  }
  const read = readExport(text);
  if (!read.ok) {
    if (read.entry !== null) return { ok: false, where: `Entry ${read.entry} of the file`, why: read.why };
    throw new Fault(
      'not-an-export',
      read.why,
      'Give a file that `records export --format json` wrote, whole.',
    );
  }
  const verdict = verifyChains(read.links);
  return verdict.ok ? verdict : told(verdict, normaliseReference(verdict.at.reference));
}

function told({ at, why }: Extract<ChainVerdict, { ok: false }>, reference: string | null): Told {
  // From a file anything may stand there; only what is shaped like an id is repeated.
  const id = /^[0-9a-f-]{36}$/.test(at.id) ? `id ${at.id}` : 'its id is not one of ours';
  return { ok: false, where: `Entry ${at.sequence} (${[reference, id].filter(Boolean).join(', ')})`, why };
}

async function allowedEntries(
  deps: RecordDeps,
  action: 'records:list' | 'records:export',
): Promise<readonly StoredEntry[]> {
  const entries: StoredEntry[] = [];
  for await (const stored of deps.store.allEntries()) entries.push(stored);
  return entries.filter(mayFor(deps, action, entries));
}

/** Tells of an entry whether the acting person may do this to its case. */
function mayFor(
  deps: RecordDeps,
  action: 'records:list' | 'records:export' | 'records:verify',
  entries: readonly StoredEntry[],
): (stored: StoredEntry) => boolean {
  const byCase = Map.groupBy(entries, ({ entry }) => entry.reference);
  const allowed = new Map(
    [...byCase].map(([reference, own]) => [
      reference,
      deps.may(deps.person, action, caseAccess(own, deps.people)),
    ]),
  );
  return ({ entry }) => allowed.get(entry.reference) === true;
}

function listed(one: Case) {
  return {
    reference: one.reference,
    openedAt: one.openedAt,
    state: one.state,
    outcome: one.check?.body.advice.outcome ?? null,
    choice: one.decision?.decision.choice ?? null,
    followsAdvice: one.decision?.decision.followsAdvice ?? null,
  };
}

function withBody({ entry, body }: Case['entries'][number]) {
  return body === undefined ? entry : { ...entry, body };
}
