/** What changed as the members of journal lines, in slices: rows as they are when their turn comes. Used by the store. */
import { ByteText } from '../src/lib/byte-text.ts';
import { Slicer } from '../src/lib/slices.ts';
import { ROWS_AHEAD, type ProxyRowPort } from '../src/model/state.ts';
import { textsOf } from './row-text.ts';

/** Longest task of the main thread while a commit is made. */
const SLICE_MS = 2;
/** Rows, or ids of removed ones, in a line: a line is lost or kept as a whole. */
const MOST_A_LINE = 256;

/** Bytes of a line of usual rows. */
const ROOM = 48 * 1024;
const COMMA = 0x2c;

/** The members of a line in pieces, until the next line is asked for. */
export type LineMembers = readonly (string | Uint8Array)[];

/**
 * @param documents the members of the line of changed documents; null = none
 * @param changed ids of the proxies that changed
 */
export async function* commitLines(
  rows: ProxyRowPort,
  documents: string | null,
  changed: readonly Uint32Array[],
): AsyncGenerator<LineMembers> {
  if (documents !== null) yield [`"next":${rows.nextId},`, documents];
  const slicer = new Slicer(SLICE_MS);
  const texts = textsOf(rows);
  const images = new ByteText(ROOM);
  const ids = new ByteText(0);
  let isGone = false;
  let inLine = 0;
  const line = (): LineMembers => {
    const next = `"next":${rows.nextId},`;
    const names = ids.view(0, ids.length - 1);
    if (isGone) return [next, '"gone":[', names, ']'];
    return [next, '"ids":[', names, '],"rows":[', images.view(0, images.length - 1), ']'];
  };
  for (const page of changed) {
    for (let at = 0; at < page.length; at++) {
      if (at % ROWS_AHEAD === 0) {
        if (slicer.due()) await slicer.breathe();
        texts.prefetch(page, at, Math.min(at + ROWS_AHEAD, page.length));
      }
      const id = page[at]!;
      const isThere = texts.one(id, images);
      // A line has one kind: what happened to an id twice has to be read in its order.
      if (inLine > 0 && isThere === isGone) {
        yield line();
        ids.cut(0);
        // After a line of removed ones it holds the row that belongs to the next.
        if (!isThere) images.cut(0);
        inLine = 0;
      }
      if (isThere) images.byte(COMMA);
      isGone = !isThere;
      ids.number(id);
      ids.byte(COMMA);
      inLine++;
      if (inLine === MOST_A_LINE) {
        yield line();
        ids.cut(0);
        images.cut(0);
        inLine = 0;
      }
    }
  }
  if (inLine > 0) yield line();
}
