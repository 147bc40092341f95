/** Whether a row is that of a proxy, by the columns that none is without. Asked wherever rows of files are looked at. */
import { ROW_KEYS, type RowKey } from '../src/model/state.ts';

/**
 * @param isOurs a checksum says that we wrote the rows: then anything that no proxy has there is wrong; else only 0 is, and
 * the pool passes over what is no proxy
 * @returns of a row the columns that are wrong
 */
export function keyCheck(columns: readonly string[], isOurs: boolean): (row: readonly unknown[]) => readonly string[] {
  const keys = (Object.keys(ROW_KEYS) as RowKey[])
    .map((name) => ({ name, at: columns.indexOf(name), fits: isOurs ? ROW_KEYS[name] : isSomething }))
    .filter(({ at }) => at >= 0);
  return (row) => keys.filter(({ at, fits }) => !fits(row[at])).map(({ name }) => name);
}

function isSomething(value: unknown): boolean {
  return (value ?? 0) !== 0;
}
