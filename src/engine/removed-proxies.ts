/**
 * Proxies that were removed, until somebody wants them back: as JSON outside the heap, some 230 bytes each, where their
 * rows as values would take a kilobyte. Deflating them would save nine tenths of that, but on two cores even the thread
 * pool's work held up the main thread by 10 ms at a time.
 */
import type { Removed } from '../pool/removed.ts';

/** Proxies of one pack: making its JSON, and reading it, takes a fraction of a millisecond. */
const PACK = 64;

export class RemovedProxies {
  readonly #packs: Buffer[] = [];
  #open: Removed[] = [];
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  add(removed: Removed): void {
    this.#open.push(removed);
    if (this.#open.length === PACK) this.#close();
  }

  /** In the order in which they were removed. */
  *batches(): IterableIterator<readonly Removed[]> {
    if (this.#open.length > 0) this.#close();
    for (const pack of this.#packs) yield JSON.parse(pack.toString()) as Removed[];
  }

  #close(): void {
    const pack = Buffer.from(JSON.stringify(this.#open));
    this.#packs.push(pack);
    this.#bytes += pack.byteLength;
    this.#open = [];
  }
}
