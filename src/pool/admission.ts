/** Takes the candidates of a list into the pool, in slices: the known ones remember the source, the others become `new`. */
import { Slicer } from '../lib/slices.ts';
import type { CandidateBatch, OddCandidate } from '../model/candidate.ts';
import type { ProtocolSet } from '../model/proxy.ts';
import { NEVER } from '../model/recheck.ts';
import type { Changes } from './changes.ts';
import { KEYS_AHEAD } from './key-index.ts';
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

/** @param changes told of each that is new or changed @param now epoch milliseconds */
export async function admit(
  records: Records,
  changes: Changes,
  batch: CandidateBatch,
  options: AdmitOptions,
  now: number,
): Promise<Admitted> {
  const { source, protocols = 0, recall = false, signal } = options;
  const c = records.columns;
  const slicer = new Slicer();
  const firstSeen = Math.floor(now / 1_000);
  const joined = records.sources.adding(source);
  const newcomers = joined(0);
  let claimed = 0;
  const begin = (slot: number): void => {
    c.claimed[slot] = claimed;
    c.firstSeen[slot] = firstSeen;
    c.sources[slot] = newcomers;
  };
  const odd = batch.odd.values();
  let nextOdd = odd.next();
  const addedIds = new Uint32Array(batch.count);
  let added = 0;
  let known = 0;
  let recalled = 0;
  for (let i = 0; i < batch.count; i += 1) {
    if (i % KEYS_AHEAD === 0) {
      if (slicer.due()) {
        await slicer.breathe();
        if (signal?.aborted === true) break;
      }
      c.expect(batch.count - i);
      records.keys.prefetch(batch.ipv4, batch.port, i, Math.min(i + KEYS_AHEAD, batch.count));
    }
    claimed = batch.protocols[i]! || protocols;
    let slot: number;
    let fresh: boolean;
    let renewed = false;
    if (nextOdd.done !== true && nextOdd.value.index === i) {
      ({ slot, fresh, renewed } = admitOdd(records, nextOdd.value, batch.port[i]!, begin));
      nextOdd = odd.next();
    } else {
      slot = records.keys.find(batch.ipv4[i]!, false, batch.port[i]!, 0);
      fresh = slot < 0;
      if (fresh) slot = records.create(records.nextId++, batch.ipv4[i]!, false, batch.port[i]!, 0, begin);
    }
    const id = c.id[slot]!;
    if (fresh) addedIds[added++] = id;
    else {
      known += 1;
      const before = c.claimed[slot]!;
      if ((before | claimed) !== before) {
        c.claimed[slot] = before | claimed;
        renewed = true;
      }
      const sources = c.sources[slot]!;
      if (joined(sources) !== sources) {
        records.setSources(slot, joined(sources));
        renewed = true;
      }
      if (recall && c.dueAt[slot] === NEVER) {
        records.change(slot, () => void (c.dueAt[slot] = now));
        recalled += 1;
        renewed = true;
      }
    }
    if (fresh || renewed) changes.note(id);
  }
  return { added, known, recalled, addedIds: addedIds.subarray(0, added) };
}

interface Odd {
  readonly slot: number;
  readonly fresh: boolean;
  readonly renewed: boolean;
}

/** One with a name instead of an IPv4 address, or with credentials. Another password makes a known proxy new again. */
function admitOdd(records: Records, candidate: OddCandidate, port: number, begin: (slot: number) => void): Odd {
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
  const slot = records.create(records.nextId++, key.host, key.odd, key.port, key.user, begin);
  if (password !== undefined) records.passwords.set(slot, password);
  return { slot, fresh: true, renewed: false };
}
