/** What Slack does instead of answering as it should. `done`: it does what was asked all the same, so that nobody can tell. */
export type Fault =
  | { readonly kind: 'rate-limit'; readonly retryAfter: number }
  | { readonly kind: 'status'; readonly status: number; readonly done?: true }
  /** Slack's own word, such as `channel_not_found`. */
  | { readonly kind: 'error'; readonly error: string }
  /** Takes the request and never answers. */
  | { readonly kind: 'hang'; readonly done?: true }
  /** Cuts the connection. For a port where nobody listens, see `FakeSlack.goAway`. */
  | { readonly kind: 'cut'; readonly done?: true }
  /** Answers with a page, as a proxy does. */
  | { readonly kind: 'page'; readonly status: number };

export type Faults = {
  /** These in turn for the next calls of a method; `*`: of any. */
  next(method: string, ...faults: readonly Fault[]): void;
  /** From now on, until mended. */
  always(method: string, fault: Fault): void;
  mend(): void;
  /** The fault for a call that came in; used up by it. */
  take(method: string): Fault | undefined;
};

export function createFaults(): Faults {
  const queues = new Map<string, Fault[]>();
  const lasting = new Map<string, Fault>();
  return {
    next(method, ...faults) {
      queues.set(method, [...(queues.get(method) ?? []), ...faults]);
    },
    always(method, fault) {
      lasting.set(method, fault);
    },
    mend() {
      queues.clear();
      lasting.clear();
    },
    take: (method) =>
      queues.get(method)?.shift() ?? queues.get('*')?.shift() ?? lasting.get(method) ?? lasting.get('*'),
  };
}
