/** Whether all proxies of a selection are on loopback, so that RefBot's own judge can serve them. Asked before a check. */
import { isLoopback } from '../lib/address.ts';
import { FLAG } from './columns.ts';
import type { Records } from './records.ts';

export type Selection = 'due' | 'all' | readonly number[];

/** Stops at the first that is not: on a pool of real proxies this looks at one. False for an empty selection. */
export function onlyLoopback(records: Records, selection: Selection, now: number): boolean {
  let any = false;
  for (const slot of slotsOf(records, selection, now)) {
    const host = records.columns.host[slot]!;
    // By number where there is one: on a pool that is all loopback every proxy is looked at.
    if (!isLoopback((records.columns.flags[slot]! & FLAG.oddHost) === 0 ? host : records.hosts.text(host)))
      return false;
    any = true;
  }
  return any;
}

function* slotsOf(records: Records, selection: Selection, now: number): Generator<number, void, void> {
  const { columns } = records;
  if (typeof selection !== 'string') {
    for (const id of selection) {
      const slot = records.ids.slot(id);
      if (slot >= 0) yield slot;
    }
    return;
  }
  for (let slot = 0; slot < columns.top; slot += 1) {
    if (columns.id[slot] === 0 || (columns.flags[slot]! & FLAG.banned) !== 0) continue;
    if (selection === 'all' || (columns.duePlace[slot] !== 0 && columns.dueAt[slot]! <= now)) yield slot;
  }
}
