import type { Citation } from './cite.ts';
import type { Fact, NotificationClass, Outcome, TellValue } from './facts.ts';

/** What the check says on some answers; unanswered facts read as `unsure`. */
export type Decision = {
  readonly outcome: Outcome;
  /** The rule that decided. */
  readonly rule: string;
  readonly fixes: readonly string[];
  /** In the policy's order, the fixes among them; without the tell value. */
  readonly obligations: readonly string[];
  readonly tell: TellValue;
  readonly lawfulBasis: readonly string[];
  /** The question the check would ask now; null when there is none left. */
  readonly next: Fact | null;
  /** Outcome and fixes can no longer change, whatever is still answered. */
  readonly settled: boolean;
  /** In the order of OUTCOMES. */
  readonly stillPossible: readonly Outcome[];
  /** Of rule, fixes, obligations, telling and bases, in that order, each once. */
  readonly citations: readonly Citation[];
  readonly notification: NotificationClass;
};

/** One line of the ledger of lawful bases. */
export type LedgerLine = {
  readonly basis: string;
  readonly suggested: boolean;
  readonly citations: readonly Citation[];
  /** Not in the draft: Share Check's own. */
  readonly beyondDraft: boolean;
};
