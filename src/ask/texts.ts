/** Texts by what they are compared by, all in one row: those of text `t` stand from `starts[t]` up to `starts[t + 1]`. */
export type Texts = {
  readonly starts: readonly number[];
  /** These two are longer than what stands in them. */
  readonly features: Int32Array;
  readonly weights: Float64Array;
};

/** Makes `Texts`, one text after another: in rows that double when they are full, since they hold a million for a large council. */
export class TextsMaker {
  readonly #starts = [0];
  #features = new Int32Array(2 ** 17);
  #weights = new Float64Array(2 ** 17);
  #many = 0;
  /** Where each feature stood last, plus one. */
  #places = new Int32Array(2 ** 15);

  /** Adds a feature to the text at hand, if it does not have it yet. */
  addOnce(feature: number, weight: number): void {
    if (this.#place(feature) === -1) this.#push(feature, weight);
  }

  /** Adds to what a feature counts in the text at hand. */
  add(feature: number, weight: number): void {
    const place = this.#place(feature);
    if (place === -1) this.#push(feature, weight);
    else this.#weights[place] = (this.#weights[place] as number) + weight;
  }

  /** The text at hand is whole. */
  end(): void {
    this.#starts.push(this.#many);
  }

  made(): Texts {
    return { starts: this.#starts, features: this.#features, weights: this.#weights };
  }

  /** Where the feature stands in the text at hand; -1 when it does not. */
  #place(feature: number): number {
    const place = feature < this.#places.length ? (this.#places[feature] as number) - 1 : -1;
    return place >= (this.#starts[this.#starts.length - 1] as number) ? place : -1;
  }

  #push(feature: number, weight: number): void {
    if (this.#many === this.#features.length) {
      this.#features = longer(this.#features, new Int32Array(2 * this.#many));
      this.#weights = longer(this.#weights, new Float64Array(2 * this.#many));
    }
    if (feature >= this.#places.length) this.#places = longer(this.#places, new Int32Array(2 * feature));
    this.#features[this.#many] = feature;
    this.#weights[this.#many] = weight;
    this.#many += 1;
    this.#places[feature] = this.#many;
  }
}

function longer<Row extends Int32Array | Float64Array>(row: Row, into: Row): Row {
  into.set(row);
  return into;
}
