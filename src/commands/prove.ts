import { wrap } from '../channels/terminal/wrap.ts';
import type { PolicyFile } from '../check/dialog.ts';
import { firstFault } from '../check/first-fault.ts';
import { PlainWords } from '../check/plain-words.ts';
import type { Place } from '../check/proof.ts';
import { type FullReport, type Provable, prove as proveDialog, type RuleReport } from '../check/prove.ts';
import type { Given, Io } from './command.ts';

/** The paragraphs of `prove --help`. */
export const PROVE_HELP: readonly string[] = [
  'Checks every safety rule of the dialog over every combination of answers, not a sample. For a rule that does not hold it shows answers for which it fails (--json: an answer to every question), and the line to look at first. Lists what is never used.',
  'Exit status: 0 every rule holds; 1 at least one does not; 2 could not run.',
];

/** The options of `prove`. */
export const PROVE_OPTIONS = {
  json: { what: 'Give the report as one JSON object.' },
  dialog: {
    takes: 'DIR',
    what: 'Check an edited copy of the dialog instead of the one in use, or the dialogs folder of a deployment.',
  },
} as const;

const WIDTH = 100;

/** What `prove` needs of the dialog: see `readPolicySource`. */
export type Subject = {
  readonly dialog: Provable;
  readonly pageOf: (section: string) => string;
  readonly whereIs: (place: Place) => string;
  /** The policy an edited copy was made from: what was changed is looked at first. */
  readonly original?: PolicyFile;
};

/**
 * `prove`: checks the safety rules and writes the report to standard output. `load` gives the dialog of a folder, or the one
 * in use; it rejects with a Fault for a dialog that cannot be read.
 */
export async function prove(
  given: Given,
  io: Pick<Io, 'stdout'>,
  load: (folder: string | undefined) => Promise<Subject>,
): Promise<number> {
  const { dialog: folder } = given.options;
  const subject = await load(typeof folder === 'string' ? folder : undefined);
  const began = performance.now();
  const proved = proveDialog(subject.dialog, subject.pageOf);
  const milliseconds = Math.round((performance.now() - began) * 10) / 10;
  const report = { ...proved, rules: proved.rules.map((rule) => atFirstFault(rule, subject)) };
  const { whereIs } = subject;
  const text = given.options.json === true ? asJson(report, milliseconds, whereIs) : asText(report, subject);
  io.stdout.write(given.options.json === true ? text : `${text}time           ${milliseconds} ms\n`);
  return report.rules.every((rule) => rule.holds) ? 0 : 1;
}

/** The same, with the change that breaks the rule as its place, where there is one. */
function atFirstFault(rule: RuleReport, { dialog, pageOf, original }: Subject): RuleReport {
  const { counterexample } = rule;
  if (!counterexample || !original) return rule;
  const path = firstFault(dialog, original, rule.id, pageOf);
  return path === null
    ? rule
    : { ...rule, counterexample: { ...counterexample, at: { file: 'policy', path } } };
}

function asJson(report: FullReport, milliseconds: number, whereIs: Subject['whereIs']): string {
  const { rules, unused, alike, combinations, paths, pathsToEnd, nodes } = report;
  const placed = <T extends { at: Place }>(line: T) => ({ ...line, at: whereIs(line.at) });
  return `${JSON.stringify({
    combinations,
    paths,
    pathsToEnd,
    nodes,
    rulesChecked: rules.length,
    milliseconds,
    rules: rules.map(({ counterexample, ...rule }) =>
      counterexample ? { ...rule, counterexample: placed(counterexample) } : rule,
    ),
    unused: unused.map(placed),
    alike,
  })}\n`;
}

function asText(report: FullReport, { dialog, whereIs }: Subject): string {
  const number = (n: number) => n.toLocaleString('en-GB');
  const failed = report.rules.filter((rule) => !rule.holds).length;
  return [
    ...report.rules.flatMap((rule) => ruleLines(rule, whereIs)),
    '',
    ...unusedLines(report.unused, whereIs),
    ...alikeLines(report.alike, new PlainWords(dialog)),
    failed === 0
      ? `Every rule holds for all ${number(report.combinations)} combinations of answers.`
      : `${failed} of ${report.rules.length} rules ${failed === 1 ? 'does' : 'do'} not hold. Put the dialog right before anybody uses it.`,
    '',
    `combinations   ${number(report.combinations)}`,
    `paths          ${number(report.paths)} to the advice, ${number(report.pathsToEnd)} to the end of the record`,
    `nodes          ${number(report.nodes)}`,
    `rules checked  ${report.rules.length}`,
    '',
  ].join('\n');
}

const INDENT = ' '.repeat(12);

function ruleLines({ id, statement, holds, counterexample }: RuleReport, whereIs: Subject['whereIs']) {
  const lines = [wrap(statement, WIDTH, `${holds ? 'holds' : 'FAILS'}  ${id.padEnd(4)} `, INDENT)];
  if (!counterexample) return lines;
  const { says, at } = counterexample;
  lines.push(wrap(says, WIDTH, INDENT), `${INDENT}Look first at ${whereIs(at)}`);
  return lines;
}

function unusedLines(unused: FullReport['unused'], whereIs: Subject['whereIs']): string[] {
  if (unused.length === 0)
    return [
      'Every question matters, every answer can be given, and every rule and line of advice comes up.',
      '',
    ];
  return [
    'Not used:',
    ...unused.map(({ says, at }) => wrap(`${says} ${whereIs(at)}`, WIDTH, '  ', '    ')),
    '',
  ];
}

function alikeLines(alike: FullReport['alike'], words: PlainWords): string[] {
  if (alike.length === 0) return [];
  const line = ({ fact, values }: FullReport['alike'][number]) =>
    `${words.question(fact)}: ${values.map((value) => `“${words.label(fact, value)}”`).join(', ')}`;
  return [
    'Answers that lead to the same advice, whatever else is answered. Keep them apart: the record needs them.',
    ...alike.map((group) => wrap(line(group), WIDTH, '  ', '    ')),
    '',
  ];
}
