/**
 * Toasts in the upper right corner, one row each: the level as sign and word, because a colour says nothing to some.
 */
import type { Toast, ToastLevel } from '../toasts/toasts.ts';
import type { Brush } from './brush.ts';
import { drawnWidth } from './glyphs.ts';
import { lookOf, style, type Style } from './style.ts';

const LABELS: Readonly<Record<ToastLevel, string>> = {
  good: '✓ done',
  info: '· note',
  warn: '⚠ warning',
  bad: '✗ error',
};
const MAX_WIDTH = 80;
/** Narrower, a toast would say nothing. */
const MIN_WIDTH = 16;
/** Blanks at both ends and between label and text. */
const BLANKS = 4;

/** @param brush the part of the screen that toasts may cover: not the header, not the prompt */
export function paintToasts(brush: Brush, toasts: readonly Toast[]): void {
  // The newest are kept where there is no room for all.
  const shown = toasts.slice(Math.max(0, toasts.length - brush.height));
  const room = Math.min(MAX_WIDTH, brush.width - 2);
  if (shown.length === 0 || room < MIN_WIDTH) return;
  const wanted = shown.map(({ level, text }) => drawnWidth(LABELS[level]) + drawnWidth(text) + BLANKS);
  const width = Math.min(room, Math.max(...wanted));
  const x = brush.width - width - 1;
  for (const [y, toast] of shown.entries()) paintOne(brush.part(x, y, width, 1), toast);
}

function paintOne(brush: Brush, { level, text }: Toast): void {
  const look = brush.theme.toast;
  brush.band(0, look);
  const column = brush.text(1, 0, LABELS[level], bold(look));
  brush.text(column + 2, 0, text, look, brush.width - column - 3);
}

function bold(look: Style): Style {
  const { fg, bg, underline, inverse } = lookOf(look);
  return style({ ...(fg === null ? {} : { fg }), ...(bg === null ? {} : { bg }), bold: true, underline, inverse });
}
