/** Something to count for the figures of the service. Never with a word of what was asked. */
export type Count =
  | { readonly kind: 'question'; readonly outcome: 'answered' | 'not-covered' | 'danger' }
  /** "Was this what you needed?", by the section that was shown; `none` where nothing answered. */
  | { readonly kind: 'answer'; readonly section: string; readonly helpful: boolean };
