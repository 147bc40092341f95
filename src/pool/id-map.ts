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
    while (this.#pages.length <= page) {
      this.#pages.push(undefined);
      this.#used.push(0);
    }
    const table = (this.#pages[page] ??= new Uint32Array(PAGE));
    if (table[id % PAGE] === 0) {
      this.#used[page]! += 1;
      this.#size += 1;
    }
    table[id % PAGE] = slot + 1;
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
