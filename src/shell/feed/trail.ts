/** A number of the last minutes, one reading a second: what small lines beside figures are drawn from. */

export class Trail {
  readonly #seconds: number;
  #values: readonly number[] = [];
  /** The second of the newest reading. */
  #end = 0;

  /** @param seconds how far it reaches back */
  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  /** As many as were read, newest last; a new list after each reading. */
  get values(): readonly number[] {
    return this.#values;
  }

  /** Seconds without a reading had what the one before them had; within a second the newest counts. */
  read(value: number, second: number): void {
    const last = this.#values.at(-1);
    const passed = last === undefined ? 1 : second - this.#end;
    this.#end = second;
    const held = Array.from<number>({ length: Math.min(this.#seconds, Math.max(0, passed - 1)) }).fill(last ?? 0);
    const kept = passed > 0 ? this.#values : this.#values.slice(0, -1);
    this.#values = [...kept, ...held, value].slice(-this.#seconds);
  }
}
