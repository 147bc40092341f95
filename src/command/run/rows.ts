/** Rows on their way through a pipeline: whatever a command returned as rows, cut so that the event loop breathes. */
import { Slicer } from '../../lib/slices.ts';
import { toRefbotError } from '../../model/errors.ts';
import type { Row } from '../define.ts';

/** Shorter than a slice of one loop: the stages behind add their work for the last row. */
const FLOW_SLICE_MS = 2;

/** What a command returned, told apart: rows that come, or one value. */
export type Returned = { readonly rows: AsyncIterable<Row> | Iterable<Row> } | { readonly value: unknown };

/** The same behind {@link flow}. */
export type Arrived = { readonly rows: AsyncIterable<Row> } | { readonly value: unknown };

export function told(result: unknown): Returned {
  if (typeof result === 'object' && result !== null && (Symbol.asyncIterator in result || Symbol.iterator in result)) {
    return { rows: result as AsyncIterable<Row> | Iterable<Row> };
  }
  return { value: result };
}

/** The rows, or a value as the one row that a filter behind it sees; nothing is no row. */
export function rowsOf(returned: Arrived): AsyncIterable<Row> {
  return 'rows' in returned ? returned.rows : rowOf(returned.value);
}

async function* rowOf(value: unknown): AsyncGenerator<Row> {
  if (value === null || value === undefined) return;
  yield typeof value === 'object' ? (value as Row) : { value };
}

/**
 * The rows of one command on their way to the next, in slices of a few milliseconds. One of these stands between two
 * stages and no more: every hop of a row costs.
 * @param until when it fires the rows end where they are, so that everything behind works with what there is
 * @param pointed gives an error its place
 */
export async function* flow(
  rows: AsyncIterable<Row> | Iterable<Row>,
  until: AbortSignal | null,
  pointed: (error: unknown) => unknown,
): AsyncGenerator<Row> {
  const slicer = new Slicer(FLOW_SLICE_MS);
  try {
    if (Symbol.asyncIterator in rows) {
      for await (const row of rows) {
        if (slicer.due()) await slicer.breathe();
        if (until?.aborted) return;
        yield row;
      }
    } else {
      for (const row of rows) {
        if (slicer.due()) await slicer.breathe();
        if (until?.aborted) return;
        yield row;
      }
    }
  } catch (error) {
    if (!until?.aborted || toRefbotError(error).errorName !== 'cancelled') throw pointed(error);
  }
}
