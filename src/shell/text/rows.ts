/** Turns a line of segments into the rows that show it: folded at blanks, or cut and moved sideways; and marks places in it. Pure. */
import { graphemes } from '../../lib/width.ts';
import type { Segment } from '../paint/brush.ts';
import { drawnWidth, isPlain } from '../paint/glyphs.ts';
import { PLAIN, type Style } from '../paint/style.ts';
import type { Place } from './pattern.ts';

export type Row = readonly Segment[];

/** A word is kept whole as long as it wastes no more than this share of a row. */
const WASTE = 0.4;
/** Characters of a line that are looked at for each cell that is shown: more of them draw nothing. */
const UNITS_A_CELL = 8;

/** @param hang cells that all rows but the first are indented by */
export function foldRows(segments: Row, width: number, hang = 0): Row[] {
  if (width <= 0 || widthOf(segments) <= width) return [segments];
  // A wide character needs two cells beside it.
  const indent = Math.max(0, Math.min(hang, Math.floor(width / 2), width - 2));
  const parts = partsOf(segments);
  const rows: Row[] = [];
  let start = 0;
  let used = 0;
  /** The part after the last blank of this row. */
  let word = 0;
  for (let at = 0; at < parts.length; at++) {
    const { text, cells } = parts[at]!;
    const room = rows.length === 0 ? width : width - indent;
    if (used + cells > room && at > start) {
      const isBlank = text === ' ';
      const taken = widthOfParts(parts, word, at);
      const keepsWord = !isBlank && word > start && taken <= room * WASTE && taken + cells <= width - indent;
      const end = keepsWord ? word : at;
      rows.push(rowOf(parts, start, end, rows.length === 0 ? 0 : indent));
      // The blank that a row ends with is not the beginning of the next.
      start = isBlank ? at + 1 : end;
      word = start;
      used = widthOfParts(parts, start, at);
      if (isBlank) continue;
    }
    used += cells;
    if (text === ' ') word = at + 1;
  }
  if (start < parts.length) rows.push(rowOf(parts, start, parts.length, rows.length === 0 ? 0 : indent));
  return rows;
}

/** The cells from `pan` on, as many as there is room for; what goes on beyond that ends in `…`. */
export function cutRow(segments: Row, width: number, pan = 0): Row {
  if (pan === 0 && widthOf(segments) <= width) return segments;
  const parts = partsOf(segments, (pan + width + 1) * UNITS_A_CELL);
  let skipped = 0;
  let start = 0;
  while (start < parts.length && skipped < pan) skipped += parts[start++]!.cells;
  // Half of a wide character is a blank.
  const half: Part[] = skipped > pan ? [{ text: ' ', look: parts[start - 1]!.look, cells: skipped - pan }] : [];
  const shown = [...half, ...parts.slice(start)];
  if (widthOfParts(shown, 0, shown.length) <= width) return rowOf(shown, 0, shown.length, 0);
  let used = 0;
  let end = 0;
  while (end < shown.length && used + shown[end]!.cells <= width - 1) used += shown[end++]!.cells;
  return [...rowOf(shown, 0, end, 0), ['…', shown[end]?.look ?? PLAIN]];
}

/** The same segments with another look at these places of their text. */
export function markRow(segments: Row, places: readonly Place[], look: (before: Style) => Style): Row {
  if (places.length === 0) return segments;
  const marked: Segment[] = [];
  let offset = 0;
  let next = 0;
  for (const [text, before] of segments) {
    const end = offset + text.length;
    let at = offset;
    while (next < places.length && places[next]![0] < end) {
      const [from, to] = places[next]!;
      const left = Math.max(at, from);
      const right = Math.min(end, to);
      if (left > at) marked.push([text.slice(at - offset, left - offset), before]);
      if (right > left) marked.push([text.slice(left - offset, right - offset), look(before)]);
      at = Math.max(at, right);
      if (to > end) break;
      next++;
    }
    if (at < end) marked.push([text.slice(at - offset), before]);
    offset = end;
  }
  return marked;
}

export function widthOf(segments: Row): number {
  let cells = 0;
  for (const [text] of segments) cells += drawnWidth(text);
  return cells;
}

/** A character and the cells that it takes. */
interface Part {
  readonly text: string;
  readonly look: Style;
  readonly cells: number;
}

/** @param most UTF-16 units that are looked at */
function partsOf(segments: Row, most = Number.POSITIVE_INFINITY): Part[] {
  const parts: Part[] = [];
  let units = 0;
  for (const [whole, look] of segments) {
    const text = units + whole.length > most ? whole.slice(0, Math.max(0, most - units)) : whole;
    units += text.length;
    const plain = isPlain(text);
    for (const cluster of plain ? text : graphemes(text))
      parts.push({ text: cluster, look, cells: plain ? 1 : drawnWidth(cluster) });
    if (units >= most) break;
  }
  return parts;
}

function widthOfParts(parts: readonly Part[], from: number, to: number): number {
  let cells = 0;
  for (let at = from; at < to; at++) cells += parts[at]!.cells;
  return cells;
}

/** Parts of one look are one segment again; blanks at the end of a row are left out. */
function rowOf(parts: readonly Part[], from: number, to: number, indent: number): Row {
  const row: Segment[] = indent > 0 ? [[' '.repeat(indent), PLAIN]] : [];
  for (let at = from; at < to;) {
    const { look } = parts[at]!;
    let text = '';
    for (; at < to && parts[at]!.look === look; at++) text += parts[at]!.text;
    row.push([text, look]);
  }
  return row;
}
