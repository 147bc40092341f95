/** Long work as a table: what runs first, with bar, rate and time left, then what ended, newest first. */
import type { JobRow } from '../../engine/types.ts';
import { formatDuration } from '../../lib/units.ts';
import { definePanel } from '../define-panel.ts';
import { barText } from '../paint/bar.ts';
import type { Segment } from '../paint/brush.ts';
import { progressCount, rateFigure } from '../paint/figures.ts';
import type { Roles, Theme } from '../paint/style.ts';
import type { Column } from '../table/column.ts';
import { ageColumn, countColumn, durationColumn, NOTHING, textColumn } from '../table/small-columns.ts';
import { listSource } from '../table/source.ts';
import { tablePanel } from '../table/table-panel.ts';

const LOOKS: Readonly<Record<JobRow['state'], keyof Roles>> = {
  running: 'accent',
  done: 'good',
  failed: 'bad',
  cancelled: 'warn',
};
const WIDEST_BAR = 16;
const runningFirst = (row: JobRow): number => (row.state === 'running' ? 0 : 1);

const COLUMNS: readonly Column<JobRow>[] = [
  countColumn('id', { title: 'id', width: 4, rank: 2, look: () => 'dim', group: runningFirst }),
  textColumn('title', { title: 'job', width: 16, grow: 36, rank: 0, group: runningFirst }),
  {
    field: 'state',
    title: 'state',
    width: 9,
    rank: 1,
    text: (row) => row.state,
    look: (row) => LOOKS[row.state],
    value: (row) => Object.keys(LOOKS).indexOf(row.state),
  },
  {
    field: 'progress',
    title: 'progress',
    width: 12,
    grow: 16,
    rank: 8,
    text: progressText,
    look: () => 'accent',
    value: shareOf,
    greatestFirst: true,
    group: runningFirst,
  },
  {
    field: 'done',
    title: 'done',
    width: 15,
    align: 'right',
    rank: 3,
    text: (row) => progressCount(row.done, row.total),
    value: (row) => row.done,
    greatestFirst: true,
    group: runningFirst,
  },
  {
    field: 'rate',
    title: 'rate',
    width: 8,
    align: 'right',
    rank: 7,
    text: (row) => (row.rate === null || row.state !== 'running' ? NOTHING : rateFigure(row.rate, 8)),
    look: () => 'dim',
    value: (row) => row.rate,
    greatestFirst: true,
    group: runningFirst,
  },
  {
    field: 'etaMs',
    title: 'left',
    width: 7,
    align: 'right',
    rank: 5,
    text: (row) => (row.etaMs === null || row.state !== 'running' ? NOTHING : formatDuration(row.etaMs)),
    value: (row) => row.etaMs,
    group: runningFirst,
  },
  durationColumn('ms', { title: 'took', width: 7, rank: 4, look: () => 'dim', group: runningFirst }),
  ageColumn('startedAt', { title: 'began', width: 8, rank: 9, group: runningFirst }),
  {
    field: 'kind',
    title: 'kind',
    width: 12,
    rank: 10,
    text: (row) => (row.auto ? `${row.kind} auto` : row.kind),
    look: () => 'dim',
    value: (row) => row.kind,
    group: runningFirst,
  },
  {
    field: 'note',
    title: 'note',
    width: 14,
    grow: 60,
    rank: 6,
    text: (row) => row.error ?? row.note,
    look: (row) => (row.error === null ? 'dim' : 'bad'),
    value: (row) => row.error ?? (row.note || null),
    group: runningFirst,
  },
];

export default definePanel({
  title: 'jobs',
  tab: 'jobs',
  number: null,
  kind: 'table',
  create: () =>
    tablePanel<JobRow>({
      source: listSource(
        (row) => row.id,
        ({ facts }) => facts?.jobs ?? [],
      ),
      columns: COLUMNS,
      fields: [...COLUMNS.map(({ field }) => field), 'total', 'error', 'auto'],
      texts: (row) => [row.title, row.kind, row.state, row.note, row.error ?? ''],
      sortedBy: 'id',
      open: (row, port) => port.press(`jobs | where id = ${row.id}`),
      empty: () => [
        'nothing runs and nothing ran lately',
        'check and scrape are jobs; & behind a command sends it to the background',
      ],
      about: { lines: 1, of: aboutJob },
    }),
});

/** Null where nobody knows how much there is to do. */
function shareOf({ done, total }: JobRow): number | null {
  return total === null || total === 0 ? null : Math.min(1, done / total);
}

/** As long as the column, so that what is left to do is seen, too. */
function progressText(row: JobRow, cells: number): string {
  const share = shareOf(row);
  if (row.state !== 'running' || share === null) return '';
  return barText(share, Math.min(cells, WIDEST_BAR), 'braille').padEnd(Math.min(cells, WIDEST_BAR), '·');
}

function aboutJob(row: JobRow, theme: Theme): Segment[][] {
  const said = row.error ?? row.note;
  return [
    [
      [`${row.title}  `, theme.strong],
      [row.state, theme[LOOKS[row.state]]],
      [said === '' ? '' : `  ${said}`, row.error === null ? theme.text : theme.bad],
    ],
  ];
}
