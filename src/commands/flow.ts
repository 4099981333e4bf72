import { compileSource } from '../check/compile-source.ts';
import type { Dialog } from '../check/dialog.ts';
import { drawSvg } from '../flow/draw-svg.ts';
import { flowGraph } from '../flow/flow-graph.ts';
import type { Given, Io } from './command.ts';

/** The paragraphs of `flow --help`. */
export const FLOW_HELP: readonly string[] = [
  'Writes a picture (SVG) to standard output: which answers lead where, from the first question to the advice. It is drawn from the dialog files. Open it in a browser: share-check flow > flow.svg',
  'Exit status: 0 drawn; 2 could not run.',
];

/** The options of `flow`. */
export const FLOW_OPTIONS = {
  dialog: { takes: 'DIR', what: 'Draw an edited copy of the dialog instead of the one in use.' },
} as const;

/**
 * `flow`: writes the picture of the flow to standard output. `load` gives the dialog of a folder, or the one in use; it
 * rejects with a Fault for a dialog that cannot be read.
 */
export async function flow(
  given: Given,
  io: Pick<Io, 'stdout'>,
  load: (folder: string | undefined) => Promise<{ readonly dialog: Dialog }>,
): Promise<number> {
  const { dialog: folder } = given.options;
  const { dialog } = await load(typeof folder === 'string' ? folder : undefined);
  io.stdout.write(drawSvg(flowGraph(compileSource(dialog), dialog)));
  return 0;
}
