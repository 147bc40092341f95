/** The time that one turn of sliced work may take: whoever works asks, whoever drives starts it anew before each turn. */
export class Budget {
  #until = 0;

  start(ms: number): void {
    this.#until = performance.now() + ms;
  }

  /** Costs about 40 ns: ask every few dozen steps. */
  get isUsed(): boolean {
    return performance.now() >= this.#until;
  }
}
