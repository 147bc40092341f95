/** How a proxy looks in a table: which columns, how wide, and what they say. */
import { formatDuration } from '../lib/units.ts';
import type { ProxyRow } from '../model/proxy.ts';
import type { Theme } from './paint/style.ts';
import type { TableColumn } from './paint/table.ts';

/** @param now epoch milliseconds, for the age of the last check */
export function proxyColumns(theme: Theme, now: number): TableColumn<ProxyRow>[] {
  const dim = (): number => theme.dim;
  return [
    { title: 'address', width: 21, grow: 32, rank: 0, text: (row) => row.address },
    {
      title: 'latency',
      width: 7,
      align: 'right',
      rank: 1,
      text: (row) => (row.latencyMs === null ? '–' : formatDuration(row.latencyMs)),
    },
    {
      title: 'score',
      width: 5,
      align: 'right',
      rank: 2,
      text: (row) => row.score.toFixed(3),
      look: () => theme.accent,
    },
    { title: 'protocols', width: 10, grow: 24, rank: 3, text: protocolText },
    { title: 'cc', width: 2, rank: 4, text: (row) => row.country ?? '??', look: dim },
    { title: 'anonymity', width: 11, rank: 5, text: (row) => row.anonymity ?? '–', look: dim },
    { title: 'breaker', width: 9, rank: 6, text: (row) => row.breaker, look: (row) => breakerLook(row, theme) },
    { title: 'status', width: 8, rank: 7, text: (row) => row.status, look: (row) => statusLook(row, theme) },
    { title: 'success', width: 7, align: 'right', rank: 8, text: (row) => row.success.toFixed(3), look: dim },
    { title: 'reliab.', width: 7, align: 'right', rank: 9, text: (row) => row.reliability.toFixed(3), look: dim },
    { title: 'checked', width: 7, align: 'right', rank: 10, text: (row) => age(row.lastCheckedAt, now), look: dim },
    { title: 'tags', width: 8, grow: 20, rank: 11, text: (row) => row.tags.join(' '), look: dim },
    { title: 'sources', width: 12, grow: 40, rank: 12, text: (row) => row.sources.join(' '), look: dim },
  ];
}

/** All protocols where they fit, else the first and how many more there are. */
function protocolText({ protocols }: ProxyRow, cells: number): string {
  const all = protocols.join(' ');
  return all.length <= cells ? all : `${protocols[0]} +${protocols.length - 1}`;
}

function breakerLook(row: ProxyRow, theme: Theme): number {
  if (row.breaker === 'OPEN') return theme.bad;
  return row.breaker === 'HALF_OPEN' ? theme.warn : theme.dim;
}

function statusLook(row: ProxyRow, theme: Theme): number {
  if (row.banned || row.status === 'failed') return theme.bad;
  return row.status === 'working' ? theme.good : theme.dim;
}

function age(at: string | null, now: number): string {
  return at === null ? 'never' : formatDuration(Math.max(0, now - Date.parse(at)));
}
