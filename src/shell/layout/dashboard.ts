/** The dashboard's two arrangements: side by side on a wide screen, above each other on a tall one. Pure. */
import type { PlacedPanel, ViewWish } from '../define-view.ts';
import type { Rect } from '../paint/brush.ts';
import { LEAST_COLUMNS, place, splitColumns, splitRows } from './split.ts';

/** Rows of the chart and the numbers beside it, borders included. */
const SUMMARY_ROWS = 7;
/** Rows of running work and configuration. */
const WORK_ROWS = 4;

/** Three panels above; below, work, proxies and output on the left, configuration and a long log on the right. */
export function dashboard(body: Rect, { output: wish, shift }: ViewWish): PlacedPanel[] {
  // Two panels share the left side of the summary.
  const leftWidth = Math.max(2 * LEAST_COLUMNS, Math.round(body.width * 0.615) + shift.columns);
  const [upper, lower] = splitRows(body, [SUMMARY_ROWS]);
  const [upperLeft, protocols] = splitColumns(upper!, [leftWidth]);
  const [throughput, statistics] = splitColumns(upperLeft!, [Math.round(upperLeft!.width * 0.54)]);
  if (wish === 'wide') {
    const [work, output] = splitRows(lower!, [WORK_ROWS]);
    const [loading, configuration] = splitColumns(work!, [leftWidth]);
    return place({ throughput, statistics, protocols, loading, configuration, output });
  }
  const [left, right] = splitColumns(lower!, [leftWidth]);
  // At 36 rows the table has eight proxies and the log twenty lines.
  const usual = Math.max(7, Math.min(11 + Math.floor((left!.height - 26) * 0.45), left!.height - WORK_ROWS - 6));
  const [loading, top, output] = splitRows(left!, [WORK_ROWS, usual + shift.rows]);
  const [configuration, log] = splitRows(right!, [WORK_ROWS]);
  return place({ throughput, statistics, protocols, loading, configuration, 'top-proxies': top, log, output });
}

export function narrow(body: Rect, { output: wish, shift }: ViewWish): PlacedPanel[] {
  const [first, second, rest] = splitRows(body, [SUMMARY_ROWS, WORK_ROWS]);
  const [statistics, protocols] = splitColumns(first!, [Math.floor(body.width / 2) + shift.columns]);
  if (wish === 'wide') return place({ statistics, protocols, loading: second, output: rest });
  const share = Math.floor(rest!.height / 3);
  const [top, log, output] = splitRows(rest!, [share + shift.rows, share]);
  return place({ statistics, protocols, loading: second, 'top-proxies': top, log, output });
}
