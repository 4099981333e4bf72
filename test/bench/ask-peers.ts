import Fuse from 'fuse.js';
import MiniSearch from 'minisearch';
import { createAsk } from '../../src/ask/create-ask.ts';
import type { Library } from '../../src/ask/library.ts';
import type { AskedQuestion } from './ask-content.ts';

/** Finds the ids of the sections for a question, best first. */
export type Find = (question: string) => readonly string[];
export const PEERS = ['fuse.js', 'fuse.js, token search', 'MiniSearch', 'ours'] as const;
export type Peer = (typeof PEERS)[number];

/** The four, each over the same sections. */
export function finders(library: Library): Readonly<Record<Peer, Find>> {
  const sections = library.searched.flatMap(({ sections }) => [...sections.values()]);
  const keys = ['heading', 'text'];
  const fuse = new Fuse(sections, { keys });
  const tokens = new Fuse(sections, { keys, useTokenSearch: true });
  const mini = new MiniSearch({
    fields: keys,
    searchOptions: { boost: { heading: 2 }, fuzzy: 0.2, prefix: true },
  });
  mini.addAll(sections);
  const ask = createAsk(library);
  return {
    'fuse.js': (question) => fuse.search(question).map(({ item }) => item.id),
    'fuse.js, token search': (question) => tokens.search(question).map(({ item }) => item.id),
    MiniSearch: (question) => mini.search(question).map(({ id }) => String(id)),
    ours: (question) => ask(question).results.map(({ section }) => section),
  };
}

/** The share of answerable questions that have a right section first, and among the first three. */
export function hits(find: Find, questions: readonly AskedQuestion[]): { first: number; three: number } {
  const answerable = questions.filter(({ expect }) => expect.length > 0);
  const within = (most: number) =>
    answerable.filter(({ q, expect }) =>
      find(q)
        .slice(0, most)
        .some((id) => expect.includes(id)),
    ).length / answerable.length;
  return { first: within(1), three: within(3) };
}

/** The share of questions without an answer that get none, and of those with one that get none either. */
export function refusals(library: Library, questions: readonly AskedQuestion[]) {
  const ask = createAsk(library);
  const share = (some: readonly AskedQuestion[]) =>
    some.filter(({ q }) => ask(q).answer === null).length / some.length;
  return {
    refused: share(questions.filter(({ expect }) => expect.length === 0)),
    wrongly: share(questions.filter(({ expect }) => expect.length > 0)),
  };
}
