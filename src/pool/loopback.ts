/** Whether all proxies of a selection are on loopback, so that RefBot's own judge can serve them. Asked before a check. */
import { isLocalName } from '../core/guard.ts';
import { isLoopback } from '../lib/address.ts';
import { Slicer } from '../lib/slices.ts';
import { FLAG, type Columns } from './columns.ts';
import type { Records } from './records.ts';

export type Selection = 'due' | 'all' | readonly number[];

/** Proxies between two looks at the clock. */
const STEPS_A_LOOK = 4_096;

/**
 * Stops at the first that is not: on a pool of real proxies this looks at one; where all are, it looks in slices. False for
 * an empty selection.
 */
export async function onlyLoopback(records: Records, selection: Selection, now: number): Promise<boolean> {
  const { columns } = records;
  const slicer = new Slicer();
  let any = false;
  const steps = (): number => (typeof selection === 'string' ? columns.top : selection.length);
  for (let step = 0; step < steps(); step += 1) {
    const slot = typeof selection === 'string' ? step : records.ids.slot(selection[step]!);
    if (typeof selection === 'string' ? isMeant(columns, slot, selection, now) : slot >= 0) {
      if (!isHere(records, slot)) return false;
      any = true;
    }
    if (step % STEPS_A_LOOK === STEPS_A_LOOK - 1 && slicer.due()) await slicer.breathe();
  }
  return any;
}

function isMeant({ id, flags, duePlace, dueAt }: Columns, slot: number, which: 'due' | 'all', now: number): boolean {
  if (id[slot] === 0 || (flags[slot]! & FLAG.banned) !== 0) return false;
  return which === 'all' || (duePlace[slot] !== 0 && dueAt[slot]! <= now);
}

/** By number where there is one: on a pool that is all loopback every proxy is looked at. */
function isHere({ columns, hosts }: Records, slot: number): boolean {
  const host = columns.host[slot]!;
  return (columns.flags[slot]! & FLAG.oddHost) === 0 ? isLoopback(host) : isLocal(hosts.text(host));
}

function isLocal(host: string): boolean {
  return isLoopback(host) || isLocalName(host);
}
