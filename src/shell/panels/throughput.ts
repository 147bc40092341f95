/** Checks per second over the last minutes as a braille line, those that found a working proxy on top of it. */
import { formatCount } from '../../lib/units.ts';
import { definePanel, type Scene } from '../define-panel.ts';
import { THROUGHPUT_SECONDS } from '../facts.ts';
import type { Brush } from '../paint/brush.ts';
import { asciiRows, brailleRows, niceCeiling } from '../paint/chart.ts';

/** Seconds shown: grows with the time there is something to show, so that the first minutes are no empty chart. */
const WINDOWS = [120, 300, THROUGHPUT_SECONDS];

export default definePanel({
  title: 'throughput',
  tab: 'rate',
  number: 1,
  create: () => ({
    heading: (scene) => {
      if (!scene.facts) return '';
      const last = scene.facts.throughput.at(-1);
      return `${formatCount(scene.facts.status.checksPerSecond)}/s  ok ${formatCount(last?.ok ?? 0)}/s`;
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
  const samples = (scene.facts?.throughput ?? []).slice(-seconds);
  const all = samples.map((sample) => sample.ok + sample.failed);
  const ok = samples.map((sample) => sample.ok);
  const top = niceCeiling(Math.max(0, ...all));
  const rows = brush.height - 1;
  const labels = [top, top / 2, 0].map((value) => formatCount(value));
  const left = Math.max(3, ...labels.map((label) => label.length));
  const columns = brush.width - left - 1;
  if (rows < 2 || columns < 8) return;
  for (let y = 0; y < rows; y++) brush.text(left, y, '│', theme.faint);
  brush.right(left, 0, labels[0]!, theme.dim);
  if (rows > 3) brush.right(left, Math.floor((rows - 1) / 2), labels[1]!, theme.dim);
  brush.right(left, rows - 1, labels[2]!, theme.dim);
  const draw = brush.utf8 ? brailleRows : asciiRows;
  for (const [series, look] of [
    [all, theme.dim],
    [ok, theme.accent],
  ] as const) {
    for (const [y, row] of draw(series, columns, rows, top).entries()) paintDots(brush, left + 1, y, row, look);
  }
  const minutes = seconds / 60;
  brush.text(left + 1, rows, `-${minutes}m`, theme.dim);
  brush.text(left + 1 + Math.floor(columns / 2) - 2, rows, `-${minutes / 2}m`, theme.dim);
  brush.right(brush.width, rows, 'now', theme.dim);
}

/** Writes the dots of a row and leaves what stands where it has none. */
function paintDots(brush: Brush, x: number, y: number, row: string, look: number): void {
  for (const match of row.matchAll(/\S+/g)) brush.text(x + match.index, y, match[0], look);
}
