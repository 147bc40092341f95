/** The prompt, its hint line and the completion menu, painted. Long lines scroll sideways so that the cursor is seen. */
import { displayWidth, graphemes } from '../../lib/width.ts';
import type { Cursor } from '../terminal/terminal.ts';
import type { Menu } from '../edit/completion.ts';
import type { Prompt } from '../prompt.ts';
import type { Brush, Segment } from './brush.ts';

const SIGN = '❯ ';
/** Cells kept visible to the right of the cursor. */
const AHEAD = 8;

/** Rows the prompt wants: one, or one for each row of a block. */
export function promptRows(prompt: Prompt): number {
  return prompt.isPlain ? prompt.line.text.split('\n').length : 1;
}

/** @returns where the cursor stands, relative to the brush */
export function paintPrompt(brush: Brush, prompt: Prompt, focused: boolean): Cursor {
  const { theme } = brush;
  if (prompt.question !== null) {
    const x = brush.line(0, 0, [
      ['? ', theme.warn],
      [prompt.question, theme.strong],
      [' [y/N] ', theme.dim],
    ]);
    return { x: Math.min(x, brush.width - 1), y: 0 };
  }
  const { search } = prompt;
  if (search) {
    const x = brush.line(0, 0, [
      ['search ', theme.accent],
      [search.query, theme.text],
    ]);
    brush.line(x, 0, [
      ['  ', theme.text],
      [search.found ?? (search.query === '' ? '' : 'nothing found'), theme.dim],
    ]);
    return { x, y: 0 };
  }
  const sign = prompt.editing ? `${prompt.editing.label} ` : SIGN;
  const signLook = focused ? theme.focus : theme.faint;
  const { text, cursor } = prompt.line;
  const rows = text.split('\n');
  const cursorRow = text.slice(0, cursor).split('\n').length - 1;
  const top = Math.max(0, Math.min(cursorRow - brush.height + 1, rows.length - brush.height));
  let at: Cursor = { x: 0, y: 0 };
  let offset = rows.slice(0, top).reduce((sum, row) => sum + row.length + 1, 0);
  for (const [y, row] of rows.slice(top, top + brush.height).entries()) {
    const left = brush.text(0, y, top + y === 0 ? sign : '· '.padStart(displayWidth(sign)), signLook);
    const isCursorRow = top + y === cursorRow;
    const scrolled = isCursorRow ? scrollRow(row, cursor - offset, brush.width - left - 1) : { text: row, cursor: 0 };
    const end = brush.text(left, y, scrolled.text, theme.text);
    if (isCursorRow) {
      at = { x: Math.min(left + scrolled.cursor, brush.width - 1), y };
      brush.text(end, y, prompt.ghost, theme.ghost);
    }
    offset += row.length + 1;
  }
  return at;
}

/** The part of a row that is shown: the cursor is in it, with some text ahead of it. */
function scrollRow(row: string, cursor: number, width: number): { text: string; cursor: number } {
  const before = displayWidth(row.slice(0, cursor));
  if (displayWidth(row) <= width) return { text: row, cursor: before };
  let skip = Math.max(0, before - Math.max(1, width - AHEAD));
  let cells = 0;
  let start = 0;
  for (const cluster of graphemes(row)) {
    if (cells >= skip) break;
    cells += displayWidth(cluster);
    start += cluster.length;
  }
  skip = cells;
  return { text: row.slice(start), cursor: before - skip };
}

/** The hint on the left, the keys that matter now on the right. */
export function paintHint(brush: Brush, hint: Segment, keys: readonly (readonly [key: string, does: string])[]): void {
  const { theme } = brush;
  const words: Segment[] = keys.flatMap(([key, does]): Segment[] => [
    [key, theme.key],
    [` ${does}  `, theme.dim],
  ]);
  const left = brush.text(2, 0, hint[0], hint[1]);
  const fits = (list: readonly Segment[]): boolean =>
    list.reduce((sum, [text]) => sum + displayWidth(text), 0) <= brush.width - left - 3;
  // Keys go from the left: the last ones are those that always hold.
  while (words.length > 0 && !fits(words)) words.splice(0, 2);
  const width = words.reduce((sum, [text]) => sum + displayWidth(text), 0);
  brush.line(brush.width - width, 0, words);
}

export const MENU_ROWS = 8;

/** Candidates in a box of their own: value and help, the chosen one marked. */
export function paintMenu(brush: Brush, menu: Menu): void {
  const { theme } = brush;
  const visible = Math.min(menu.candidates.length, brush.height);
  const first = Math.max(0, Math.min(menu.chosen - visible + 1, menu.candidates.length - visible));
  const valueWidth = Math.min(
    32,
    Math.max(...menu.candidates.slice(first, first + visible).map(({ value }) => displayWidth(value))),
  );
  for (let y = 0; y < brush.height; y++) {
    const candidate = menu.candidates[first + y];
    brush.band(y, theme.text);
    if (!candidate) continue;
    const chosen = first + y === menu.chosen;
    const look = chosen ? theme.selected : theme.text;
    if (chosen) brush.band(y, look);
    brush.text(0, y, '│', theme.accent);
    const x = brush.text(2, y, candidate.value, look, valueWidth);
    brush.text(Math.max(x, 2 + valueWidth) + 2, y, candidate.help ?? '', chosen ? look : theme.dim);
  }
  if (menu.candidates.length > visible)
    brush.right(brush.width - 1, brush.height - 1, `${menu.candidates.length} in all`, theme.dim);
}
