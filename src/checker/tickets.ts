/**
 * The TLS tickets of one host during a run: which one the next connection presents, if any. One that the host does not
 * take up costs an eighth of the handshake, for nothing. Pure; attempts ask and tell.
 */

/** So many proved connections in a row on which a ticket was not taken up: the host takes none … */
const IN_VAIN = 8;
/** … and only one connection in so many presents the newest one: it may have been started anew meanwhile. */
const AGAIN = 32;

export class Tickets {
  #newest: Buffer | null;
  #inVain = 0;
  #spared = 0;

  /** @param first of the direct connection before the run; null = none */
  constructor(first: Buffer | null) {
    this.#newest = first;
  }

  /** What the next connection presents; null = nothing. */
  next(): Buffer | null {
    if (this.#inVain < IN_VAIN || this.#newest === null) return this.#newest;
    return ++this.#spared % AGAIN === 0 ? this.#newest : null;
  }

  /** One was presented, and the connection was proved to be intact. */
  presented(isResumed: boolean): void {
    this.#inVain = isResumed ? 0 : this.#inVain + 1;
  }

  /** A newer one came over a connection that was proved to be intact. */
  keep(ticket: Buffer): void {
    this.#newest = ticket;
  }
}
