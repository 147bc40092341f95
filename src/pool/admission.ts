/** Takes the candidates of a list into the pool, in slices: the known ones remember the source, the others become `new`. */
import { Slicer } from '../lib/slices.ts';
import type { CandidateBatch, OddCandidate } from '../model/candidate.ts';
import type { ProtocolSet } from '../model/proxy.ts';
import { NEVER } from '../model/recheck.ts';
import type { Changes } from './changes.ts';
import { KEYS_AHEAD } from './key-index.ts';
import { uncleared } from './memory.ts';
import type { Records } from './records.ts';

/** Arrays grow in the middle of a slice, and garbage is collected. */
const SLICE_MS = 2;

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

/**
 * @param changes told of each that is new or changed
 * @param now epoch milliseconds
 * @param ended is told how many are new, also where this throws: they stay, and none is taken in by halves
 */
export async function admit(
  records: Records,
  changes: Changes,
  batch: CandidateBatch,
  options: AdmitOptions,
  now: number,
  ended: (added: number) => void,
): Promise<Admitted> {
  const intake = new Intake(records, changes, batch, options, now);
  const slicer = new Slicer(SLICE_MS);
  try {
    for (let from = 0; from < batch.count; from += KEYS_AHEAD) {
      if (slicer.due()) {
        await slicer.breathe();
        if (options.signal?.aborted === true) break;
      }
      intake.take(from, Math.min(from + KEYS_AHEAD, batch.count));
    }
  } finally {
    ended(intake.added);
  }
  return intake.result();
}

/**
 * One admission, some candidates at a time. A class and no loop with pauses: code that waits is compiled anew after each
 * wait, as slow code first.
 */
class Intake {
  readonly #records: Records;
  readonly #changes: Changes;
  readonly #batch: CandidateBatch;
  readonly #protocols: ProtocolSet;
  readonly #recall: boolean;
  readonly #now: number;
  readonly #firstSeen: number;
  readonly #joined: (set: number) => number;
  readonly #newcomers: number;
  readonly #addedIds: Uint32Array;
  #added = 0;
  #known = 0;
  #recalled = 0;
  #nextOdd = 0;
  /** New slots in a row that are in the columns and the index of keys alone. */
  #first = 0;
  #end = 0;

  constructor(records: Records, changes: Changes, batch: CandidateBatch, options: AdmitOptions, now: number) {
    this.#records = records;
    this.#changes = changes;
    this.#batch = batch;
    this.#protocols = options.protocols ?? 0;
    this.#recall = options.recall ?? false;
    this.#now = now;
    this.#firstSeen = Math.floor(now / 1_000);
    this.#joined = records.sources.adding(options.source);
    this.#newcomers = this.#joined(0);
    this.#addedIds = new Uint32Array(uncleared(batch.count * Uint32Array.BYTES_PER_ELEMENT));
  }

  /** Takes in candidates; at most {@link KEYS_AHEAD}. */
  take(from: number, to: number): void {
    const records = this.#records;
    const { ipv4, port } = this.#batch;
    records.columns.expect(this.#batch.count - from);
    records.reserve(KEYS_AHEAD);
    this.#changes.reserve(records.nextId, records.nextId + KEYS_AHEAD);
    records.keys.prefetch(ipv4, port, from, to);
    try {
      this.#takeEach(from, to);
    } finally {
      this.#enlist();
    }
  }

  #takeEach(from: number, to: number): void {
    const { keys } = this.#records;
    const { ipv4, port, protocols, odd } = this.#batch;
    let oddAt = odd[this.#nextOdd]?.index;
    for (let i = from; i < to; i += 1) {
      const claimed = protocols[i]! || this.#protocols;
      if (i === oddAt) {
        this.#takeOdd(odd[this.#nextOdd]!, port[i]!, claimed);
        this.#nextOdd += 1;
        oddAt = odd[this.#nextOdd]?.index;
        continue;
      }
      const slot = keys.findAhead(i - from, ipv4[i]!, port[i]!);
      if (slot >= 0) this.#again(slot, claimed, false);
      else {
        keys.makeRoom(i - from);
        keys.insertMissed(i - from, this.#begin(ipv4[i]!, port[i]!, claimed));
      }
    }
  }

  get added(): number {
    return this.#added;
  }

  result(): Admitted {
    return {
      added: this.#added,
      known: this.#known,
      recalled: this.#recalled,
      addedIds: this.#addedIds.subarray(0, this.#added),
    };
  }

  #begin(host: number, port: number, claimed: ProtocolSet): number {
    const c = this.#records.columns;
    const slot = c.take();
    if (slot !== this.#end) {
      this.#enlist();
      this.#first = slot;
    }
    this.#end = slot + 1;
    c.id[slot] = this.#records.nextId++;
    c.host[slot] = host;
    c.port[slot] = port;
    c.sources[slot] = this.#newcomers;
    if (claimed !== 0) c.claimed[slot] = claimed;
    return slot;
  }

  #describe(slot: number, claimed: ProtocolSet): void {
    const c = this.#records.columns;
    if (claimed !== 0) c.claimed[slot] = claimed;
    c.firstSeen[slot] = this.#firstSeen;
    c.sources[slot] = this.#newcomers;
  }

  #note(id: number): void {
    this.#addedIds[this.#added++] = id;
    this.#changes.note(id);
  }

  #enlist(): void {
    const [first, end] = [this.#first, this.#end];
    if (first === end) return;
    this.#first = end;
    const { columns: c, ids } = this.#records;
    for (let slot = first; slot < end; slot += 1) c.firstSeen[slot] = this.#firstSeen;
    ids.addRun(c.id, first, end);
    for (let slot = first; slot < end; slot += 1) this.#note(c.id[slot]!);
    this.#records.enlist(first, end);
  }

  #again(slot: number, claimed: ProtocolSet, wasRenewed: boolean): void {
    const records = this.#records;
    const c = records.columns;
    let renewed = wasRenewed;
    this.#known += 1;
    const before = c.claimed[slot]!;
    if ((before | claimed) !== before) {
      c.claimed[slot] = before | claimed;
      renewed = true;
    }
    const sources = c.sources[slot]!;
    const joined = this.#joined(sources);
    if (joined !== sources) {
      records.setSources(slot, joined);
      renewed = true;
    }
    if (this.#recall && c.dueAt[slot] === NEVER) {
      records.change(slot, () => void (c.dueAt[slot] = this.#now));
      this.#recalled += 1;
      renewed = true;
    }
    if (renewed) this.#changes.note(c.id[slot]!);
  }

  /** One with a name instead of an IPv4 address, or with credentials. Another password makes a known proxy new again. */
  #takeOdd({ host, user, password }: OddCandidate, port: number, claimed: ProtocolSet): void {
    const records = this.#records;
    const name = user === '' ? undefined : user;
    // The steps below want all in the queue and counted.
    this.#enlist();
    const found = records.find(host, port, name);
    if (found >= 0) {
      const isNew = password !== undefined && records.passwords.get(found) !== password;
      if (isNew) {
        records.passwords.set(found, password);
        records.renew(found);
      }
      this.#again(found, claimed, isNew);
      return;
    }
    const key = records.makeKey(host, port, name);
    const id = records.nextId++;
    const slot = records.create(id, key.host, key.odd, key.port, key.user, (made) => this.#describe(made, claimed));
    if (password !== undefined) records.passwords.set(slot, password);
    this.#note(id);
  }
}
