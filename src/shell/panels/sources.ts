/** Where proxies come from: each source with what it yields, how its last fetch went and when the next one is due. */
import { quoteWord } from '../../command/expr/quote.ts';
import type { JobRow, SourceRow } from '../../engine/types.ts';
import { formatDuration } from '../../lib/units.ts';
import { definePanel, type Scene } from '../define-panel.ts';
import type { Segment } from '../paint/brush.ts';
import { percentFigure } from '../paint/figures.ts';
import type { Roles, Theme } from '../paint/style.ts';
import type { Column } from '../table/column.ts';
import { ageColumn, countColumn, durationColumn, NOTHING, textColumn } from '../table/small-columns.ts';
import { listSource } from '../table/source.ts';
import { tablePanel } from '../table/table-panel.ts';

/** A source as it is now: `off` when nobody fetches it, `fetching` while somebody does. */
interface Row extends Omit<SourceRow, 'state'> {
  readonly state: SourceRow['state'] | 'fetching' | 'off';
}

const STATE_LOOKS: Readonly<Record<Row['state'], keyof Roles>> = {
  fetching: 'accent',
  ok: 'good',
  unchanged: 'good',
  failing: 'bad',
  never: 'dim',
  off: 'dim',
};
/** Those that say something first. */
const STATE_ORDER: readonly Row['state'][] = ['fetching', 'failing', 'ok', 'unchanged', 'never', 'off'];

const COLUMNS: readonly Column<Row>[] = [
  textColumn('name', { title: 'source', width: 18, grow: 34, rank: 0 }),
  {
    field: 'state',
    title: 'state',
    width: 9,
    rank: 1,
    text: (row) => row.state,
    look: (row) => STATE_LOOKS[row.state],
    value: (row) => STATE_ORDER.indexOf(row.state),
  },
  countColumn('working', { title: 'working', width: 8, rank: 2, look: () => 'accent' }),
  countColumn('listed', { title: 'in pool', width: 8, rank: 5 }),
  {
    field: 'workingRate',
    title: 'share',
    width: 6,
    align: 'right',
    rank: 6,
    text: (row) => (row.workingRate === null ? NOTHING : percentFigure(row.workingRate)),
    look: () => 'dim',
    value: (row) => row.workingRate,
    greatestFirst: true,
  },
  countColumn('found', { title: 'found', width: 8, rank: 3 }),
  countColumn('new', { title: 'new', width: 8, rank: 7 }),
  ageColumn('lastFetchedAt', { title: 'fetched', width: 8, rank: 4 }, 'never'),
  {
    field: 'nextDueAt',
    title: 'next',
    width: 7,
    align: 'right',
    rank: 9,
    text: nextText,
    look: () => 'dim',
    value: (row) => (row.enabled ? row.nextDueAt : null),
  },
  countColumn('failures', { title: 'fails', width: 6, rank: 8, look: (row) => (row.failures > 0 ? 'bad' : 'dim') }),
  {
    field: 'protocols',
    title: 'protocols',
    width: 11,
    rank: 11,
    text: (row) => row.protocols.join(' ') || NOTHING,
    look: () => 'dim',
    value: (row) => row.protocols.join(' ') || null,
  },
  textColumn('kind', { title: 'kind', width: 8, rank: 12, look: () => 'dim' }),
  textColumn('format', { title: 'format', width: 7, rank: 13, look: () => 'dim' }),
  durationColumn('ms', { title: 'took', width: 7, rank: 14, look: () => 'dim' }),
  textColumn('error', { title: 'error', width: 14, grow: 60, rank: 10, look: () => 'bad' }),
];

const FIELDS = [...COLUMNS.map(({ field }) => field), 'enabled', 'location'];

export default definePanel({
  title: 'sources',
  tab: 'sources',
  number: null,
  kind: 'table',
  create: () =>
    tablePanel<Row>({
      source: listSource((row) => row.name, rowsOf),
      columns: COLUMNS,
      fields: FIELDS,
      texts: (row) => [row.name, row.state, row.kind, row.location, row.format ?? '', row.error ?? ''],
      sortedBy: 'working',
      // From where they come to what came.
      open: (row, port) => {
        port.show('proxies');
        port.press(`screen filter ${quoteWord(`sources = ${quoteWord(row.name)}`)}`);
      },
      empty: () => ['no sources', 'sources add https://example.org/list.txt adds a list, a file or a folder'],
      about: { lines: 2, of: aboutSource },
    }),
});

function rowsOf({ view, facts }: Scene): readonly Row[] {
  const fetches = (facts?.jobs ?? []).filter(({ kind, state }) => kind === 'scrape' && state === 'running');
  return view!.sources().map((row) => {
    const isFetching = fetches.some((job) => isPending(row, job));
    return { ...row, state: isFetching ? 'fetching' : row.enabled ? row.state : 'off' };
  });
}

/** A round fetches all that are enabled, `scrape name` those it names; one that has been fetched since is done. */
function isPending(row: SourceRow, { title, startedAt }: JobRow): boolean {
  const [, ...names] = title.split(' ');
  const isMeant = names.length === 0 ? row.enabled : names.includes(row.name);
  return isMeant && (row.lastFetchedAt === null || row.lastFetchedAt < startedAt);
}

function nextText(row: Row, _cells: number, now: number): string {
  if (!row.enabled || row.nextDueAt === null) return NOTHING;
  const left = Date.parse(row.nextDueAt) - now;
  return left <= 0 ? 'now' : formatDuration(left);
}

function aboutSource(row: Row, theme: Theme): Segment[][] {
  const where: Segment[] = [
    [row.name, theme.strong],
    [`  ${row.location}`, theme.text],
  ];
  if (row.error !== null)
    return [
      where,
      [
        [row.failures > 1 ? `failed ${row.failures} times in a row: ` : 'failed: ', theme.bad],
        [row.error, theme.text],
      ],
    ];
  if (!row.enabled) return [where, [[`off: sources enable ${quoteWord(row.name)} fetches it again`, theme.dim]]];
  if (row.state === 'never') return [where, [[`not fetched yet: scrape ${quoteWord(row.name)}`, theme.dim]]];
  return [where, [['the last fetch went well', theme.dim]]];
}
