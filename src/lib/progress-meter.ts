/** Measures long work: how much is done, how fast over the last seconds, how long it will take. Pure but for its clock. */

/** Seconds the rate looks back: long enough not to jump, short enough to show a change. */
const WINDOW_MS = 5000;
const SAMPLE_MS = 250;

export class ProgressMeter {
  #total: number | null;
  #done = 0;
  readonly #now: () => number;
  /** Samples (time, done) of the window, oldest first. */
  readonly #samples: { at: number; done: number }[];

  /**
   * @param total null = not known yet
   * @param now monotonic milliseconds
   */
  constructor(total: number | null, now: () => number) {
    this.#total = total;
    this.#now = now;
    this.#samples = [{ at: now(), done: 0 }];
  }

  get done(): number {
    return this.#done;
  }

  add(count: number): void {
    this.#done += count;
    const at = this.#now();
    const last = this.#samples.at(-1);
    if (last !== undefined && at - last.at < SAMPLE_MS) return;
    this.#samples.push({ at, done: this.#done });
    while (this.#samples.length > 2 && at - this.#samples[1]!.at >= WINDOW_MS) this.#samples.shift();
  }

  setTotal(total: number): void {
    this.#total = total;
  }

  /** `rate` per second and `etaMs` are null until something was measured. */
  read(): { done: number; total: number | null; rate: number | null; etaMs: number | null } {
    const first = this.#samples[0]!;
    const elapsedMs = this.#now() - first.at;
    const rate = elapsedMs < SAMPLE_MS || this.#done === 0 ? null : ((this.#done - first.done) * 1000) / elapsedMs;
    const left = this.#total === null ? null : Math.max(0, this.#total - this.#done);
    return {
      done: this.#done,
      total: this.#total,
      rate,
      etaMs: left === null || rate === null || rate === 0 ? null : (left * 1000) / rate,
    };
  }
}
