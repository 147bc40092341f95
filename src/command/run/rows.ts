/** Rows on their way through a pipeline: whatever a command returned as rows, cut so that the event loop breathes. */
import { SLICE_MS, Slicer } from '../../lib/slices.ts';
import { toRefbotError } from '../../model/errors.ts';
import type { Row } from '../define.ts';

/** What a command returned, told apart: rows that come, or one value. */
export type Returned = { readonly rows: AsyncIterable<Row> | Iterable<Row> } | { readonly value: unknown };

export function told(result: unknown): Returned {
  if (typeof result === 'object' && result !== null && (Symbol.asyncIterator in result || Symbol.iterator in result)) {
    return { rows: result as AsyncIterable<Row> | Iterable<Row> };
  }
  return { value: result };
}

/** A value as the one row that a filter behind it sees; nothing is no row. */
export function rowsOf(returned: Returned): AsyncIterable<Row> | Iterable<Row> {
  if ('rows' in returned) return returned.rows;
  const { value } = returned;
  if (value === null || value === undefined) return [];
  return [typeof value === 'object' ? (value as Row) : { value }];
}

/** Passes rows on in slices of a few milliseconds. */
export async function* sliced(rows: AsyncIterable<Row> | Iterable<Row>): AsyncGenerator<Row> {
  const slicer = new Slicer(SLICE_MS);
  for await (const row of rows) {
    if (slicer.due()) await slicer.breathe();
    yield row;
  }
}

/**
 * The rows of the first command of a pipeline: when the signal fires they end where they are, so that everything behind
 * works with what there is.
 */
export async function* untilAborted(
  rows: AsyncIterable<Row> | Iterable<Row>,
  signal: AbortSignal,
): AsyncGenerator<Row> {
  const slicer = new Slicer(SLICE_MS);
  try {
    for await (const row of rows) {
      if (slicer.due()) await slicer.breathe();
      if (signal.aborted) return;
      yield row;
    }
  } catch (error) {
    if (!signal.aborted || toRefbotError(error).errorName !== 'cancelled') throw error;
  }
}
