/** One numbered passage holder of a guidance document: a heading with its text. */
export type Section = {
  /** Public id, such as `golden-rule-3`. */
  readonly id: string;
  readonly heading: string;
  /** Printed page or pages, such as `7–8`; empty in a local procedure without pages. */
  readonly pages: string;
  /** Markdown of the section, without its heading. */
  readonly text: string;
};

/** A guidance document as loaded from `knowledge/<id>/`, or a local procedure from one Markdown file. */
export type Guidance = {
  readonly id: string;
  readonly title: string;
  /** How quotes name it. */
  readonly shortTitle: string;
  /** How every quote is stamped: "Draft, June 2023, since superseded". */
  readonly edition: string;
  readonly current: boolean;
  /** SHA-256 (hex) of the loaded Markdown files. */
  readonly hash: string;
  readonly licence: string;
  readonly attribution: string;
  readonly supersededBy: string;
  readonly sections: ReadonlyMap<string, Section>;
};

/** A pointer into a guidance document, as in the decision record. */
export type Citation = { readonly guidance: string; readonly section: string; readonly page: string };
