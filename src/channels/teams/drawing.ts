import type { Press } from './adaptive-card.ts';

/** What one card is drawn with. */
export type Drawing = {
  /** Draws what can be pressed, as the place of the card takes it. */
  readonly press: Press;
  /** An id for a part that can be unfolded, unique within the card. */
  nextId(): string;
};

export function drawing(press: Press): Drawing {
  let last = 0;
  return {
    press,
    nextId() {
      last += 1;
      return `part-${last}`;
    },
  };
}
