/** Columns of a table that formats only the rows it shows: which columns fit, and one row painted. */
import type { Brush } from './brush.ts';
import type { Style } from './style.ts';

export interface TableColumn<T> {
  readonly title: string;
  /** Cells; the first column takes what is left over, up to `grow`. */
  readonly width: number;
  readonly grow?: number;
  readonly align?: 'left' | 'right';
  /** Columns with the highest number go first when there is no room. */
  readonly rank: number;
  /** @param cells how many there are in this layout */
  readonly text: (row: T, cells: number) => string;
  readonly look?: (row: T) => Style | undefined;
}

export interface PlacedColumn<T> extends TableColumn<T> {
  readonly x: number;
  readonly cells: number;
}

const GAP = 2;

/** Chooses the columns that fit into `width` cells and where they stand. */
export function placeColumns<T>(columns: readonly TableColumn<T>[], width: number): PlacedColumn<T>[] {
  let kept = [...columns];
  const needed = (): number => kept.reduce((sum, column) => sum + column.width, 0) + GAP * Math.max(0, kept.length - 1);
  while (kept.length > 1 && needed() > width) {
    const last = kept.reduce((worst, column) => (column.rank >= worst.rank ? column : worst));
    kept = kept.filter((column) => column !== last);
  }
  let spare = Math.max(0, width - needed());
  let x = 0;
  return kept.map((column) => {
    const extra = Math.min(spare, Math.max(0, (column.grow ?? column.width) - column.width));
    spare -= extra;
    const placed = { ...column, x, cells: Math.min(width - x, column.width + extra) };
    x += column.width + extra + GAP;
    return placed;
  });
}

export function paintHead<T>(brush: Brush, y: number, columns: readonly PlacedColumn<T>[], look: Style): void {
  for (const column of columns) paintCell(brush, y, column, column.title, look);
}

/** @param look wins over the columns' own looks: a selected row has one */
export function paintRow<T>(brush: Brush, y: number, columns: readonly PlacedColumn<T>[], row: T, look?: Style): void {
  for (const column of columns)
    paintCell(brush, y, column, column.text(row, column.cells), look ?? column.look?.(row) ?? brush.theme.text);
}

function paintCell<T>(brush: Brush, y: number, column: PlacedColumn<T>, text: string, look: Style): void {
  if (column.align === 'right') brush.part(column.x, y, column.cells, 1).right(column.cells, 0, text, look);
  else brush.text(column.x, y, text, look, column.cells);
}
