import type { Dialog } from './dialog.ts';
import type { Answers, Fact, Outcome } from './facts.ts';
import { FACT_IDS } from './facts.ts';

/** Where the words come from. Without them the ids are shown. */
export type WordSource = Partial<Pick<Dialog, 'questions' | 'advice' | 'words'>>;

/** Names facts, answers and lines of advice as people read them, each with its id where that helps to find it in the files. */
export class PlainWords {
  readonly #source: WordSource;

  constructor(source: WordSource) {
    this.#source = source;
  }

  /** The short name of a question: "The worry". */
  question(fact: Fact): string {
    return this.#question(fact)?.short ?? fact;
  }

  /** The words on the button: "A child may be at risk". */
  label(fact: Fact, value: string): string {
    return this.#question(fact)?.options.find((option) => option.value === value)?.label ?? value;
  }

  /** `“The worry” is “A child may be at risk”`. */
  answer(fact: Fact, value: string): string {
    return this.#question(fact)
      ? `“${this.question(fact)}” is “${this.label(fact, value)}”`
      : `${fact} is ${value}`;
  }

  /** Several answers in asking order, as one condition; empty for none. */
  answers(answers: Answers): string {
    const parts = FACT_IDS.flatMap((fact) => {
      const value = answers[fact];
      return value === undefined ? [] : [this.answer(fact, value)];
    });
    return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
  }

  /** `“Get advice first” (seek-advice)`. */
  outcome(outcome: Outcome): string {
    return withId(this.#source.words?.[`outcome-short-${outcome}`], outcome);
  }

  /** `“Send it by a secure route” (secure)`. */
  obligation(id: string): string {
    return withId(this.#source.advice?.obligations[id]?.title, id);
  }

  #question(fact: Fact) {
    return this.#source.questions?.find((question) => question.id === fact);
  }
}

function withId(words: string | undefined, id: string): string {
  return words === undefined ? `“${id}”` : `“${words.replace(/\.$/, '')}” (${id})`;
}
