/** How results at a page of one's own look in tables: the lists of proxies and `targets show` share it. */
import type { Column } from '../../src/command/define.ts';
import type { Target, TargetResult } from '../../src/engine/types.ts';
import { formatDuration } from '../../src/lib/units.ts';

/** `200 in 123 ms, 5 of 6`. */
export function resultText({ status, latencyMs, reason, passes, checks }: TargetResult): string {
  const what = [status ?? '', reason ?? '', latencyMs === null ? '' : `in ${formatDuration(latencyMs)}`];
  return `${what.filter((part) => part !== '').join(' ')}, ${passes} of ${checks}`;
}

/** Of the rows that `--target` chose; no others have it. */
export const TARGET_COLUMN: Column = {
  field: 'target',
  title: 'at the page',
  sparse: true,
  show: (value) => (value ? resultText(value as TargetResult) : ''),
};

export function targetRow({ shown, checked, passed, usedAt }: Target) {
  return { page: shown, checked, passed, lastUsedAt: new Date(usedAt).toISOString() };
}
