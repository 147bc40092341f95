/** Takes the candidates of a list into the pool, in slices: the known ones remember the source, the others become `new`. */
import { Slicer } from '../lib/slices.ts';
import type { CandidateBatch, OddCandidate } from '../model/candidate.ts';
import type { ProtocolSet } from '../model/proxy.ts';
import { NEVER } from '../model/recheck.ts';
import type { Changes } from './changes.ts';
import type { Records } from './records.ts';

export interface AdmitOptions {
  /** Recorded as where the candidates were found. */
  readonly source: string;
  /** What bare lines are, as a set; 0 = the list does not say. */
  readonly protocols?: ProtocolSet;
  /** A person asks for these: who was evicted is due at once, with its history. Lists name the dead for years. */
  readonly recall?: boolean;
  /** Ends it early; what was admitted until then stays. */
  readonly signal?: AbortSignal;
}

export interface Admitted {
  readonly added: number;
  readonly known: number;
  /** Of the known ones those that were evicted and are due again. */
  readonly recalled: number;
  /** Ascending. */
  readonly addedIds: Uint32Array;
}

/** Candidates between two looks at the clock: about a tenth of a millisecond. */
const ROWS_A_LOOK = 256;

/** @param changes told of each that is new or changed @param now epoch milliseconds */
export async function admit(
  records: Records,
  changes: Changes,
  batch: CandidateBatch,
  options: AdmitOptions,
  now: number,
): Promise<Admitted> {
  const { source, protocols = 0, recall = false, signal } = options;
  const slicer = new Slicer();
  const firstSeen = Math.floor(now / 1_000);
  const newcomers = records.sources.of([source]);
  const odd = batch.odd.values();
  let nextOdd = odd.next();
  const addedIds = new Uint32Array(batch.count);
  let added = 0;
  let known = 0;
  let recalled = 0;
  for (let i = 0; i < batch.count; i += 1) {
    if (i % ROWS_A_LOOK === 0 && slicer.due()) {
      await slicer.breathe();
      if (signal?.aborted === true) break;
    }
    const claimed = batch.protocols[i]! || protocols;
    let slot: number;
    let fresh: boolean;
    let renewed = false;
    if (nextOdd.done !== true && nextOdd.value.index === i) {
      ({ slot, fresh, renewed } = admitOdd(records, nextOdd.value, batch.port[i]!));
      nextOdd = odd.next();
    } else {
      slot = records.keys.find(batch.ipv4[i]!, false, batch.port[i]!, 0);
      fresh = slot < 0;
      if (fresh) slot = records.create(records.nextId++, batch.ipv4[i]!, false, batch.port[i]!, 0);
    }
    const c = records.columns;
    const before = c.claimed[slot]!;
    c.claimed[slot] = before | claimed;
    if (fresh) {
      c.firstSeen[slot] = firstSeen;
      records.counts.drop(slot);
      c.sources[slot] = newcomers;
      records.counts.add(slot);
      addedIds[added++] = c.id[slot]!;
    } else {
      known += 1;
      const sources = records.sources.with(c.sources[slot]!, source);
      if (sources !== c.sources[slot]) {
        records.counts.drop(slot);
        c.sources[slot] = sources;
        records.counts.add(slot);
        renewed = true;
      }
      if (recall && c.dueAt[slot] === NEVER) {
        records.change(slot, () => void (c.dueAt[slot] = now));
        recalled += 1;
        renewed = true;
      }
    }
    if (fresh || renewed || before !== c.claimed[slot]) changes.note(c.id[slot]!);
  }
  return { added, known, recalled, addedIds: addedIds.subarray(0, added) };
}

interface Odd {
  readonly slot: number;
  readonly fresh: boolean;
  readonly renewed: boolean;
}

/** One with a name instead of an IPv4 address, or with credentials. Another password makes a known proxy new again. */
function admitOdd(records: Records, candidate: OddCandidate, port: number): Odd {
  const { host, user, password } = candidate;
  const name = user === '' ? undefined : user;
  const found = records.find(host, port, name);
  if (found >= 0) {
    const renewed = password !== undefined && records.passwords.get(found) !== password;
    if (renewed) {
      records.passwords.set(found, password);
      records.renew(found);
    }
    return { slot: found, fresh: false, renewed };
  }
  const key = records.makeKey(host, port, name);
  const slot = records.create(records.nextId++, key.host, key.odd, key.port, key.user);
  if (password !== undefined) records.passwords.set(slot, password);
  return { slot, fresh: true, renewed: false };
}
