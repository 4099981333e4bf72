import { Fault } from '../fault.ts';
import { AnswerState } from './answer-state.ts';
import { Asking, outcomesOf } from './asking.ts';
import { type Citation, Citing, type Passage } from './cite.ts';
import { Coming } from './coming.ts';
import { type CompiledPolicy, OUTCOME_LEVEL, OUTCOME_MASK } from './compile-diagrams.ts';
import { compileSource } from './compile-source.ts';
import type { Decision, LedgerLine } from './decision.ts';
import type { Dialog, Group } from './dialog.ts';
import type { Answers, Fact, Outcome } from './facts.ts';
import { groupAt } from './group-at.ts';
import { ListMaker } from './list-maker.ts';
import { type LocalAdvice, LocalPolicy } from './local-policy.ts';
import type { Cited } from './read-policy.ts';
import { type Alternative, type ChangeOptions, smallestChanges } from './smallest-changes.ts';

export type { Decision, LedgerLine } from './decision.ts';

/** What `compilePolicy` needs of a dialog. */
export type PolicySource = Pick<Dialog, 'policy' | 'citations' | 'guidance' | 'groups' | 'local'>;

/**
 * Compiles a dialog's policy. `pageOf` gives the printed page of a section of its guidance. Throws a Fault that lists every
 * unknown name, question or answer, and one when some answers would fit no rule.
 */
export function compilePolicy(dialog: PolicySource, pageOf: (section: string) => string): Policy {
  return new Policy(compileSource(dialog), dialog, pageOf);
}

/** A compiled policy: answers in; next question or advice out. Holds nothing about anybody between calls. */
export class Policy {
  /** The diagrams behind it. */
  readonly compiled: CompiledPolicy;
  /** The groups of questions that may share a card. */
  readonly groups: readonly Group[];
  /** The questions still to come. */
  readonly asking: Asking;
  /** What the organisation laid over the dialog. */
  readonly local: LocalPolicy;
  readonly #coming: Coming;
  readonly #state = new AnswerState();
  readonly #citing: Citing;
  readonly #passages: ReadonlyMap<string, readonly Passage[]>;
  readonly #lists: ListMaker;
  readonly #beyond: ReadonlyMap<string, boolean>;

  constructor(compiled: CompiledPolicy, dialog: PolicySource, pageOf: (section: string) => string) {
    this.compiled = compiled;
    this.asking = new Asking(compiled);
    this.#coming = new Coming(compiled, this.asking);
    this.#citing = new Citing(compiled, dialog.guidance, pageOf);
    const { rules, fixes, obligations, tell, bases } = compiled.parsed;
    const cited: Cited[] = [...rules, ...fixes, ...obligations, ...tell, ...bases];
    this.#passages = new Map(cited.map((line) => [line.id, this.#citing.passages(line.cite)]));
    this.#lists = new ListMaker(compiled, this.#citing);
    this.#beyond = new Map(cited.map((line) => [line.id, line.beyondDraft]));
    this.groups = dialog.groups;
    this.local = new LocalPolicy(compiled, dialog.local);
  }

  /** The whole advice on these answers, also when the outcome is not settled. */
  decide(answers: Answers): Decision {
    const state = this.#state;
    state.read(answers);
    const { full } = state;
    const nodes = this.compiled;
    const { parsed, diagram } = nodes;
    const ruleNumber = diagram.evaluate(nodes.rule, full);
    const rule = at(parsed.rules, ruleNumber);
    const advice = diagram.evaluate(nodes.advice, full);
    const outcome = advice & OUTCOME_MASK;
    full[OUTCOME_LEVEL] = outcome;
    const tell = diagram.evaluate(at(nodes.tell, outcome), full);
    const basis = diagram.evaluate(at(nodes.basis, outcome), full);
    const notification = diagram.evaluate(at(nodes.notification, outcome), full);
    const lists = this.#lists.lists(advice, ruleNumber, tell, basis, full);

    const { next, settled, outcomes } = this.asking.standing(state);
    return {
      outcome: rule.outcome,
      rule: rule.id,
      fixes: lists.fixes,
      obligations: lists.obligations,
      tell: at(parsed.tell, tell).id,
      lawfulBasis: lists.lawfulBasis,
      next,
      settled,
      stillPossible: outcomesOf(outcomes),
      citations: lists.citations,
      notification: at(parsed.notification, notification).class,
    };
  }

  /** The question to ask now: to the advice first, then to finish the record. Null when none is left. */
  next(answers: Answers): Fact | null {
    this.#state.read(answers);
    return this.asking.next(this.#state);
  }

  /** True when neither the outcome nor the list of fixes can change any more. */
  settled(answers: Answers): boolean {
    this.#state.read(answers);
    return this.asking.standing(this.#state).settled;
  }

  /** The outcomes that can still come out, in the order of OUTCOMES. */
  stillPossible(answers: Answers): readonly Outcome[] {
    this.#state.read(answers);
    return outcomesOf(this.asking.standing(this.#state).outcomes);
  }

  /** True when `fact` is not answered and its question comes, in either part, for some further answers. */
  mayStillBeAsked(fact: Fact, answers: Answers): boolean {
    this.#state.read(answers);
    return !this.#state.has(fact) && this.#coming.mayCome(fact, this.#state);
  }

  /**
   * The group of questions that may share one card now: it begins with the next question, and each further one would be
   * asked next whatever is answered to those before it. The longest such group; null when there is none.
   */
  groupAt(answers: Answers): Group | null {
    this.#state.read(answers);
    return groupAt(this.asking, this.groups, this.#state);
  }

  /**
   * The six bases of Article 6 in the policy's order, suggested or not, and after them the suggested notes that are no bases
   * of Article 6. Empty when no basis is called for.
   */
  ledger(answers: Answers): LedgerLine[] {
    const { full } = this.#state;
    this.#state.read(answers);
    const { diagram, outcome, parsed } = this.compiled;
    const suggested = this.#basisOf(diagram.evaluate(outcome, full), full);
    if (suggested.length === 0) return [];
    const lines = [
      ...parsed.bases.filter((basis) => basis.article6),
      ...parsed.bases.filter((basis) => !basis.article6 && suggested.includes(basis.id)),
    ];
    return lines.map((basis) => {
      const citations: Citation[] = [];
      this.#citing.begin();
      this.#cite(citations, basis.id, full);
      return {
        basis: basis.id,
        suggested: suggested.includes(basis.id),
        citations,
        beyondDraft: basis.beyondDraft,
      };
    });
  }

  /**
   * The passages of some keys of citations.yaml, each once; what is cited only under a condition is there when it holds.
   * Throws a Fault for an unknown key.
   */
  citationsOf(keys: readonly string[], answers: Answers): Citation[] {
    this.#state.read(answers);
    const citations: Citation[] = [];
    this.#citing.begin();
    this.#citing.add(citations, this.#citing.passages(keys), this.#state.full);
    return citations;
  }

  /** The passages of a rule, fix, obligation, tell value or basis; none for an id the policy does not have. */
  citationsFor(id: string, answers: Answers): Citation[] {
    this.#state.read(answers);
    const citations: Citation[] = [];
    this.#citing.begin();
    this.#cite(citations, id, this.#state.full);
    return citations;
  }

  /** True for a rule, fix, obligation, tell value or basis that the draft does not say: it is labelled Share Check's own. */
  beyondDraft(id: string): boolean {
    return this.#beyond.get(id) ?? false;
  }

  /** What the organisation adds on these answers: beside the advice, never in it. */
  localAdvice(answers: Answers): LocalAdvice {
    this.#state.read(answers);
    const { full } = this.#state;
    full[OUTCOME_LEVEL] = this.compiled.diagram.evaluate(this.compiled.outcome, full);
    return this.local.on(full);
  }

  /**
   * What would change this? For every other outcome, all the smallest sets of changed answers that give it, unanswered read as
   * `unsure`.
   */
  smallestChanges(answers: Answers, options: ChangeOptions = {}): Alternative[] {
    this.#state.read(answers);
    return smallestChanges(this.compiled, this.#state, options);
  }

  #basisOf(outcome: number, full: Int8Array): readonly string[] {
    const { basis, basisLists, diagram } = this.compiled;
    const number = diagram.evaluate(at(basis, outcome), full);
    return number === 0 ? [] : at(basisLists, number - 1);
  }

  #cite(list: Citation[], id: string, full: Int8Array): void {
    const passages = this.#passages.get(id);
    if (passages) this.#citing.add(list, passages, full);
  }
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined)
    throw new Fault('policy-broken', 'The compiled policy does not fit together.', 'Report this fault.');
  return item;
}
