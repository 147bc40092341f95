/** Which slots a query of rows means: the lists of the statuses it names, and what its filter lets through. */
import type { ProxyRow, ShownStatus } from '../model/proxy.ts';
import { STATUSES } from '../model/proxy.ts';
import { FLAG } from './columns.ts';
import type { Cursor } from './cursor.ts';
import type { Records } from './records.ts';

/** Holds one row against a filter. The row is a view that is only valid during the call: do not keep it. */
export type RowPredicate = (row: ProxyRow) => boolean;

export interface PoolQuery {
  /** Stored statuses, whether a check is in flight or not; `testing` means those in flight. */
  readonly status?: readonly ShownStatus[];
  readonly where?: RowPredicate;
}

export interface Selection {
  /** Whether each stored status is meant, in the order of STATUSES. */
  readonly statuses: readonly boolean[];
  readonly testing: boolean;
  readonly banned: boolean;
  readonly where: RowPredicate | undefined;
}

/**
 * @param otherwise what a query without statuses means: everything, or what may be handed out (working, not banned).
 * Statuses that are named include banned proxies: who asks for all working ones gets all.
 */
export function selectionOf(query: PoolQuery, otherwise: 'everything' | 'usable'): Selection {
  const status = query.status ?? (otherwise === 'usable' ? ['working'] : STATUSES);
  return {
    statuses: STATUSES.map((name) => status.includes(name)),
    testing: status.includes('testing'),
    banned: query.status !== undefined || otherwise === 'everything',
    where: query.where,
  };
}

/** Calls `visit` for every slot that is meant, in no order. Whoever visits must not change the pool. */
export function scan(records: Records, cursor: Cursor, selection: Selection, visit: (slot: number) => void): void {
  const { where, banned } = selection;
  const { flags, status } = records.columns;
  const consider = (slot: number): void => {
    if (!banned && (flags[slot]! & FLAG.banned) !== 0) return;
    if (where === undefined || where(cursor.at(slot))) visit(slot);
  };
  for (const [index, list] of records.lists.entries()) {
    if (selection.statuses[index]) for (let i = 0; i < list.length; i += 1) consider(list.at(i));
  }
  if (!selection.testing) return;
  for (let i = 0; i < records.testing.size; i += 1) {
    const slot = records.testing.slot(i);
    if (!selection.statuses[status[slot]!]) consider(slot);
  }
}

export function matches(records: Records, cursor: Cursor, selection: Selection, slot: number): boolean {
  const { flags, status } = records.columns;
  if (!selection.banned && (flags[slot]! & FLAG.banned) !== 0) return false;
  const meant = selection.statuses[status[slot]!] || (selection.testing && (flags[slot]! & FLAG.testing) !== 0);
  return meant && (selection.where === undefined || selection.where(cursor.at(slot)));
}

/** How many {@link scan} would visit; without a filter it is read from the counters. */
export function countOf(records: Records, cursor: Cursor, selection: Selection): number {
  let count = 0;
  if (selection.where === undefined && !selection.testing) {
    for (const [index, meant] of selection.statuses.entries()) {
      if (meant) count += records.counts.statuses[index]! - (selection.banned ? 0 : records.counts.banned[index]!);
    }
    return count;
  }
  scan(records, cursor, selection, () => (count += 1));
  return count;
}
