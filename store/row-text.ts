/** One proxy as a line of the state file and its journals: a JSON array that leaves out the zeros it would end with. */
import type { ByteText } from '../src/lib/byte-text.ts';
import type { ProxyRowPort, RowTexts } from '../src/model/state.ts';

/** The texts of a port, made of its rows where it has none. */
export function textsOf(rows: Pick<ProxyRowPort, 'images' | 'texts'> & Partial<Pick<ProxyRowPort, 'image'>>): RowTexts {
  return (
    rows.texts ?? {
      prefetch: () => undefined,
      one: (id, to) => {
        const row = rows.image?.(id) ?? null;
        if (row !== null) to.text(rowText(row));
        return row !== null;
      },
      *all(to: ByteText) {
        for (const row of rows.images()) yield to.text(rowText(row));
      },
    }
  );
}

/** @param row 0 stands for "none" in every column */
export function rowText(row: readonly unknown[]): string {
  let length = row.length;
  while (length > 1 && row[length - 1] === 0) length--;
  return JSON.stringify(length === row.length ? row : row.slice(0, length));
}

/** Whether a parsed value is a row of so many columns, or of fewer: the rest is 0. */
export function isRow(value: unknown, width: number): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0 && value.length <= width;
}
