/** The event log: follows the newest line until it is scrolled, then stays where it is. */
import type { LogEntry } from '../../model/events.ts';
import { definePanel, type Panel } from '../define-panel.ts';
import { clockTime } from '../paint/clock-time.ts';
import type { Theme } from '../paint/style.ts';

/** Lines that scrolling can reach back. */
const REACH = 2000;
const TIME = 9;

export default definePanel({ title: 'log', tab: 'log', number: 7, kind: 'text', create: createLog });

function createLog(): Panel {
  /** Newest line shown: rows up from the end; 0 follows. */
  let back = 0;
  /** Entry that the view holds on to while it does not follow. */
  let anchor: LogEntry | null = null;
  let height = 1;
  return {
    heading: () => (back > 0 ? `${back} lines below` : 'follow'),
    paint: (brush, scene) => {
      const { theme } = brush;
      height = brush.height;
      const entries = scene.log(back === 0 ? brush.height : REACH);
      if (back > 0 && anchor) {
        // New lines move the held one up; the view stays with it.
        const at = entries.lastIndexOf(anchor);
        if (at >= 0) back = entries.length - 1 - at;
      }
      back = Math.max(0, Math.min(back, entries.length - brush.height));
      const end = entries.length - back;
      anchor = entries[end - 1] ?? null;
      for (const [y, entry] of entries.slice(Math.max(0, end - brush.height), end).entries()) {
        brush.text(0, y, clockTime(entry.at), theme.dim);
        const x = brush.text(TIME, y, `${entry.area} `, lookOf(entry, theme));
        brush.text(x, y, entry.message, entry.level === 'debug' ? theme.dim : theme.text);
      }
    },
    act: (action) => {
      if (action.kind === 'follow') back = 0;
      else if (action.kind !== 'move') return false;
      else if ('to' in action) move(action.to === 'first' ? REACH : -REACH);
      else move(-action.by * (action.unit === 'page' ? height - 1 : 1));
      return true;
    },
    scroll: (rows) => move(-rows),
  };

  function move(rows: number): void {
    back = Math.max(0, back + rows);
    // The next frame holds on to whatever line is lowest then.
    anchor = null;
  }
}

function lookOf(entry: LogEntry, theme: Theme): number {
  if (entry.level === 'error') return theme.bad;
  return entry.level === 'warn' ? theme.warn : theme.accent;
}
