/** The time that one turn of sliced work may take: whoever works asks, whoever drives starts it anew before each turn. */
export class Budget {
  #until = 0;
  #unasked = 0;

  /** @param least so many times it is not used up, whatever the clock says: little work is never cut in two */
  start(ms: number, least = 0): void {
    this.#until = performance.now() + ms;
    this.#unasked = least;
  }

  /** Costs about 40 ns: ask every few dozen steps. */
  get isUsed(): boolean {
    if (this.#unasked > 0) {
      this.#unasked -= 1;
      return false;
    }
    return performance.now() >= this.#until;
  }
}
