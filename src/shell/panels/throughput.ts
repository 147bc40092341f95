/** Checks of each second over the last minutes: those that found a working proxy as a line, those that failed dotted. */
import { paintLines } from '../charts/lines.ts';
import { definePanel, type Scene } from '../define-panel.ts';
import { THROUGHPUT_SECONDS } from '../feed/facts.ts';
import type { Brush } from '../paint/brush.ts';
import { niceCeiling, partsAcross, secondParts } from '../paint/chart.ts';
import { rateFigure, shortCount } from '../paint/figures.ts';

/** Seconds shown: grows with the time there is something to show, so that the first minutes are no empty chart. */
const WINDOWS = [120, 300, THROUGHPUT_SECONDS];
/** Cells of the scale; wide enough for any rate, so that the lines never move. */
const SCALE = 5;
/** Cells of a rate in the heading. */
const RATE = 6;

export default definePanel({
  title: 'throughput',
  tab: 'rate',
  number: 1,
  kind: 'chart',
  create: () => ({
    heading: (scene) => {
      const last = scene.facts?.throughput.at(-1);
      return last ? `ok─${rateFigure(last.ok, RATE)} err┄${rateFigure(last.failed, RATE)}` : '';
    },
    paint: paintThroughput,
  }),
});

function windowFor(scene: Scene): number {
  const uptime = (scene.facts?.status.uptimeMs ?? 0) / 1000;
  return WINDOWS.find((seconds) => uptime <= seconds) ?? THROUGHPUT_SECONDS;
}

function paintThroughput(brush: Brush, scene: Scene): void {
  const { theme } = brush;
  const seconds = windowFor(scene);
  // Before the start nothing was measured: no line, not a line at zero.
  const known = Math.ceil((scene.facts?.status.uptimeMs ?? 0) / 1000);
  const samples = (scene.facts?.throughput ?? []).slice(-Math.max(1, Math.min(seconds, known)));
  const highest = samples.reduce((most, { ok, failed }) => Math.max(most, ok, failed), 0);
  const top = niceCeiling(highest);
  const rows = brush.height - 1;
  const columns = brush.width - SCALE - 1;
  if (rows < 2 || columns < 8) return;
  for (let y = 0; y < rows; y++) brush.text(SCALE, y, '│', theme.faint);
  brush.right(SCALE, 0, shortCount(top, SCALE), theme.dim);
  // Among an even number of rows there is no middle.
  if (rows > 3 && rows % 2 === 1) brush.right(SCALE, (rows - 1) / 2, shortCount(top / 2, SCALE), theme.dim);
  brush.right(SCALE, rows - 1, '0', theme.dim);
  const plot = brush.part(SCALE + 1, 0, columns, rows);
  const count = partsAcross(columns, brush.graph);
  const end = samples.at(-1)?.second ?? 0;
  const parts = (values: readonly number[]): ReturnType<typeof secondParts> => secondParts(values, count, seconds, end);
  // A flat line at zero would say that something was measured.
  if (highest > 0) {
    const failed = { parts: parts(samples.map((sample) => sample.failed)), look: theme.dim, isDotted: true };
    const ok = { parts: parts(samples.map((sample) => sample.ok)), look: theme.accent, isDotted: false };
    paintLines(plot, [failed, ok], top);
  } else if (scene.facts) plot.text(1, Math.floor((rows - 1) / 2), 'no checks yet; try: check', theme.dim);
  paintTimes(brush.part(SCALE + 1, rows, columns, 1), seconds / 60);
}

function paintTimes(brush: Brush, minutes: number): void {
  const { theme, width } = brush;
  brush.text(0, 0, `-${minutes}m`, theme.dim);
  const middle = `-${minutes / 2}m`;
  brush.text(Math.floor((width - middle.length) / 2), 0, middle, theme.dim);
  brush.right(width, 0, 'now', theme.dim);
}
