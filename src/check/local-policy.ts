import { Fault } from '../fault.ts';
import type { CompiledPolicy } from './compile-diagrams.ts';
import { parseCondition } from './condition.ts';
import { TRUE } from './diagram.ts';
import type { Condition } from './dialog.ts';
import {
  type LocalContact,
  type LocalDialog,
  type LocalObligation,
  type LocalQuestion,
  whenOf,
} from './local-dialog.ts';

/** What an organisation adds to the advice on some answers. */
export type LocalAdvice = {
  readonly obligations: readonly LocalObligation[];
  readonly questions: readonly LocalQuestion[];
  readonly contacts: readonly LocalContact[];
};

const NOTHING: LocalAdvice = { obligations: [], questions: [], contacts: [] };

type Compiled<T> = { readonly line: T; readonly node: number };

/** The conditions of what is laid over a dialog, compiled into its table. The advice itself does not look at them. */
export class LocalPolicy {
  readonly obligations: readonly Compiled<LocalObligation>[];
  readonly questions: readonly Compiled<LocalQuestion>[];
  readonly contacts: readonly Compiled<LocalContact>[];
  readonly #compiled: CompiledPolicy;

  /** Throws a Fault for a condition that cannot be read; content is checked before. */
  constructor(compiled: CompiledPolicy, local: LocalDialog | undefined) {
    this.#compiled = compiled;
    const named = [...compiled.parsed.named.keys()];
    const compile = <T extends { readonly when?: Condition | undefined }>(lines: readonly T[] = []) =>
      lines.map((line): Compiled<T> => {
        const read = parseCondition(whenOf(line), { named, outcome: true });
        if (!read.ok) throw unread(read.problems.map(({ message }) => message));
        return { line, node: compiled.condition(read.condition) };
      });
    this.obligations = compile(local?.obligations);
    this.questions = compile(local?.questions);
    this.contacts = compile(local?.contacts);
  }

  /** What applies to answers read as `full`, the outcome among them. */
  on(full: Int8Array): LocalAdvice {
    if (this.obligations.length + this.questions.length + this.contacts.length === 0) return NOTHING;
    const { diagram } = this.#compiled;
    const holding = <T>(lines: readonly Compiled<T>[]) =>
      lines.filter(({ node }) => diagram.evaluate(node, full) === TRUE).map(({ line }) => line);
    return {
      obligations: holding(this.obligations),
      questions: holding(this.questions),
      contacts: holding(this.contacts),
    };
  }
}

function unread(messages: readonly string[]): Fault {
  return new Fault(
    'local-unreadable',
    messages.join('\n'),
    'Correct these lines of local.yaml and try again.',
  );
}
