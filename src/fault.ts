/**
 * A broken world, told to a person: what happened and what to do about it. `code` is stable, for scripts and logs.
 * Never carries anything a practitioner typed.
 */
export class Fault extends Error {
  readonly code: string;
  readonly remedy: string;
  constructor(code: string, message: string, remedy: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'Fault';
    this.code = code;
    this.remedy = remedy;
  }
}
