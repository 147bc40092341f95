/** Where a table takes its rows from. Called by the table once a frame for the rows on the screen, and in slices for their order. */
import type { Scene } from '../define-panel.ts';

/** Names a row for as long as it exists. */
export type RowId = number | string;

export interface TableSource<T> {
  readonly idOf: (row: T) => RowId;
  /** Something that is another value when rows may have changed since. */
  readonly revision: (scene: Scene) => unknown;
  /**
   * Hands every row to `visit` and yields after those for which it returned true: the caller needs a pause.
   * A row may be valid during the call only. @param filter what the person typed; empty for all rows
   */
  readonly scan: (scene: Scene, filter: string, visit: (row: T) => boolean) => Iterable<unknown>;
  /** The first rows in the order that a table begins with, for frames before that of all rows is known. */
  readonly preview: (scene: Scene, limit: number) => readonly T[];
  /** A row that can be kept; null when it is gone. */
  readonly get: (scene: Scene, id: RowId) => T | null;
}

/** Rows that are few enough to be made anew for each snapshot of the engine. */
export function listSource<T>(idOf: (row: T) => RowId, rowsOf: (scene: Scene) => readonly T[]): TableSource<T> {
  let facts: Scene['facts'] | undefined;
  let rows: ReadonlyMap<RowId, T> = new Map();
  const current = (scene: Scene): ReadonlyMap<RowId, T> => {
    if (scene.facts !== facts) {
      facts = scene.facts;
      rows = new Map((facts ? rowsOf(scene) : []).map((row) => [idOf(row), row]));
    }
    return rows;
  };
  return {
    idOf,
    revision: (scene) => scene.facts,
    *scan(scene, _filter, visit) {
      for (const row of current(scene).values()) if (visit(row)) yield;
    },
    preview: (scene, limit) => [...current(scene).values()].slice(0, limit),
    get: (scene, id) => current(scene).get(id) ?? null,
  };
}
