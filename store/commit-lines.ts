/** What changed as the members of journal lines, in slices: rows as they are when their turn comes. Used by the store. */
import { Slicer } from '../src/lib/slices.ts';
import type { ProxyRowPort } from '../src/model/state.ts';
import { rowText } from './row-text.ts';

/** Longest task of the main thread while a commit is made. */
const SLICE_MS = 2;
/** Rows between two looks at the clock. */
const ROWS_A_LOOK = 16;
/** Rows, or ids of removed ones, in a line: a line is lost or kept as a whole. */
const MOST_A_LINE = 256;

/**
 * @param documents the members of the line of changed documents; null = none
 * @param changed ids of the proxies that changed
 */
export async function* commitLines(
  rows: ProxyRowPort,
  documents: string | null,
  changed: readonly Uint32Array[],
): AsyncGenerator<string> {
  if (documents !== null) yield `"next":${rows.nextId},${documents}`;
  const slicer = new Slicer(SLICE_MS);
  let images: string[] = [];
  let ids: number[] = [];
  let gone: number[] = [];
  const line = (): string => {
    const members =
      images.length > 0 ? `"ids":[${ids.join(',')}],"rows":[${images.join(',')}]` : `"gone":[${gone.join(',')}]`;
    images = [];
    ids = [];
    gone = [];
    return `"next":${rows.nextId},${members}`;
  };
  let count = 0;
  for (const page of changed) {
    for (const id of page) {
      const image = rows.image(id);
      // A line has one kind: what happened to an id twice has to be read in its order.
      if (image === null ? images.length > 0 : gone.length > 0) yield line();
      if (image === null) gone.push(id);
      else {
        images.push(rowText(image));
        ids.push(id);
      }
      if (images.length === MOST_A_LINE || gone.length === MOST_A_LINE) yield line();
      count++;
      if (count % ROWS_A_LOOK === 0 && slicer.due()) await slicer.breathe();
    }
  }
  if (images.length > 0 || gone.length > 0) yield line();
}
