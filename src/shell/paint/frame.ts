/** The border around a panel: its number and title left, a short fact right, the scroll position below. */
import type { Brush, Segment } from './brush.ts';
import { drawnWidth } from './glyphs.ts';

export interface FrameText {
  /** Shown before the title; null for none. */
  readonly number: number | null;
  readonly title: string;
  /** A short fact on the right of the upper border. */
  readonly heading: string;
  readonly focused: boolean;
}

/** Draws the frame on the brush's edge. @returns the brush for the inside */
export function paintFrame(brush: Brush, text: FrameText): Brush {
  const { theme, width, height } = brush;
  const line = text.focused ? theme.focus : theme.faint;
  brush.text(0, 0, `┌${'─'.repeat(Math.max(0, width - 2))}┐`, line);
  for (let y = 1; y < height - 1; y++) {
    brush.text(0, y, '│', line);
    brush.text(width - 1, y, '│', line);
  }
  if (height > 1) brush.text(0, height - 1, `└${'─'.repeat(Math.max(0, width - 2))}┘`, line);
  // Neither reaches the corner.
  const head = brush.part(0, 0, width - 2, 1);
  const look = text.focused ? theme.focus : theme.title;
  const number: Segment[] = text.number === null ? [] : [[`${text.number} `, text.focused ? look : theme.dim]];
  let column = head.line(2, 0, [[' ', line], ...number]);
  column = head.text(column, 0, text.title, look, width - column - 3);
  column = head.text(column, 0, ' ', line);
  const room = width - 2 - column - 2;
  if (text.heading !== '' && room >= 6) {
    const cells = Math.min(room, drawnWidth(text.heading));
    brush.text(width - 3 - cells, 0, ' ', line);
    brush.text(width - 2 - cells, 0, text.heading, theme.dim, cells);
    brush.text(width - 2, 0, ' ', line);
  }
  return brush.part(2, 1, width - 4, height - 2);
}
