/** The real store, in the data folder. */
export const STORE_FILE = 'share-check.db';
/** Rehearsals: a store and a chain of their own. */
export const REHEARSAL_FILE = 'rehearsal.db';
