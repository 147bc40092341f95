/**
 * What block lists say of the exits of working proxies, beside the columns: few proxies were ever looked up. Only
 * src/pool writes here.
 */

export class Findings {
  readonly #listed = new Map<number, readonly string[]>();

  /** Zones of block lists that name its exit, empty = none does; null = never looked up. */
  listed(slot: number): readonly string[] | null {
    return this.#listed.get(slot) ?? null;
  }

  /** @returns whether that is new */
  list(slot: number, zones: readonly string[]): boolean {
    if (this.#listed.get(slot)?.join() === zones.join()) return false;
    this.#listed.set(slot, Object.freeze([...zones]));
    return true;
  }

  delete(slot: number): void {
    this.#listed.delete(slot);
  }

  clear(): void {
    this.#listed.clear();
  }

  /** For the state: 0 = never looked up, 1 = on no list, else the zones. */
  image(slot: number): unknown {
    const zones = this.#listed.get(slot);
    return zones === undefined ? 0 : zones.length === 0 ? 1 : zones;
  }

  /** Anything that a file may hold; what is no good is left out. */
  restore(slot: number, image: unknown): void {
    if (image === 1) this.list(slot, []);
    else if (Array.isArray(image)) {
      const zones = image.filter((zone): zone is string => typeof zone === 'string' && zone !== '');
      if (zones.length > 0) this.list(slot, zones);
    }
  }
}
