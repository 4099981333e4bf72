import type { Readable, Writable } from 'node:stream';

/** What a command may touch of the world around it. */
export type Io = {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  /** Machine output only. */
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  /** Everything a person reads. */
  readonly stderr: Writable;
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** An option of a command, as its help shows it. */
export type OptionLine = {
  /** What follows the option, such as FILE; absent for a switch. */
  readonly takes?: string;
  readonly what: string;
};

/** The options and words given to a command. A switch that was given is `true`. */
export type Given = {
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string | true>>;
};

/** How a command is used, and what it does. Loaded when it is asked for. */
export type CommandBody = {
  /** Words it takes after the name, as in the usage line: `REF`; `[REF]` may be left out. */
  readonly takes?: readonly string[];
  /** The paragraphs of its help. */
  readonly help: readonly string[];
  readonly options: Readonly<Record<string, OptionLine>>;
  /** Resolves to the exit status: 0 done; 1 some input was refused; 2 could not run. */
  run(given: Given, io: Io): Promise<number>;
};

/** One command of the command line. */
export type Command = {
  /** One word, or two: `records list`. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  load(): Promise<CommandBody>;
};
