/** How a proxy looks in a table: which columns, how wide, what they say and what they are sorted by. */
import { formatDuration } from '../../lib/units.ts';
import type { ProxyRow } from '../../model/proxy.ts';
import type { Roles } from '../paint/style.ts';
import type { Column, SortValue } from './column.ts';
import { ageColumn, NOTHING } from './small-columns.ts';

const STATUS_ORDER = ['working', 'answered', 'testing', 'new', 'failed', 'banned'];

/** Working ones stay first where the best are looked for, whichever way. A proxy under test is what it was before. */
function byUse(row: ProxyRow): number {
  if (row.banned) return STATUS_ORDER.indexOf('banned');
  if (row.status !== 'testing') return STATUS_ORDER.indexOf(row.status);
  return row.failure === null && row.lastCheckedAt !== null ? 0 : STATUS_ORDER.indexOf('new');
}

export const PROXY_COLUMNS: readonly Column<ProxyRow>[] = [
  { field: 'address', title: 'address', width: 21, grow: 32, rank: 0, text: (row) => row.address, value: addressKey },
  {
    field: 'latencyMs',
    title: 'latency',
    width: 7,
    align: 'right',
    rank: 1,
    text: (row) => (row.latencyMs === null ? NOTHING : formatDuration(row.latencyMs)),
    value: (row) => row.latencyMs,
    group: byUse,
  },
  {
    field: 'score',
    title: 'score',
    width: 6,
    align: 'right',
    rank: 2,
    text: (row) => row.score.toFixed(3),
    look: () => 'accent',
    value: (row) => row.score,
    greatestFirst: true,
    group: byUse,
  },
  {
    field: 'protocols',
    title: 'protocols',
    width: 10,
    grow: 24,
    rank: 3,
    text: protocolText,
    value: (row) => row.protocols.join(' ') || null,
  },
  {
    field: 'country',
    title: 'cc',
    width: 3,
    rank: 4,
    text: (row) => row.country ?? '??',
    look: () => 'dim',
    value: (row) => row.country,
  },
  {
    field: 'anonymity',
    title: 'anonymity',
    width: 11,
    rank: 5,
    text: (row) => row.anonymity ?? NOTHING,
    look: () => 'dim',
    value: (row) => row.anonymity,
  },
  {
    field: 'breaker',
    title: 'breaker',
    width: 9,
    rank: 6,
    text: (row) => row.breaker,
    look: breakerLook,
    value: (row) => row.breaker,
  },
  {
    field: 'status',
    title: 'status',
    width: 8,
    rank: 7,
    text: statusText,
    look: statusLook,
    value: (row) => STATUS_ORDER.indexOf(statusText(row)),
  },
  part('success', 'success', 8),
  part('reliability', 'reliab.', 9),
  part('speed', 'speed', 11),
  ageColumn('lastCheckedAt', { title: 'checked', width: 8, rank: 10 }, 'never'),
  {
    field: 'failure',
    title: 'failure',
    width: 15,
    rank: 12,
    text: (row) => row.failure ?? '',
    look: () => 'dim',
    value: (row) => row.failure,
  },
  {
    field: 'tags',
    title: 'tags',
    width: 8,
    grow: 20,
    rank: 13,
    text: (row) => row.tags.join(' '),
    look: () => 'dim',
    value: (row) => row.tags.join(' ') || null,
  },
  {
    field: 'sources',
    title: 'sources',
    width: 12,
    grow: 40,
    rank: 14,
    text: (row) => row.sources.join(' '),
    look: () => 'dim',
    value: (row) => row.sources.join(' ') || null,
  },
  {
    field: 'id',
    title: 'id',
    width: 7,
    align: 'right',
    rank: 15,
    text: (row) => String(row.id),
    look: () => 'dim',
    value: (row) => row.id,
  },
];

/** What letters are looked for in: the words of a row, not its figures. */
export function proxyTexts(row: ProxyRow): readonly string[] {
  return [
    row.address,
    ...row.protocols,
    row.country ?? '',
    row.anonymity ?? '',
    row.breaker,
    statusText(row),
    row.failure ?? '',
    ...row.tags,
    ...row.sources,
  ];
}

function part(field: 'success' | 'reliability' | 'speed', title: string, rank: number): Column<ProxyRow> {
  return {
    field,
    title,
    width: 8,
    align: 'right',
    rank,
    text: (row) => row[field].toFixed(3),
    look: () => 'dim',
    value: (row) => row[field],
    greatestFirst: true,
    group: byUse,
  };
}

/** IPv4 as the number it is, so that 9.0.0.1 comes before 10.0.0.1; others by their letters. */
function addressKey({ address }: ProxyRow): SortValue {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+):(\d+)$/.exec(address);
  return match ? match.slice(1).reduce((sum, part, at) => sum * (at < 4 ? 256 : 65_536) + Number(part), 0) : address;
}

/** All protocols where they fit, else the first and how many more there are. */
function protocolText({ protocols }: ProxyRow, cells: number): string {
  const all = protocols.join(' ');
  return all.length <= cells ? all : `${protocols[0]} +${protocols.length - 1}`;
}

function breakerLook(row: ProxyRow): keyof Roles {
  if (row.breaker === 'OPEN') return 'bad';
  return row.breaker === 'HALF_OPEN' ? 'warn' : 'dim';
}

function statusText(row: ProxyRow): string {
  return row.banned ? 'banned' : row.status;
}

function statusLook(row: ProxyRow): keyof Roles {
  if (row.banned || row.status === 'failed') return 'bad';
  return row.status === 'working' ? 'good' : 'dim';
}
