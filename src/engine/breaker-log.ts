/** Says in the log which breakers opened: one line a second at most, however many did. */

const EVERY_MS = 1000;

export class BreakerLog {
  readonly #say: (message: string) => void;
  #first = '';
  #opened = 0;
  #timer: NodeJS.Timeout | null = null;

  /** @param say writes a line to the log */
  constructor(say: (message: string) => void) {
    this.#say = say;
  }

  /** A breaker opened. @param address asked for when it is to be named */
  add(address: () => string): void {
    if (this.#opened === 0) this.#first = address();
    this.#opened += 1;
    this.#timer ??= setTimeout(() => this.flush(), EVERY_MS).unref();
  }

  /** Says now what has not been said. */
  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const rest = this.#opened - 1;
    this.#opened = 0;
    if (rest >= 0) this.#say(`OPEN ${this.#first}${rest > 0 ? ` +${rest} more` : ''}`);
  }
}
