import type { DeliveryChange, DeliveryDraft, PlaceChange } from '../delivery/delivery.ts';
import type { Reached } from '../delivery/reached.ts';
import type { EntryDraft } from '../records/entry.ts';

/** What a turn wants written with its state, in one commit. */
export type Effects = {
  readonly entries: readonly EntryDraft[];
  readonly newReferences: readonly string[];
  readonly ownChains: readonly string[];
  readonly keptOut: readonly { readonly reference: string; readonly people: readonly string[] }[];
  readonly deliveries: readonly DeliveryDraft[];
  readonly deliveryChanges: readonly DeliveryChange[];
  readonly placeChanges: readonly PlaceChange[];
  /** Persons who have shown that they can be reached. */
  readonly reached: readonly Reached[];
};

export const NO_EFFECTS: Effects = {
  entries: [],
  newReferences: [],
  ownChains: [],
  keptOut: [],
  deliveries: [],
  deliveryChanges: [],
  placeChanges: [],
  reached: [],
};

/** Both, in order. */
export function andThen(a: Effects, b: Partial<Effects>): Effects {
  return {
    entries: [...a.entries, ...(b.entries ?? [])],
    newReferences: [...a.newReferences, ...(b.newReferences ?? [])],
    ownChains: [...a.ownChains, ...(b.ownChains ?? [])],
    keptOut: [...a.keptOut, ...(b.keptOut ?? [])],
    deliveries: [...a.deliveries, ...(b.deliveries ?? [])],
    deliveryChanges: [...a.deliveryChanges, ...(b.deliveryChanges ?? [])],
    placeChanges: [...a.placeChanges, ...(b.placeChanges ?? [])],
    reached: [...a.reached, ...(b.reached ?? [])],
  };
}
