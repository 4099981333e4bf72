import { createAsk } from './ask/create-ask.ts';
import type { Content } from './content/load-all.ts';
import type { Asks } from './conversation/context.ts';
import { createDangerFinder } from './danger/create-danger-finder.ts';

/**
 * Answers and danger words from the content, read when they are first wanted and once only: whoever waits for the service to be
 * ready does not wait for them (some 0.2 s). Rejects with a Fault when that part of the content is at fault.
 */
export function asksOf(content: Pick<Content, 'asked' | 'dialog'>): () => Promise<Asks> {
  let asks: Promise<Asks> | undefined;
  return () => {
    asks ??= readAsks(content);
    return asks;
  };
}

async function readAsks({ asked, dialog }: Pick<Content, 'asked' | 'dialog'>): Promise<Asks> {
  const { library, lawNotes, danger } = await asked();
  return {
    ask: createAsk(library, dialog.advice.disagreements),
    findDanger: createDangerFinder(danger()),
    library,
    lawNotes,
  };
}
