/** Somebody answered a message: it reaches them. `delivery`: its id. `at`: ISO 8601. */
export type Reached = { readonly delivery: string; readonly person: string; readonly at: string };
