import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openStore } from '../../src/storage/open-store.ts';
import { createSeal } from '../../src/storage/seal.ts';
import type { Store, TurnCommit } from '../../src/storage/store.ts';
import { STORE_FILE } from '../../src/storage/store-files.ts';
import { recordedTurn } from './recorded-turn.ts';

const DELIVERIES = 5;

/** Records committed a second: ours one after another, ours by so many people at once, and the same rows by SQLite alone. */
export type CommitRates = { readonly inTurn: number; readonly atOnce: number; readonly raw: number };

/**
 * Commits a recorded decision with five deliveries, sealed, hashed and chained, and the very rows that this leaves into a second file
 * with the same tables and settings, by prepared statements and nothing else. In turn, in the same run.
 */
export async function commitRates(
  runs: number,
  commits: number,
  people: number,
): Promise<readonly CommitRates[]> {
  const folder = await mkdtemp(join(tmpdir(), 'share-check-bench-'));
  const seal = createSeal(new Uint8Array(32).fill(7));
  const store = await openStore({ folder, organisation: 'school', mode: 'local', rehearsal: false, seal });
  try {
    const turns = await turnsOf(store, people);
    const raw = rawRows(folder);
    const rates: CommitRates[] = [];
    // The first are slow everywhere.
    await commitAll(store, turns.next(commits, 1), 1);
    raw.write();
    for (let n = 0; n < runs; n += 1) {
      const inTurn = await commitAll(store, turns.next(commits, 1), 1);
      const first = raw.write();
      const atOnce = await commitAll(store, turns.next(commits, people), people);
      const second = raw.write();
      rates.push({ inTurn, atOnce, raw: (first + second) / 2 });
    }
    raw.close();
    return rates;
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Turns a second, so many people at once, each waiting for their own. */
async function commitAll(store: Store, turns: readonly TurnCommit[], people: number): Promise<number> {
  const began = performance.now();
  let next = 0;
  const person = async (): Promise<void> => {
    for (let turn = turns[next++]; turn !== undefined; turn = turns[next++]) {
      const { kind } = await store.commit(turn);
      if (kind !== 'committed') throw new Error(`A turn was not committed: ${kind}`);
    }
  };
  await Promise.all(Array.from({ length: people }, person));
  return (turns.length * 1000) / (performance.now() - began);
}

/** The recorded turn again and again, under new ids and references, by people who go on with their conversations. */
async function turnsOf(store: Store, people: number) {
  // Each turn is of a case of its own, which nobody else has added to.
  const { unlessGrown: _, ...turn } = await recordedTurn(DELIVERIES);
  const revisions = Array<number>(people).fill(1);
  const speaker = (n: number) => `teams:person-${n}`;
  for (let n = 0; n < people; n += 1) {
    const begin = { entries: [], deliveries: [], newReferences: [], revision: null, eventId: `begin-${n}` };
    await store.commit({ ...turn, ...begin, conversation: speaker(n) });
  }
  let count = 0;
  const one = (person: number): TurnCommit => {
    count += 1;
    const id = (what: number) =>
      `01932b1c-0000-7000-${String(what).padStart(4, '0')}-${String(count).padStart(12, '0')}`;
    const reference = `SC-${String(count).padStart(8, '0')}`;
    const revision = revisions[person] ?? 1;
    revisions[person] = revision + 1;
    return {
      ...turn,
      conversation: speaker(person),
      revision,
      eventId: `${String(count).padStart(8, '0')}${turn.eventId?.slice(8)}`,
      newReferences: [reference],
      entries: turn.entries.map((entry) => ({ ...entry, id: id(1), reference })),
      deliveries: turn.deliveries.map((delivery, n) => ({
        ...delivery,
        id: id(10 + n),
        reference,
        ...(delivery.destination.kind === 'log'
          ? { destination: { kind: 'log', entry: id(1) } as const }
          : {}),
      })),
    };
  };
  return {
    next: (many: number, at: number): readonly TurnCommit[] =>
      Array.from({ length: many }, (_, n) => one(n % at)),
  };
}

type Row = readonly unknown[];

/** A second file with the same tables, written with what was committed to the first since the last time. */
function rawRows(folder: string) {
  const from = new Database(join(folder, STORE_FILE), { readonly: true });
  const raw = new Database(join(folder, 'raw.db'));
  for (const pragma of PRAGMAS) raw.pragma(pragma);
  const tables = from.prepare(
    "select sql from sqlite_schema where sql is not null and name not like 'sqlite_%'",
  );
  for (const sql of tables.pluck().all()) raw.exec(String(sql));
  const columns = (table: string) =>
    from
      .prepare('select name from pragma_table_info(?)')
      .pluck()
      .all(table)
      .map((name) => `"${String(name)}"`);
  const insert = (table: string) =>
    raw.prepare(
      `insert into ${table} (${columns(table)}) values (${columns(table)
        .map(() => '?')
        .join()})`,
    );
  const rowsAfter = (table: string, after: number): readonly Row[] =>
    from.prepare(`select * from ${table} where rowid > ? order by rowid`).raw().all(after) as Row[];
  for (const table of ['meta', 'conversations'])
    for (const row of rowsAfter(table, 0)) insert(table).run(row);

  const into = { cases: insert('cases'), events: insert('events') };
  const more = { entries: insert('entries'), deliveries: insert('deliveries') };
  const goOn = raw.prepare('update conversations set state = ?, revision = revision + 1 where key = ?');
  const moveOn = raw.prepare('update meta set head = ?');
  // People who began wrote an event each, and nothing else.
  const at = { cases: 0, entries: 0, deliveries: 0, events: eventsBefore(from) };
  return {
    /** Writes them, a transaction for each record; gives records a second. */
    write(): number {
      const rows = {
        cases: rowsAfter('cases', at.cases),
        events: rowsAfter('events', at.events),
        entries: rowsAfter('entries', at.entries),
        deliveries: rowsAfter('deliveries', at.deliveries),
      };
      for (const table of ['cases', 'events', 'entries', 'deliveries'] as const)
        at[table] += rows[table].length;
      const head = from.prepare('select head from meta').pluck().get();
      const [key, state] = from.prepare('select key, state from conversations').raw().get() as Row;
      const records = rows.entries.length;
      const began = performance.now();
      for (let n = 0; n < records; n += 1) {
        raw.exec('begin immediate');
        goOn.run(state, key);
        into.events.run(rows.events[n]);
        into.cases.run(rows.cases[n]);
        more.entries.run(rows.entries[n]);
        moveOn.run(head);
        for (let d = n * DELIVERIES; d < (n + 1) * DELIVERIES; d += 1)
          more.deliveries.run(rows.deliveries[d]);
        raw.exec('commit');
      }
      return (records * 1000) / (performance.now() - began);
    },
    close() {
      raw.close();
      from.close();
    },
  };
}

/** As `openDatabase` has them. */
const PRAGMAS = [
  'journal_mode = WAL',
  'synchronous = FULL',
  'wal_autocheckpoint = 250',
  'foreign_keys = ON',
  'trusted_schema = OFF',
];

const eventsBefore = (from: Database.Database): number =>
  Number(from.prepare('select count(*) from events').pluck().get());
