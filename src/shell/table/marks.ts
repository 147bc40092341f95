/** The rows a person marked in a table, for commands on `@marked`, and the one marked last, from which a range goes on. */
import type { RowId } from './source.ts';

export class Marks {
  #ids = new Set<RowId>();
  #anchor: RowId | null = null;

  get ids(): ReadonlySet<RowId> {
    return this.#ids;
  }
  get size(): number {
    return this.#ids.size;
  }

  has(id: RowId): boolean {
    return this.#ids.has(id);
  }

  toggle(id: RowId): void {
    if (!this.#ids.delete(id)) this.#ids.add(id);
    this.#anchor = id;
  }

  /** From the row marked last to this one. @returns false when there is no such row in the list */
  range(ids: readonly RowId[], id: RowId): boolean {
    const from = this.#anchor === null ? -1 : ids.indexOf(this.#anchor);
    const to = ids.indexOf(id);
    if (from < 0 || to < 0) return false;
    for (let place = Math.min(from, to); place <= Math.max(from, to); place++) this.#ids.add(ids[place]!);
    this.#anchor = id;
    return true;
  }

  all(ids: readonly RowId[]): void {
    if (this.#ids.size === 0) this.#ids = new Set(ids);
    else for (const id of ids) this.#ids.add(id);
  }

  /** Those of the list: what was marked no longer is. Marks elsewhere stay. */
  invert(ids: readonly RowId[]): void {
    for (const id of ids) if (!this.#ids.delete(id)) this.#ids.add(id);
  }

  clear(): void {
    this.#ids = new Set();
    this.#anchor = null;
  }

  /** Forgets what is gone. */
  keep(existing: ReadonlySet<RowId>): void {
    if (existing.size < this.#ids.size) this.#ids = new Set(existing);
  }
}
