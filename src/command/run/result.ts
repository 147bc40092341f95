/** Gathers what the last statement of a called command gives: one value as it is, the rows of several together. */

export class Result {
  readonly #given: unknown[] = [];

  add(value: unknown): void {
    if (value !== null && value !== undefined) this.#given.push(value);
  }

  get value(): unknown {
    return this.#given.length > 1 ? this.#given.flat() : (this.#given[0] ?? null);
  }
}
