/** What a panel says of its table; the rest is the same for all of them. */
import type { PanelPort, Scene } from '../define-panel.ts';
import type { Segment } from '../paint/brush.ts';
import type { Theme } from '../paint/style.ts';
import type { Column } from './column.ts';
import type { TableSource } from './source.ts';

export interface TableSpec<T extends object> {
  readonly source: TableSource<T>;
  readonly columns: readonly Column<T>[];
  /** Names of the filter language. */
  readonly fields: readonly string[];
  /** What letters and regular expressions are looked for in. */
  readonly texts: (row: T) => readonly string[];
  /** Field of the column that it is sorted by at first. */
  readonly sortedBy: string;
  readonly open: (row: T, port: PanelPort) => void;
  /** What `copy row` takes; absent: the texts of the columns. */
  readonly copied?: (row: T) => string;
  /** Why there is nothing and which command changes that. */
  readonly empty: (scene: Scene) => readonly string[];
  /** More about the row under the cursor, shown below the rows where there is room. */
  readonly about?: {
    readonly lines: number;
    readonly of: (row: T, theme: Theme, scene: Scene) => readonly Segment[][];
  };
  /**
   * Taken out of use, and with that to another place: the cursor stays where it is when this changes, so that the same key
   * takes the next row.
   */
  readonly isOut?: (row: T) => boolean;
  /** True when the ids are those of proxies, which commands can point at. */
  readonly isPool?: true;
}
