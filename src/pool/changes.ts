/**
 * Which proxies changed since the store last asked, each named once: what the next commit of the journal has to write.
 * The pool notes every change of a stored fact here; the store takes the ids and looks at the rows as they are then.
 */

const PAGE = 4_096;

export class Changes {
  /** The round in which an id was last noted, at [id / PAGE][id % PAGE]. */
  readonly #noted: (Uint32Array | undefined)[] = [];
  /** In the order in which they changed first; all pages but the last are full. */
  #pages: Uint32Array[] = [];
  #fill = PAGE;
  #round = 1;

  /** This proxy was added, changed or removed. */
  note(id: number): void {
    const stamps = (this.#noted[Math.floor(id / PAGE)] ??= new Uint32Array(PAGE));
    if (stamps[id % PAGE] === this.#round) return;
    stamps[id % PAGE] = this.#round;
    if (this.#fill === PAGE) {
      this.#pages.push(new Uint32Array(PAGE));
      this.#fill = 0;
    }
    this.#pages.at(-1)![this.#fill++] = id;
  }

  /** Hands the ids over; whatever changes from now on is noted anew. */
  take(): readonly Uint32Array[] {
    const taken = this.#pages;
    if (taken.length > 0) taken.push(taken.pop()!.subarray(0, this.#fill));
    this.#pages = [];
    this.#fill = PAGE;
    this.#round += 1;
    return taken;
  }

  /** They could not be written: the next {@link take} names them again, some perhaps twice. */
  giveBack(taken: readonly Uint32Array[]): void {
    const newer = this.take();
    this.#pages = [...taken, ...newer];
  }
}
