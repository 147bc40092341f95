/**
 * The pool as rows of plain JSON values, and back: the port through which the store saves and loads it. What follows
 * from other columns (score, latency) is worked out again, and nothing of a check in flight is stored.
 */
import type { PackedRows, ProxyRowPort, RowPacking, RowTexts } from '../model/state.ts';
import { IMAGE_COLUMNS, imageOf, LAST_ID, POOL_READERS, READERS, readText, readWhole } from './image-fields.ts';
import type { Changes } from './changes.ts';
import { PackedRestore } from './packed-restore.ts';
import type { PackedBatch } from './packed-rows.ts';
import { isSamePacking, packingBy, type PackingRules } from './packing.ts';
import type { Records } from './records.ts';
import { RowPrefetch } from './row-prefetch.ts';
import { RowWriter } from './row-writer.ts';
import type { PoolRules } from './verdict.ts';
import { derive } from './derived.ts';

export class PoolImages implements ProxyRowPort {
  readonly columns: readonly string[] = IMAGE_COLUMNS;
  readonly texts: RowTexts;
  readonly #records: Records;
  readonly #changes: Changes;
  readonly #rules: () => PoolRules;

  constructor(records: Records, changes: Changes, rules: () => PoolRules) {
    this.#records = records;
    this.#changes = changes;
    this.#rules = rules;
    const writer = new RowWriter(records);
    const ahead = new RowPrefetch(records);
    this.texts = {
      prefetch: (ids, from, to) => ahead.read(ids, from, to),
      one: (id, to) => {
        const slot = records.ids.slot(id);
        if (slot >= 0) writer.write(slot, to);
        return slot >= 0;
      },
      *all(to) {
        for (const slot of records.ids.slots()) if (records.columns.holds(slot)) yield writer.write(slot, to);
      },
    };
  }

  get nextId(): number {
    return this.#records.nextId;
  }

  set nextId(id: number) {
    this.#records.nextId = Math.max(this.#records.nextId, id);
  }

  count(): number {
    return this.#records.size;
  }

  clear(): void {
    this.#records.clear();
  }

  takeChanged(): readonly Uint32Array[] {
    return this.#changes.take();
  }

  giveBackChanged(ids: readonly Uint32Array[]): void {
    this.#changes.giveBack(ids);
  }

  image(id: number): readonly unknown[] | null {
    const slot = this.#records.ids.slot(id);
    return slot < 0 ? null : imageOf(this.#records, slot);
  }

  *images(): IterableIterator<readonly unknown[]> {
    const records = this.#records;
    for (const slot of records.ids.slots()) if (records.columns.holds(slot)) yield imageOf(records, slot);
  }

  get packing(): RowPacking {
    return {
      ...packingBy(this.#rules()),
      receive: (packedBy, expected) => {
        this.#records.columns.expect(expected);
        this.#records.keys.expect(expected);
        const rules = this.#rules();
        const again = isSamePacking(packedBy as PackingRules, rules) ? null : rules;
        const restore = new PackedRestore(this.#records, again);
        return (batch: PackedRows, row) => restore.take(batch as PackedBatch, row);
      },
    };
  }

  /** Unknown columns are ignored, missing or spoilt values get the default; a later image of an id replaces the earlier. */
  restore(rows: readonly (readonly unknown[])[], columns: readonly string[]): void {
    const records = this.#records;
    const place = (name: string): number => columns.indexOf(name);
    const idAt = place('id');
    const hostAt = place('host');
    const portAt = place('port');
    const userAt = place('user');
    const passwordAt = place('password');
    const readers = Object.entries({ ...READERS, ...POOL_READERS })
      .map(([name, read]) => ({ read, at: place(name) }))
      .filter(({ at }) => at >= 0);
    const rules = this.#rules();
    for (const row of rows) {
      const id = readWhole(row[idAt], LAST_ID);
      const host = readText(row[hostAt]);
      const port = readWhole(row[portAt], 65_535);
      if (id === 0 || host === null || port === 0) continue;
      const user = readText(row[userAt]) ?? undefined;
      const earlier = records.ids.slot(id);
      if (earlier >= 0) records.remove(earlier);
      if (records.find(host, port, user) >= 0) continue;
      const key = records.makeKey(host, port, user);
      records.nextId = Math.max(records.nextId, id + 1);
      records.create(id, key.host, key.odd, key.port, key.user, (slot) => {
        const password = readText(row[passwordAt]);
        if (password !== null) records.passwords.set(slot, password);
        for (const { read, at } of readers) {
          const value = row[at];
          if (value !== 0 && value !== undefined) read(records, slot, value);
        }
        derive(records, slot, rules);
      });
    }
  }
}
