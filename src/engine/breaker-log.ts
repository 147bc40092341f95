/** Says in the log which breakers opened: one line a second at most, however many did. */

const EVERY_MS = 1000;

export class BreakerLog {
  readonly #say: (message: string) => void;
  #opened: string[] = [];
  #timer: NodeJS.Timeout | null = null;

  /** @param say writes a line to the log */
  constructor(say: (message: string) => void) {
    this.#say = say;
  }

  /** The breaker of this address opened. */
  add(address: string): void {
    this.#opened.push(address);
    this.#timer ??= setTimeout(() => this.flush(), EVERY_MS).unref();
  }

  /** Says now what has not been said. */
  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const opened = this.#opened;
    this.#opened = [];
    if (opened.length === 0) return;
    const rest = opened.length - 1;
    this.#say(`OPEN ${opened[0]}${rest > 0 ? ` +${rest} more` : ''}`);
  }
}
