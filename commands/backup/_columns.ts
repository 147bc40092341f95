/** Backups in tables. */
import type { Column } from '../../src/command/define.ts';
import { bytes, count, plain, prose, time } from '../_show.ts';

export const BACKUP_COLUMNS: readonly Column[] = [
  plain('name'),
  time('createdAt', 'created'),
  count('proxies'),
  bytes('bytes', 'size'),
  prose('reason', 16),
];
