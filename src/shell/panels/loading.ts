/**
 * Long work: each running job with a bar, count, rate and time left, and where there is room the pace of a check below
 * it; then how the last ones ended.
 */
import { formatCount, formatDuration } from '../../lib/units.ts';
import type { JobRow, Progress } from '../../engine/types.ts';
import { definePanel, type Scene } from '../define-panel.ts';
import type { Brush } from '../paint/brush.ts';
import { percentFigure, progressCount, rateFigure, wholeDurationFigure } from '../paint/figures.ts';
import { paintGauge } from '../paint/gauge.ts';
import { drawnWidth } from '../paint/glyphs.ts';

export default definePanel({
  title: 'loading',
  tab: 'work',
  number: 4,
  create: () => {
    let offset = 0;
    return {
      heading: (scene) => {
        const running = scene.facts?.jobs.filter((job) => job.state === 'running').length ?? 0;
        return running > 0 ? `${running} running` : '';
      },
      paint: (brush, scene) => {
        const rows = rowsOf(scene);
        offset = Math.max(0, Math.min(offset, rows.length - brush.height));
        if (rows.length === 0) brush.text(0, 0, scene.facts ? 'nothing is running' : 'opening state…', brush.theme.dim);
        const shown = rows.slice(offset, offset + brush.height);
        const grid = gridOf(shown, brush.width);
        // A pace takes the place of ended work, never of running work.
        let free = brush.height - shown.filter((row) => row.state === 'running').length;
        let y = 0;
        for (const row of shown) {
          if (y >= brush.height) break;
          paintWork(brush, y++, row, grid);
          if (row.state === 'running' && row.pace && free-- > 0)
            brush.text(PACE_INDENT, y++, row.pace, brush.theme.dim);
        }
      },
      scroll: (rows) => void (offset = Math.max(0, offset + rows)),
    };
  },
});

interface Work extends Progress {
  readonly title: string;
  readonly state: JobRow['state'];
  readonly ms: number;
  readonly error: string | null;
}

/** Running first, then ended ones, newest first. The prompt's own command is shown where no job stands for it. */
function rowsOf(scene: Scene): Work[] {
  const jobs = scene.facts?.jobs ?? [];
  const running: Work[] = jobs.filter((job) => job.state === 'running');
  const ended: Work[] = jobs.filter((job) => job.state !== 'running').toReversed();
  if (running.length === 0 && scene.running?.progress) {
    running.push({
      ...scene.running.progress,
      title: scene.running.line,
      state: 'running',
      ms: scene.now - scene.running.sinceMs,
      error: null,
    });
  }
  return [...running, ...ended];
}

const TITLE = 18;
const GAP = 2;
const PERCENT = 6;
const RATE = 8;
/** `4m 05s left`. */
const LEFT = 12;
const LEAST_BAR = 8;
const PACE_INDENT = 2;
const WIDEST_BAR = 40;

/** Where things stand in every row, so that bars are as long as each other and no figure moves while it changes. */
interface Grid {
  readonly title: number;
  /** Cells of the bar; 0 for none. */
  readonly bar: number;
  readonly count: number;
  readonly percent: number;
  readonly rate: number;
  readonly left: number;
}

function gridOf(rows: readonly Work[], width: number): Grid {
  const running = rows.filter((row) => row.state === 'running');
  const title = Math.min(TITLE, Math.max(0, ...rows.map((row) => drawnWidth(row.title))));
  const count = Math.max(0, ...running.map((row) => progressCount(row.done, row.total).length));
  const isMeasured = running.some(({ total }) => total !== null && total > 0);
  const columns = { title, count, percent: isMeasured ? PERCENT : 0, rate: RATE, left: LEFT, bar: 0 };
  if (!isMeasured) return { ...columns, left: 0 };
  const room = (cells: readonly number[]): number =>
    width - title - GAP - cells.reduce((sum, cell) => sum + GAP + cell, 0);
  // With little room the time left goes first, then the rate, then the bar itself.
  for (const [rate, left] of [
    [RATE, LEFT],
    [RATE, 0],
    [0, 0],
  ] as const) {
    const bar = room([count, PERCENT, ...[rate, left].filter((cell) => cell > 0)]);
    if (bar >= LEAST_BAR) return { ...columns, rate, left, bar: Math.min(WIDEST_BAR, bar) };
  }
  return { ...columns, rate: 0, left: 0 };
}

function paintWork(brush: Brush, y: number, work: Work, grid: Grid): void {
  const { theme } = brush;
  const { done, total, rate, etaMs } = work;
  brush.text(0, y, work.title, work.state === 'running' ? theme.text : theme.dim, grid.title);
  let x = grid.title + GAP;
  if (work.state !== 'running') {
    const look = work.state === 'failed' ? theme.bad : theme.dim;
    const count = done > 0 ? `${formatCount(done)}  ` : '';
    brush.text(x, y, `${work.state}  ${count}${formatDuration(work.ms)}  ${work.error ?? work.note ?? ''}`, look);
    return;
  }
  const share = total !== null && total > 0 ? done / total : null;
  if (grid.bar > 0) {
    if (share !== null) paintGauge(brush, x, y, grid.bar, share);
    x += grid.bar + GAP;
  }
  const columns: readonly (readonly [cells: number, text: string])[] = [
    [grid.count, progressCount(done, total)],
    [grid.percent, share === null ? '' : percentFigure(share)],
    [grid.rate, rate === null ? '' : rateFigure(rate, RATE)],
    [grid.left, etaMs === null ? '' : `${wholeDurationFigure(etaMs)} left`],
  ];
  for (const [index, [cells, text]] of columns.entries()) {
    if (cells === 0) continue;
    brush.right(x + cells, y, text, index === 0 ? theme.text : theme.dim);
    x += cells + GAP;
  }
  // A note that does not fit whole is left out: it says how many, and half a number would be a wrong number.
  if (work.note && x + drawnWidth(work.note) <= brush.width) brush.text(x, y, work.note, theme.dim);
}
