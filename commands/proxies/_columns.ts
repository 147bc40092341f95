/** The columns of proxies in tables; `list`, `top` and `show` share them. */
import type { Column } from '../../src/command/define.ts';
import { ago, count, duration, plain, score, words } from '../_show.ts';

export const PROXY_COLUMNS: readonly Column[] = [
  count('id'),
  plain('address'),
  words('protocols'),
  { field: 'status', show: (value, row) => (row['banned'] === true ? `${String(value)} banned` : String(value)) },
  score('score'),
  duration('latencyMs', 'latency'),
  plain('anonymity'),
  plain('country'),
  plain('breaker'),
  ago('lastCheckedAt', 'checked'),
  words('tags'),
  plain('failure'),
];
