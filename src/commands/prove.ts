import { wrap } from '../channels/terminal/wrap.ts';
import { type ProofReport, type Provable, prove as proveDialog } from '../check/prove.ts';
import type { Given, Io } from './command.ts';

/** The paragraphs of `prove --help`. */
export const PROVE_HELP: readonly string[] = [
  'Checks every safety rule of the dialog over every combination of answers, not a sample. For a rule that does not hold it shows answers for which it fails.',
  'Exit status: 0 every rule holds; 1 at least one does not; 2 could not run.',
];

/** The options of `prove`. */
export const PROVE_OPTIONS = {
  json: { what: 'Give the report as one JSON object.' },
  dialog: { takes: 'DIR', what: 'Check an edited copy of the dialog instead of the one in use.' },
} as const;

const WIDTH = 100;

/**
 * `prove`: checks the safety rules and writes the report to standard output. `load` gives the dialog of a folder, or the one
 * in use; it rejects with a Fault for a dialog that cannot be read.
 */
export async function prove(
  given: Given,
  io: Pick<Io, 'stdout'>,
  load: (folder: string | undefined) => Promise<{ dialog: Provable; pageOf: (section: string) => string }>,
): Promise<number> {
  const { dialog: folder } = given.options;
  const { dialog, pageOf } = await load(typeof folder === 'string' ? folder : undefined);
  const began = performance.now();
  const report = proveDialog(dialog, pageOf);
  const milliseconds = Math.round((performance.now() - began) * 10) / 10;
  io.stdout.write(given.options.json === true ? asJson(report, milliseconds) : asText(report, milliseconds));
  return report.rules.every((rule) => rule.holds) ? 0 : 1;
}

function asJson({ rules, ...counts }: ProofReport, milliseconds: number): string {
  return `${JSON.stringify({ ...counts, rulesChecked: rules.length, milliseconds, rules })}\n`;
}

function asText(report: ProofReport, milliseconds: number): string {
  const number = (n: number) => n.toLocaleString('en-GB');
  const lines: string[] = [];
  for (const { id, statement, holds, counterexample } of report.rules) {
    lines.push(wrap(statement, WIDTH, `${holds ? 'holds' : 'FAILS'}  ${id.padEnd(4)} `, ' '.repeat(12)));
    if (!counterexample) continue;
    lines.push(wrap(counterexample.says, WIDTH, ' '.repeat(12)));
    if (Object.keys(counterexample.answers).length > 0) {
      lines.push(`${' '.repeat(12)}${JSON.stringify(counterexample.answers)}`);
    }
  }
  const failed = report.rules.filter((rule) => !rule.holds).length;
  lines.push(
    '',
    failed === 0
      ? `Every rule holds for all ${number(report.combinations)} combinations of answers.`
      : `${failed} of ${report.rules.length} rules ${failed === 1 ? 'does' : 'do'} not hold. Put the dialog right before anybody uses it.`,
    '',
    `combinations   ${number(report.combinations)}`,
    `paths          ${number(report.paths)} to the advice, ${number(report.pathsToEnd)} to the end of the record`,
    `nodes          ${number(report.nodes)}`,
    `rules checked  ${report.rules.length}`,
    `time           ${milliseconds} ms`,
    '',
  );
  return lines.join('\n');
}
