/** Backups in tables. */
import type { Column } from '../../src/command/define.ts';
import type { BackupRow } from '../../src/engine/types.ts';
import { bytes, count, plain, prose, time } from '../_show.ts';

export const BACKUP_COLUMNS: readonly Column[] = [
  plain('name'),
  time('createdAt', 'created'),
  count('proxies'),
  count('working'),
  count('sources'),
  bytes('bytes', 'size'),
  prose('reason', 16),
];

/** What is inside stands beside the rest; a backup of an older RefBot says only how many proxies. */
export function backupRow({ counts, ...backup }: BackupRow): Readonly<Record<string, unknown>> {
  return { ...backup, ...EMPTY, ...counts };
}

const EMPTY = { working: null, answered: null, failed: null, new: null, banned: null, sources: null, aliases: null };
