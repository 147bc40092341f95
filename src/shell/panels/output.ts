/** What commands printed: follows the end, scrolls back through the whole buffer, wraps the lines it shows. */
import { definePanel, type Panel } from '../define-panel.ts';
import type { OutputLine } from '../output-buffer.ts';
import type { Segment } from '../paint/brush.ts';
import { drawnWidth } from '../paint/glyphs.ts';
import { wrapSegments } from '../paint/wrap.ts';

export default definePanel({ title: 'output', tab: 'output', number: 8, kind: 'text', create: createOutput });

function createOutput(): Panel {
  /** Number of the line below the last one shown; null follows the end. */
  let bottom: number | null = null;
  /** A line to be shown at the top by the next frame, which knows the height. */
  let wanted: number | null = null;
  let height = 1;
  let first = 0;
  let end = 0;
  return {
    heading: (scene) => {
      const below = bottom === null ? 0 : scene.output.end - bottom;
      return below > 0 ? `${below} lines below, PgDn` : '';
    },
    paint: (brush, scene) => {
      const { output } = scene;
      height = brush.height;
      first = output.first;
      end = output.end;
      if (wanted !== null) {
        bottom = wanted + height;
        wanted = null;
      }
      if (bottom !== null && bottom >= end) bottom = null;
      if (end === first) {
        brush.text(
          0,
          0,
          scene.facts ? 'results of commands appear here; try: proxies top 10' : 'opening state…',
          brush.theme.dim,
        );
        return;
      }
      // From the last line up until the panel is full: the cost is that of what is visible.
      const rows: ReturnType<typeof wrapSegments> = [];
      for (let number = (bottom ?? end) - 1; number >= first && rows.length < brush.height; number--) {
        rows.unshift(...rowsOf(output.line(number), brush.width));
      }
      for (const [y, row] of rows.slice(-brush.height).entries()) brush.line(0, y, row);
    },
    act: (action) => {
      if (action.kind === 'follow') bottom = null;
      else if (action.kind !== 'move') return false;
      else if ('to' in action) move(action.to === 'first' ? -Infinity : Infinity);
      else move(action.by * (action.unit === 'page' ? height - 1 : 1));
      return true;
    },
    scroll: move,
    reveal: (line) => void (wanted = Math.max(line, first)),
  };

  function move(rows: number): void {
    const target = Math.max((bottom ?? end) + rows, Math.min(end, first + height));
    bottom = target >= end ? null : target;
  }
}

/** Notes are folded; a table that was formatted for more room is cut, and what no room would hold is folded again. */
function rowsOf({ segments, formattedFor }: OutputLine, width: number): Segment[][] {
  if (width < formattedFor && segments.reduce((sum, [text]) => sum + drawnWidth(text), 0) <= formattedFor) {
    return [[...segments]];
  }
  return wrapSegments(segments, width);
}
