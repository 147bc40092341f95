/** Whether all proxies of a selection are on loopback, so that RefBot's own judge can serve them. Asked before a check. */
import { isLocalName } from '../core/guard.ts';
import { isLoopback } from '../lib/address.ts';
import { FLAG } from './columns.ts';
import type { Records } from './records.ts';

export type Selection = 'due' | 'all' | readonly number[];

/** Stops at the first that is not: on a pool of real proxies this looks at one. False for an empty selection. */
export function onlyLoopback(records: Records, selection: Selection, now: number): boolean {
  const { id, flags, duePlace, dueAt, top } = records.columns;
  let any = false;
  if (typeof selection !== 'string') {
    for (const one of selection) {
      const slot = records.ids.slot(one);
      if (slot < 0) continue;
      if (!isHere(records, slot)) return false;
      any = true;
    }
    return any;
  }
  for (let slot = 0; slot < top; slot += 1) {
    if (id[slot] === 0 || (flags[slot]! & FLAG.banned) !== 0) continue;
    if (selection === 'due' && (duePlace[slot] === 0 || dueAt[slot]! > now)) continue;
    if (!isHere(records, slot)) return false;
    any = true;
  }
  return any;
}

/** By number where there is one: on a pool that is all loopback every proxy is looked at. */
function isHere({ columns, hosts }: Records, slot: number): boolean {
  const host = columns.host[slot]!;
  return (columns.flags[slot]! & FLAG.oddHost) === 0 ? isLoopback(host) : isLocal(hosts.text(host));
}

function isLocal(host: string): boolean {
  return isLoopback(host) || isLocalName(host);
}
