/**
 * What a person is shown, without saying how: each channel draws these blocks its own way.
 * Button and option tokens are opaque; a card never carries an answer back.
 */

export type Block =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly tone?: 'lead' | 'quiet' | 'warning';
      /** Holds words that somebody typed: shown to them now, and left out of what is kept of the card. */
      readonly typed?: true;
    }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[]; readonly ordered?: boolean }
  /** Phone numbers, each tappable (tel:). */
  | { readonly kind: 'phones'; readonly phones: readonly PhoneLine[] }
  /** Exact words of the guidance, with where they stand and the edition stamp. */
  | { readonly kind: 'quote'; readonly text: string; readonly source: string }
  | { readonly kind: 'rows'; readonly rows: readonly { readonly label: string; readonly value: string }[] }
  /** Answers as buttons, one tap sends. */
  | { readonly kind: 'options'; readonly options: readonly TapOption[] }
  /** One choice within a form: sent with the form's button. */
  | {
      readonly kind: 'select';
      readonly id: string;
      readonly label: string;
      readonly hint?: string;
      readonly options: readonly FormOption[];
      readonly several?: boolean;
      readonly required?: boolean;
      readonly error?: string;
    }
  | {
      readonly kind: 'input';
      readonly id: string;
      readonly label: string;
      readonly hint?: string;
      readonly value?: string;
      readonly multiline?: boolean;
      readonly date?: boolean;
      readonly required?: boolean;
      readonly maxLength: number;
      readonly error?: string;
    }
  /** Folded away until asked for, where the channel can; otherwise shown. */
  | { readonly kind: 'details'; readonly summary: string; readonly blocks: readonly Block[] };

export type PhoneLine = { readonly label: string; readonly number: string; readonly note?: string };
export type TapOption = {
  readonly token: string;
  readonly label: string;
  readonly help?: string;
  readonly chosen?: boolean;
};
export type FormOption = { readonly token: string; readonly label: string; readonly chosen?: boolean };

export type Button = {
  readonly token: string;
  readonly label: string;
  readonly style: 'primary' | 'danger' | 'plain';
  /** Sends the card's selects and inputs along. */
  readonly submits?: boolean;
};

export type Card = {
  /** Heading of the card; a question card's heading is the question. */
  readonly title: string;
  /** One complete line for previews and screen readers: no personal data, true when cut at 90 characters. */
  readonly summary: string;
  /** Shown first and in words: "Rehearsal. Nothing is recorded for real and nobody is told." */
  readonly banner?: string;
  readonly blocks: readonly Block[];
  readonly buttons: readonly Button[];
  /** Shown in a window of its own where the channel has one: a step of a check, or an opened record. */
  readonly window?: true;
  /** What somebody recorded: where it would stay, as in a chat that keeps it, it is not shown. */
  readonly record?: true;
};

/** The card as it may be kept: without the words somebody typed. */
export function withoutTyped(card: Card): Card {
  return { ...card, blocks: card.blocks.filter((block) => block.kind !== 'text' || block.typed !== true) };
}
