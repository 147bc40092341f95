/** The large chart of the charts page: checks that passed and that failed in each second, two to fifteen minutes back. */
import { paintLines } from '../charts/lines.ts';
import { whyEmpty } from '../charts/why-empty.ts';
import { definePanel, type Panel, type Scene } from '../define-panel.ts';
import { THROUGHPUT_SECONDS } from '../feed/facts.ts';
import type { Brush } from '../paint/brush.ts';
import { niceCeiling, partsAcross, secondParts } from '../paint/chart.ts';
import { countFigure, rateFigure } from '../paint/figures.ts';

/** Seconds that can be looked back, shortest first. */
const SPANS = [120, 300, THROUGHPUT_SECONDS];
/** Cells of the scale; wide enough for any rate, so that the lines never move. */
const SCALE = 6;
/** Cells of a rate in the heading. */
const RATE = 6;

export default definePanel({
  title: 'throughput',
  tab: 'rate',
  number: null,
  kind: 'chart',
  create(): Panel {
    /** Null goes by how long there has been something to show. */
    let chosen: number | null = null;
    const spanOf = (scene: Scene): number => {
      const uptime = (scene.facts?.status.uptimeMs ?? 0) / 1000;
      return chosen ?? SPANS.find((seconds) => uptime <= seconds) ?? THROUGHPUT_SECONDS;
    };
    return {
      heading: (scene) => {
        const last = scene.facts?.throughput.at(-1);
        return last ? `${rateFigure(last.ok, RATE)} ok ─ ${rateFigure(last.failed, RATE)} failed ┄` : '';
      },
      paint: (brush, scene) => paintThroughput(brush, scene, spanOf(scene)),
      act(action, scene, port) {
        if (action.kind !== 'span') return false;
        const at = SPANS.indexOf(spanOf(scene)) + (action.which === 'longer' ? 1 : -1);
        chosen = SPANS[Math.min(SPANS.length - 1, Math.max(0, at))]!;
        port.tell(`looks back ${chosen / 60} minutes`);
        return true;
      },
    };
  },
});

function paintThroughput(brush: Brush, scene: Scene, seconds: number): void {
  const { theme } = brush;
  const samples = (scene.facts?.throughput ?? []).slice(-seconds);
  const ok = samples.map((sample) => sample.ok);
  const failed = samples.map((sample) => sample.failed);
  const highest = Math.max(0, ...ok, ...failed);
  const rows = brush.height - 1;
  const columns = brush.width - SCALE - 1;
  if (rows < 2 || columns < 8) return;
  const top = niceCeiling(highest);
  for (let y = 0; y < rows; y++) brush.text(SCALE, y, '│', theme.faint);
  brush.text(0, 0, countFigure(top, SCALE - 1), theme.dim);
  if (rows > 4) brush.text(0, Math.floor((rows - 1) / 2), countFigure(top / 2, SCALE - 1), theme.dim);
  brush.text(0, rows - 1, countFigure(0, SCALE - 1), theme.dim);
  const plot = brush.part(SCALE + 1, 0, columns, rows);
  if (highest > 0) {
    const end = samples.at(-1)?.second ?? 0;
    const partsOf = (values: readonly number[]): ReturnType<typeof secondParts> =>
      secondParts(values, partsAcross(columns, brush.graph), seconds, end);
    const lines = [
      { parts: partsOf(failed), look: theme.bad, isDotted: true },
      { parts: partsOf(ok), look: theme.good, isDotted: false },
    ];
    paintLines(plot, lines, top);
  } else plot.text(1, Math.floor((rows - 1) / 2), quietWords(scene, seconds), theme.dim);
  paintTimes(brush.part(SCALE + 1, rows, columns, 1), seconds / 60);
}

/** Whole minutes, each below its place. */
function paintTimes(brush: Brush, minutes: number): void {
  const { theme, width } = brush;
  const step = minutes > 5 ? 5 : 1;
  brush.right(width, 0, 'now', theme.dim);
  for (let minute = step; minute <= minutes; minute += step) {
    const x = Math.floor(width * (1 - minute / minutes));
    if (minute < minutes && (width * step) / minutes < 2 * `-${minutes}m`.length) continue;
    brush.text(minute === minutes ? 0 : x - 1, 0, `-${minute}m`, theme.dim);
  }
}

function quietWords(scene: Scene, seconds: number): string {
  return whyEmpty(scene.facts, 'checked') ?? `no checks in the last ${seconds / 60} minutes; try: check`;
}
