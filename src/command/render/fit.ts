/** Which columns of a table fit beside each other and how wide each is. Pure; used by the table alone. */

export interface Fitting {
  /** Cells it takes when nothing is shortened. */
  readonly wanted: number;
  /** Cells it still is of use with; the same as `wanted` where nothing may be shortened. */
  readonly least: number;
  /** No row has a value in it. */
  readonly empty: boolean;
}

export interface Fitted {
  /** Its place among the columns that were asked about. */
  readonly index: number;
  readonly width: number;
}

/**
 * Columns with nothing in them go first, then those at the right, until the rest fits; free text is shortened no
 * further than it has to be. The first column always stays.
 * @param keep all of them were asked for: none goes, and what is too wide runs over
 */
export function fitColumns(columns: readonly Fitting[], available: number, gap: number, keep: boolean): Fitted[] {
  const shown = columns.map((column, index) => ({ ...column, index, width: column.wanted }));
  const gaps = (): number => gap * (shown.length - 1);
  const tooWide = (): boolean => shown.reduce((sum, { least }) => sum + least, gaps()) > available;
  const drop = (at: number): void => void (at > 0 && shown.splice(at, 1));
  if (!keep) {
    for (let at = shown.length - 1; at > 0 && tooWide(); at--) if (shown[at]!.empty) drop(at);
    while (shown.length > 1 && tooWide()) drop(shown.length - 1);
  }
  const only = shown[0];
  if (!keep && only && shown.length === 1) only.width = Math.min(only.width, Math.max(1, available));
  for (let over = shown.reduce((sum, { width }) => sum + width, gaps()) - available; over > 0; over--) {
    const narrowable = shown.filter(({ width, least }) => width > least);
    if (narrowable.length === 0) break;
    narrowable.reduce((widest, column) => (column.width > widest.width ? column : widest)).width--;
  }
  return shown.map(({ index, width }) => ({ index, width }));
}
