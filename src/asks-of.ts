import { createAsk } from './ask/create-ask.ts';
import type { Content } from './content/load-all.ts';
import type { Asks } from './conversation/context.ts';
import { createDangerFinder } from './danger/create-danger-finder.ts';

/** What typed words are answered with; `warm` reads the guidance now, so that nobody waits for it (some 0.1 s) later. */
export type LazyAsks = Asks & { warm(): void };

/**
 * Answers and danger words from the content. Each is read when it is first needed: whoever runs one command, or waits for the
 * service to be ready, does not wait for it.
 */
export function asksOf(content: Pick<Content, 'library' | 'lawNotes' | 'danger' | 'dialog'>): LazyAsks {
  const ask = once(() => createAsk(content.library, content.dialog.advice.disagreements));
  const findDanger = once(() => createDangerFinder(content.danger()));
  return {
    ask: (question) => ask()(question),
    findDanger: (text) => findDanger()(text),
    library: content.library,
    lawNotes: content.lawNotes,
    warm() {
      ask();
      findDanger();
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
