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
  /** The page after the last one, where {@link reserve} has made it. */
  #next: Uint32Array | null = null;

  /** This proxy was added, changed or removed. */
  note(id: number): void {
    const stamps = (this.#noted[Math.floor(id / PAGE)] ??= new Uint32Array(PAGE));
    if (stamps[id % PAGE] === this.#round) return;
    stamps[id % PAGE] = this.#round;
    if (this.#fill === PAGE) {
      this.#pages.push(this.#next ?? new Uint32Array(PAGE));
      this.#next = null;
      this.#fill = 0;
    }
    this.#pages.at(-1)![this.#fill++] = id;
  }

  /** Makes the pages that {@link note} wants for these ids, a page of them at most: it takes no memory then, which may fail. */
  reserve(first: number, end: number): void {
    for (let page = Math.floor(first / PAGE); page * PAGE < end; page += 1) this.#noted[page] ??= new Uint32Array(PAGE);
    if (this.#fill + end - first > PAGE) this.#next ??= new Uint32Array(PAGE);
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
