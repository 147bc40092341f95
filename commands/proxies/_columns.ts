/** The columns of proxies in tables; `list`, `top` and `show` share them. */
import type { Column } from '../../src/command/define.ts';
import type { Engine } from '../../src/engine/types.ts';
import { NOTHING, ago, duration, plain, rate, score, words } from '../_show.ts';
import { TARGET_COLUMN } from '../targets/_columns.ts';

/** What block lists say of the exit: `none`, or which of them name it. */
export const LISTED_COLUMN: Column = {
  field: 'listed',
  title: 'block lists',
  show: (value) => (value === null ? NOTHING : (value as readonly string[]).join(' ') || 'none'),
  sparse: true,
};

/** What counts most comes first: a narrow terminal shows the first ones. */
export const PROXY_COLUMNS: readonly Column[] = [
  plain('address'),
  words('protocols'),
  duration('latencyMs', 'latency'),
  score('score'),
  plain('anonymity'),
  plain('country'),
  { field: 'status', show: (value, row) => (row['banned'] === true ? `${String(value)} banned` : String(value)) },
  plain('failure'),
  { ...words('tags'), least: 12 },
  ago('lastCheckedAt', 'checked'),
  plain('breaker'),
  { ...rate('throughput'), sparse: true },
  TARGET_COLUMN,
  LISTED_COLUMN,
  { field: 'id', align: 'right' },
];

/** What there is to say when the pool has no proxies at all; null when it has some. */
export function emptyPool(engine: Engine): string | null {
  return engine.view.stats().total === 0 ? 'the pool is empty: scrape, or proxies import FILE' : null;
}
