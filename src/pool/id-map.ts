/**
 * Finds the slot of an id and walks the ids in order. Ids only ever rise, so a table in pages is dense where the
 * proxies are; a page whose ids are all gone is dropped.
 */

const PAGE = 1_024;

export class IdMap {
  /** Slot + 1 at [id / PAGE][id % PAGE]; 0 = no such id. */
  readonly #pages: (Uint32Array | undefined)[] = [];
  readonly #used: number[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  set(id: number, slot: number): void {
    const page = Math.floor(id / PAGE);
    const table = this.#table(page);
    if (table[id % PAGE] === 0) {
      this.#used[page]! += 1;
      this.#size += 1;
    }
    table[id % PAGE] = slot + 1;
  }

  /** {@link set} for slots in a row. @param ids by slot @returns the first slot whose id is known already, or `end` */
  addRun(ids: Uint32Array, first: number, end: number): number {
    let page = -1;
    let table: Uint32Array | undefined;
    for (let slot = first; slot < end; slot += 1) {
      const id = ids[slot]!;
      const place = id % PAGE;
      if (id - place !== page * PAGE || table === undefined) {
        page = (id - place) / PAGE;
        table = this.#table(page);
      }
      if (table[place] !== 0) return slot;
      table[place] = slot + 1;
      this.#used[page]! += 1;
      this.#size += 1;
    }
    return end;
  }

  /** Makes the tables of these ids: setting them takes no memory then, which may fail. */
  reserve(first: number, end: number): void {
    for (let page = Math.floor(first / PAGE); page * PAGE < end; page += 1) this.#table(page);
  }

  #table(page: number): Uint32Array {
    while (this.#pages.length <= page) {
      this.#pages.push(undefined);
      this.#used.push(0);
    }
    return (this.#pages[page] ??= new Uint32Array(PAGE));
  }

  delete(id: number): void {
    const page = Math.floor(id / PAGE);
    const table = this.#pages[page];
    if (table === undefined || table[id % PAGE] === 0) return;
    table[id % PAGE] = 0;
    this.#size -= 1;
    this.#used[page]! -= 1;
    if (this.#used[page] === 0) this.#pages[page] = undefined;
  }

  /** @returns the slot, or -1 */
  slot(id: number): number {
    if (!Number.isInteger(id) || id < 0) return -1;
    const table = this.#pages[Math.floor(id / PAGE)];
    return table === undefined ? -1 : table[id % PAGE]! - 1;
  }

  /** Slots by ascending id. Ids that come and go while the caller waits between two steps are met or missed, never twice. */
  *slots(): IterableIterator<number> {
    for (let page = 0; page < this.#pages.length; page += 1) {
      for (let i = 0; i < PAGE; i += 1) {
        const table = this.#pages[page];
        if (table === undefined) break;
        if (table[i] !== 0) yield table[i]! - 1;
      }
    }
  }
}
