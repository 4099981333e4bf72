/** Words in a text that signal danger to a child, as they stand in it, first to last; empty when there are none. */
export type FindDanger = (text: string) => readonly string[];
