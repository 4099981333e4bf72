import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Library } from '../../src/ask/library.ts';
import { passagesOf } from '../../src/ask/passage-search.ts';
import { stemOf, wordsOf } from '../../src/ask/terms.ts';
import { freshQuestions, libraryWith } from './ask-content.ts';
import { type Find, finders, hits, PEERS, type Peer, refusals } from './ask-peers.ts';
import type { Bar, Benchmark } from './benchmark.ts';
import { type Spread, said, spreadOf } from './spread.ts';

const run = promisify(execFile);
const TIMES_AS_FAST = 10;
const MOST_MS = 2;
const READY_MS = 150;
const QUALITY = { first: 0.8, three: 0.92, refused: 0.8, wrongly: 0.05 };
/** Passages of local procedures beside the guidance. */
const SIZES = [1250, 2500, 5000, 10_000] as const;
/** Of how many questions each is asked one there: two of them take seconds for each. */
const ONE_IN: Record<Peer, number> = { 'fuse.js': 96, 'fuse.js, token search': 96, MiniSearch: 12, ours: 1 };
/** How much a matching passage may cost at the last size against the first. */
const IN_PROPORTION = 1.25;

/** Questions in people's own words: right answers and time, against searches anybody could use; small, and large. */
export const ask: Benchmark = {
  name: 'ask',
  async run({ runs }, say) {
    const questions = await freshQuestions();
    const asked = questions.map(({ q }) => q);
    const library = await libraryWith(0);
    const find = finders(library);

    say(`${sizeOf(library)}, ${asked.length} questions`);
    const times = turns(find, () => asked, runs);
    for (const peer of PEERS) {
      const { first, three } = hits(find[peer], questions);
      say(
        `${peer.padEnd(22)} right first ${percent(first)}, in the first three ${percent(three)}, ${said(spreadOf(times[peer]), 3)} ms a question`,
      );
    }
    const { first, three } = hits(find.ours, questions);
    const { refused, wrongly } = refusals(library, questions);
    say(`ours: refused where there is no answer ${percent(refused)}, where there is one ${percent(wrongly)}`);
    const ready = await coldStarts(0, runs);
    say(`index ready, cold       ${said(ready, 0)} ms`);
    const faster = spreadOf(times['fuse.js'].map((time, i) => time / (times.ours[i] ?? Number.NaN)));
    const own = spreadOf(times.ours);
    const bars: Bar[] = [
      atLeast('right first', first, QUALITY.first),
      atLeast('right in the first three', three, QUALITY.three),
      atLeast('refused where the guidance has no answer', refused, QUALITY.refused),
      {
        what: `refused where it has one at most ${percent(QUALITY.wrongly)}`,
        measured: percent(wrongly),
        met: wrongly <= QUALITY.wrongly,
      },
      {
        what: `a question ${TIMES_AS_FAST} times as fast as fuse.js with its defaults`,
        measured: `${said(faster, 1)} times`,
        met: faster.median >= TIMES_AS_FAST,
      },
      {
        what: `a question under ${MOST_MS} ms`,
        measured: `${said(own, 3)} ms`,
        met: own.median < MOST_MS,
      },
      {
        what: `the index ready within ${READY_MS} ms, cold`,
        measured: `${said(ready, 0)} ms`,
        met: ready.median <= READY_MS,
      },
    ];
    return [...bars, await large(asked, runs, say)];
  },
};

/** The same with the local procedures of a large council; ours at several sizes. */
async function large(asked: readonly string[], runs: number, say: (line: string) => void): Promise<Bar> {
  const most = SIZES[SIZES.length - 1] as number;
  const largest = await libraryWith(most);
  const find = finders(largest);
  const some = (peer: Peer) => asked.filter((_, i) => i % ONE_IN[peer] === 0);
  say(sizeOf(largest));
  const times = turns(find, some, Math.min(runs, 3));
  for (const peer of PEERS) {
    say(
      `${peer.padEnd(22)} ${said(spreadOf(times[peer]), 2)} ms a question (${some(peer).length} questions)`,
    );
  }
  const ready = await coldStarts(most, Math.min(runs, 3));
  say(`index ready, cold       ${said(ready, 0)} ms`);

  const sized: { readonly find: Find; readonly matching: number; readonly times: number[] }[] = [];
  for (const size of SIZES) {
    const library = size === most ? largest : await libraryWith(size);
    sized.push({ find: finders(library).ours, matching: matching(library, asked), times: [] });
  }
  // In turn, since the speed of a machine changes from one moment to the next; once before, so that all are warm.
  for (let turn = -1; turn < runs; turn++) {
    for (const { find, times } of sized) {
      const time = perQuestion(find, asked);
      if (turn >= 0) times.push(time);
    }
  }
  const costs = sized.map(({ matching, times }) => times.map((time) => (time * 1e6) / matching));
  for (const [i, size] of SIZES.entries()) {
    const { matching, times } = sized[i] as (typeof sized)[number];
    say(
      `ours, ${size.toLocaleString('en-GB').padStart(6)} passages   ${said(spreadOf(times), 3)} ms, ${matching.toFixed(0)} passages match, ${said(spreadOf(costs[i] ?? []), 0)} ns for each`,
    );
  }
  const last = costs[costs.length - 1] ?? [];
  const growth = spreadOf((costs[0] ?? []).map((first, i) => (last[i] ?? Number.NaN) / first));
  return {
    what: `a matching passage costs at most ${IN_PROPORTION} times as much with ${most.toLocaleString('en-GB')} passages as with ${SIZES[0].toLocaleString('en-GB')}`,
    measured: `${said(growth, 2)} times`,
    met: growth.median <= IN_PROPORTION,
  };
}

/** Milliseconds a question for each, in turn; once before, so that all are warm. */
function turns(find: Readonly<Record<Peer, Find>>, asked: (peer: Peer) => readonly string[], runs: number) {
  const times: Record<Peer, number[]> = {
    'fuse.js': [],
    'fuse.js, token search': [],
    MiniSearch: [],
    ours: [],
  };
  for (let turn = -1; turn < runs; turn++) {
    for (const peer of PEERS) {
      const time = perQuestion(find[peer], asked(peer));
      if (turn >= 0) times[peer].push(time);
    }
  }
  return times;
}

function perQuestion(find: Find, asked: readonly string[]): number {
  const began = performance.now();
  for (const question of asked) find(question);
  return (performance.now() - began) / asked.length;
}

async function coldStarts(passages: number, runs: number): Promise<Spread> {
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const { stdout } = await run(process.execPath, [
      join(import.meta.dirname, 'cold-ask.ts'),
      String(passages),
    ]);
    times.push(Number(stdout));
  }
  return spreadOf(times);
}

/** How many passages share a stem with a question, on average. */
function matching(library: Library, asked: readonly string[]): number {
  const holding = new Map<string, number[]>();
  const passages = passagesOf(library.searched);
  for (const [id, { heading, text }] of passages.entries()) {
    for (const stem of new Set(wordsOf(`${heading} ${text}`).map(stemOf))) {
      const ids = holding.get(stem);
      if (ids === undefined) holding.set(stem, [id]);
      else ids.push(id);
    }
  }
  const counts = asked.map((question) => {
    const found = new Set<number>();
    for (const word of wordsOf(question)) for (const id of holding.get(stemOf(word)) ?? []) found.add(id);
    return found.size;
  });
  return counts.reduce((sum, count) => sum + count, 0) / counts.length;
}

function sizeOf({ searched }: Library): string {
  const sections = searched.reduce((sum, one) => sum + one.sections.size, 0);
  return `${passagesOf(searched).length.toLocaleString('en-GB')} passages in ${sections.toLocaleString('en-GB')} sections`;
}

function atLeast(what: string, share: number, least: number): Bar {
  return { what: `${what} at least ${percent(least)}`, measured: percent(share), met: share >= least };
}

const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
