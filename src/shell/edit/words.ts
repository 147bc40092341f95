/** Edges of characters, rows and words in a text: where the cursor may stand and where the keys for words take it. Pure. */
import { graphemes } from '../../lib/width.ts';

/** The edge of a grapheme before an offset that is one. */
export function edgeBefore(text: string, offset: number): number {
  return offset - (graphemes(text.slice(rowStart(text, offset - 1), offset)).at(-1)?.length ?? 0);
}

export function edgeAfter(text: string, offset: number): number {
  return offset + (graphemes(text.slice(offset, offset + LONGEST))[0]?.length ?? 0);
}

/** More than any character is made of. */
const LONGEST = 200;

/** The nearest edge of a grapheme at or before an offset. */
export function snapBack(text: string, offset: number): number {
  let at = rowStart(text, offset);
  for (const part of graphemes(text.slice(at, rowEnd(text, offset)))) {
    if (at + part.length > offset) break;
    at += part.length;
  }
  return at;
}

/** The nearest edge of a grapheme at or behind an offset: what was typed may have joined what stands behind it. */
export function snapOn(text: string, offset: number): number {
  const at = snapBack(text, offset);
  return at === offset ? at : edgeAfter(text, at);
}

export function rowStart(text: string, cursor: number): number {
  return cursor <= 0 ? 0 : text.lastIndexOf('\n', cursor - 1) + 1;
}

export function rowEnd(text: string, cursor: number): number {
  const end = text.indexOf('\n', cursor);
  return end < 0 ? text.length : end;
}

const WORD = /[\p{L}\p{N}\p{M}_]/u;

export function wordStart(text: string, cursor: number): number {
  const parts = graphemes(text.slice(0, cursor));
  let at = cursor;
  let inWord = false;
  for (const part of parts.reverse()) {
    if (WORD.test(part)) inWord = true;
    else if (inWord) break;
    at -= part.length;
  }
  return at;
}

export function wordEnd(text: string, cursor: number): number {
  let at = cursor;
  let inWord = false;
  for (const part of graphemes(text.slice(cursor))) {
    if (WORD.test(part)) inWord = true;
    else if (inWord) break;
    at += part.length;
  }
  return at;
}

export function blankWordStart(text: string, cursor: number): number {
  return cursor - (/\S*\s*$/.exec(text.slice(0, cursor))?.[0].length ?? 0);
}

/** The word at the cursor or the last one before it; null where none is. */
export function wordAround(text: string, cursor: number): { readonly start: number; readonly end: number } | null {
  const end = wordEnd(text, cursor);
  const start = wordStart(text, end);
  return WORD.test(text.slice(start, end)) ? { start, end } : null;
}
