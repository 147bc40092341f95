/** Long work: each running job with a bar, count, rate and time left; below them, how the last ones ended. */
import { formatCount, formatDuration, formatPercent } from '../../lib/units.ts';
import type { JobRow, Progress } from '../../engine/types.ts';
import { definePanel, type Scene } from '../define-panel.ts';
import { barText } from '../paint/bar.ts';
import type { Brush } from '../paint/brush.ts';
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
        const titleWidth = Math.min(TITLE, Math.max(0, ...shown.map((row) => drawnWidth(row.title))));
        for (const [y, row] of shown.entries()) paintWork(brush, y, row, titleWidth);
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
const BAR = 14;

function paintWork(brush: Brush, y: number, work: Work, titleWidth: number): void {
  const { theme } = brush;
  brush.text(0, y, work.title, work.state === 'running' ? theme.text : theme.dim, titleWidth);
  let x = titleWidth + 2;
  if (work.state !== 'running') {
    const look = work.state === 'failed' ? theme.bad : theme.dim;
    const done = work.done > 0 ? `${formatCount(work.done)}  ` : '';
    brush.text(x, y, `${work.state}  ${done}${formatDuration(work.ms)}  ${work.error ?? work.note ?? ''}`, look);
    return;
  }
  const { done, total } = work;
  if (total !== null && total > 0) {
    brush.text(x, y, '▕', theme.faint);
    brush.fill(x + 1, y, BAR, brush.utf8 ? '·' : '.', theme.faint);
    brush.text(x + 1, y, barText(done / total, BAR), theme.accent);
    brush.text(x + 1 + BAR, y, brush.utf8 ? '▏' : ']', theme.faint);
    x += BAR + 3;
  }
  const facts = [
    total === null ? formatCount(done) : `${formatCount(done)}/${formatCount(total)}`,
    ...(total !== null && total > 0 ? [formatPercent(done / total)] : []),
    ...(work.rate === null ? [] : [`${formatCount(work.rate)}/s`]),
    ...(work.etaMs === null ? [] : [`${formatDuration(work.etaMs)} left`]),
    ...(work.note ? [work.note] : []),
  ];
  for (const [index, fact] of facts.entries()) {
    // A fact that does not fit whole is left out; half a number would be a wrong number.
    if (index > 0 && x + drawnWidth(fact) > brush.width) break;
    x = brush.text(x, y, fact, index === 0 ? theme.text : theme.dim) + 2;
  }
}
