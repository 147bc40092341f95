/** blessed-contrib's own table and line chart on a Screen that no terminal hears: what the painters are measured beside. */
import { createRequire } from 'node:module';
import {
  type BlessedScreen,
  createDetachedScreen,
  type DetachedScreen,
} from '../../../src/shell/terminal/detached-screen.ts';

interface Element {
  setData(data: unknown): void;
}
type ElementClass = new (options: object) => Element;
type Screen = BlessedScreen & { append(element: Element): void; render(): void };

export interface ContribWidget {
  /** Takes the data and renders the screen. @returns characters that a terminal would get */
  frame(data: unknown): number;
}

const require = createRequire(import.meta.url);

function widget(path: string, columns: number, rows: number, options: object): ContribWidget {
  const { screen, output }: DetachedScreen = createDetachedScreen(columns, rows);
  const elementClass = require(`blessed-contrib/lib/widget/${path}`) as ElementClass;
  const element = new elementClass({ screen, left: 0, top: 0, width: columns, height: rows, ...options });
  (screen as Screen).append(element);
  return {
    frame(data) {
      element.setData(data);
      (screen as Screen).render();
      return output.take().length;
    },
  };
}

export function contribTable(columns: number, rows: number, widths: readonly number[]): ContribWidget {
  return widget('table', columns, rows, { columnWidth: [...widths], columnSpacing: 2, interactive: false });
}

export function contribLine(columns: number, rows: number): ContribWidget {
  return widget('charts/line', columns, rows, { style: { line: 'yellow', text: 'green', baseline: 'black' } });
}
