/** What needs attention as a table: what is wrong now, and what went wrong lately as far as the log remembers. */
import { quoteWord } from '../../command/expr/quote.ts';
import { definePanel, type PanelPort } from '../define-panel.ts';
import { type Alert, alertsOf } from '../feed/alerts-of.ts';
import { ageColumn, countColumn, textColumn } from '../table/small-columns.ts';
import type { Column } from '../table/column.ts';
import { listSource } from '../table/source.ts';
import { tablePanel } from '../table/table-panel.ts';

const LEVELS: readonly Alert['level'][] = ['error', 'warn'];
/** Of a message, as much as tells it from others. */
const SEARCHED = 60;

/** What holds at this moment stands before what was said at some time. */
const nowFirst = (row: Alert): number => (row.since === 'now' ? 0 : 1);

const COLUMNS: readonly Column<Alert>[] = [
  {
    field: 'level',
    title: 'level',
    width: 6,
    rank: 1,
    text: (row) => row.level,
    look: (row) => (row.level === 'error' ? 'bad' : 'warn'),
    value: (row) => LEVELS.indexOf(row.level),
    group: nowFirst,
  },
  textColumn('since', { title: 'when', width: 7, rank: 4, look: (row) => (row.since === 'now' ? 'warn' : 'dim') }),
  textColumn('area', { title: 'area', width: 9, rank: 2, look: () => 'accent', group: nowFirst }),
  countColumn('count', { title: 'times', width: 6, rank: 3, group: nowFirst }),
  ageColumn('lastAt', { title: 'last', width: 8, rank: 5, group: nowFirst }),
  ageColumn('firstAt', { title: 'first', width: 8, rank: 6, group: nowFirst }),
  textColumn('message', { title: 'what', width: 30, grow: 160, rank: 0, group: nowFirst }),
];

export default definePanel({
  title: 'alerts',
  tab: 'alerts',
  number: null,
  kind: 'table',
  create: () =>
    tablePanel<Alert>({
      source: listSource((row) => row.id, alertsOf),
      columns: COLUMNS,
      fields: COLUMNS.map(({ field }) => field),
      texts: (row) => [row.level, row.area, row.message],
      sortedBy: 'level',
      open: showInLog,
      empty: () => ['nothing needs attention', 'view log shows what happens'],
      about: { lines: 2, of: (row, theme) => [[[row.message, theme.text]], [[row.advice, theme.dim]]] },
    }),
});

/** To the newest line of the log that says so. */
function showInLog(row: Alert, port: PanelPort): void {
  if (row.since === 'now') return port.tell(row.advice);
  port.show('log');
  port.press(`screen search ${quoteWord(row.message.slice(0, SEARCHED))}`);
}
