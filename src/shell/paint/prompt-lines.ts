/**
 * The prompt painted: the line in its colours, blocks with their numbers, grey text behind the cursor. Long rows scroll
 * sideways so that the cursor is seen. The menu above it is prompt-menu.ts, the line below it prompt-hint.ts.
 */
import type { TokenKind, TokenSpan } from '../../command/interpreter.ts';
import { graphemes } from '../../lib/width.ts';
import type { ShownPrompt } from './filmed-prompt.ts';
import type { Cursor } from '../terminal/terminal.ts';
import type { Brush, Segment } from './brush.ts';
import { drawnWidth } from './glyphs.ts';
import type { Style, Theme } from './style.ts';

export { paintHint } from './prompt-hint.ts';
export { paintMenu } from './prompt-menu.ts';
export { MENU_ROWS } from '../edit/completion.ts';

const SIGN = '❯ ';
const MODES = { none: '', insert: '[I] ', normal: '[N] ' } as const;
/** Cells kept visible to the right of the cursor. */
const AHEAD = 8;

/** Rows the prompt wants: one, or one for each row of a block. */
export function promptRows(prompt: ShownPrompt): number {
  return prompt.isPlain ? prompt.line.text.split('\n').length : 1;
}

/** @returns where the cursor stands, relative to the brush */
export function paintPrompt(brush: Brush, prompt: ShownPrompt, focused: boolean): Cursor {
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
      ['history ', theme.accent],
      [search.query, theme.text],
    ]);
    if (search.found === null) brush.text(x + 2, 0, 'nothing like that', theme.dim);
    return { x: Math.min(x, brush.width - 1), y: 0 };
  }
  return paintLine(brush, prompt, focused);
}

function paintLine(brush: Brush, prompt: ShownPrompt, focused: boolean): Cursor {
  const { theme } = brush;
  const sign = prompt.editing ? `${prompt.editing.label} ` : `${MODES[prompt.viMode ?? 'none']}${SIGN}`;
  const signLook = focused ? theme.focus : theme.faint;
  const { text, cursor } = prompt.line;
  const { spans } = prompt.highlighted;
  const rows = text.split('\n');
  const gutter = Math.max(drawnWidth(sign), rows.length > 1 ? String(rows.length).length + 1 : 0);
  const cursorRow = text.slice(0, cursor).split('\n').length - 1;
  const top = Math.max(0, Math.min(cursorRow - brush.height + 1, rows.length - brush.height));
  let at: Cursor = { x: 0, y: 0 };
  let offset = rows.slice(0, top).reduce((sum, row) => sum + row.length + 1, 0);
  for (const [y, row] of rows.slice(top, top + brush.height).entries()) {
    const index = top + y;
    if (index === 0) brush.text(0, y, sign.padEnd(gutter), signLook);
    else brush.right(gutter - 1, y, String(index + 1), theme.faint);
    const isCursorRow = index === cursorRow;
    const room = brush.width - gutter - 1;
    const shown = isCursorRow ? scrollRow(row, cursor - offset, room) : { from: 0, cursor: 0 };
    const end = brush.line(gutter, y, segmentsOf(row, offset, shown.from, spans, theme));
    if (shown.from > 0)
      brush.text(gutter, y, '…'.padEnd(drawnWidth(graphemes(row.slice(shown.from))[0]!)), theme.ghost);
    if (isCursorRow) {
      at = { x: Math.min(gutter + shown.cursor, brush.width - 1), y };
      brush.text(end, y, prompt.ghost || prompt.remaining, theme.ghost);
    }
    offset += row.length + 1;
  }
  return at;
}

/** The part of a row that is shown begins at `from`: the cursor is in it, with some text ahead of it. */
function scrollRow(row: string, cursor: number, width: number): { from: number; cursor: number } {
  const before = drawnWidth(row.slice(0, cursor));
  if (drawnWidth(row) <= width) return { from: 0, cursor: before };
  const ahead = Math.min(AHEAD, Math.floor(width / 3));
  const skip = Math.max(0, before - Math.max(1, width - ahead));
  let cells = 0;
  let from = 0;
  for (const cluster of graphemes(row)) {
    if (cells >= skip) break;
    cells += drawnWidth(cluster);
    from += cluster.length;
  }
  return { from, cursor: before - cells };
}

/** A row from one of its offsets on, in the colours of its parts. @param offset where the row begins in the text */
function segmentsOf(
  row: string,
  offset: number,
  from: number,
  spans: readonly TokenSpan[],
  theme: Theme,
): readonly Segment[] {
  const segments: Segment[] = [];
  let at = from;
  const push = (end: number, look: Style): void => {
    if (end > at) segments.push([row.slice(at, end), look]);
    at = Math.max(at, end);
  };
  for (const { start, end, kind } of spans) {
    if (end - offset <= at || start - offset >= row.length) continue;
    push(start - offset, theme.text);
    push(Math.min(row.length, end - offset), lookOf(kind, theme));
  }
  push(row.length, theme.text);
  return segments;
}

function lookOf(kind: TokenKind, theme: Theme): Style {
  switch (kind) {
    case 'command':
      return theme.strong;
    case 'keyword':
      return theme.focus;
    case 'flag':
      return theme.accent;
    case 'string':
    case 'number':
      return theme.good;
    case 'variable':
      return theme.warn;
    case 'operator':
      return theme.dim;
    case 'comment':
      return theme.ghost;
    case 'invalid':
      return theme.invalid;
  }
}
