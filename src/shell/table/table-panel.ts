/** A panel that is a table: the one way in which the panels of proxies, sources, jobs, alerts and options come to be. */
import type { Panel } from '../define-panel.ts';
import type { TableSpec } from './spec.ts';
import { Table } from './table.ts';

export function tablePanel<T extends object>(spec: TableSpec<T>): Panel {
  const table = new Table(spec);
  return {
    heading: (scene) => table.heading(scene),
    paint: (brush, scene) => table.paint(brush, scene),
    act: (action, scene, port) => table.act(action, scene, port),
    scroll: (rows) => table.scroll(rows),
    press: (x, y, again, _scene, port) => table.press(x, y, again, port),
    row: () => table.row as Readonly<Record<string, unknown>> | null,
    // Ids of other rows are no proxies.
    ...(spec.isPool ? { selected: (which) => table.selected(which) as readonly number[] } : {}),
  };
}
