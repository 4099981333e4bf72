import { Fault } from '../fault.ts';

/** Something wrong in a content file, told so that the person who edits the file can put it right. */
export type ContentFault = {
  /** Path of the file, relative to the content folder that was read. */
  readonly file: string;
  /** Line of the fault, from 1; 1 when the whole file or folder is meant. */
  readonly line: number;
  /** What is wrong, and what would do instead. */
  readonly message: string;
  /** Left out means `fault`: the content is not used. A `warning` is said and the content is used. */
  readonly severity?: 'fault' | 'warning';
};

/**
 * One line a fault, by file and line: `policy.yaml:12: …`. Warnings are marked as such. Empty for no faults.
 * The clickable `file:line` form is what editors and terminals understand.
 */
export function formatFaults(faults: readonly ContentFault[]): string {
  return [...faults]
    .sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1))
    .map(({ file, line, message, severity }) =>
      severity === 'warning' ? `${file}:${line}: warning: ${message}` : `${file}:${line}: ${message}`,
    )
    .join('\n');
}

/** Every fault of content that cannot be used, as one; the warnings are left out. */
export function contentFault(faults: readonly ContentFault[]): Fault {
  const wrong = faults.filter(({ severity }) => severity !== 'warning');
  return new Fault(
    'content-faults',
    `${wrong.length === 1 ? 'There is 1 fault' : `There are ${wrong.length} faults`} in the content:\n${formatFaults(wrong)}`,
    `Put ${wrong.length === 1 ? 'it' : 'them'} right and run this again.`,
  );
}
