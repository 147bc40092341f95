/**
 * The record keeper: columns, indexes, lists, queue and counters, and the few steps that change them together. Every
 * other file of the pool goes through these steps, so that no index can disagree with the columns.
 */
import { formatIpv4, parseIpv4 } from '../lib/address.ts';
import type { Status } from '../model/proxy.ts';
import { STATUSES } from '../model/proxy.ts';
import { Aggregates } from './aggregates.ts';
import { Columns, FLAG } from './columns.ts';
import { Details } from './details.ts';
import { DueQueue } from './due-queue.ts';
import { Findings } from './findings.ts';
import { IdMap } from './id-map.ts';
import { Interner } from './interner.ts';
import type { Key } from './key-index.ts';
import { KeyIndex } from './key-index.ts';
import { NameSets } from './name-sets.ts';
import { SlotList } from './slot-list.ts';
import { TargetResults } from './target-results.ts';
import { Timelines } from './timelines.ts';
import { UnderTest } from './under-test.ts';

const NEW = STATUSES.indexOf('new');

export class Records {
  readonly columns = new Columns();
  readonly sources = new NameSets();
  readonly tags = new NameSets();
  readonly targets = new TargetResults();
  readonly findings = new Findings();
  readonly passwords = new Map<number, string>();
  /** Slots under test and the run that tests them; the flag in the columns says the same. */
  readonly testing = new UnderTest();
  keys = new KeyIndex(this.columns);
  ids = new IdMap();
  /** Slots by status, in the order of STATUSES. */
  lists: readonly SlotList[] = STATUSES.map(() => new SlotList(this.columns));
  due = new DueQueue(this.columns);
  counts = new Aggregates(this.columns, this.sources);
  details = new Details();
  timelines = new Timelines(this.columns);
  hosts = new Interner();
  users = new Interner();
  /** The id the next new proxy gets. */
  nextId = 1;

  get size(): number {
    return this.ids.size;
  }

  /** @returns the slot of a proxy that is already here, or -1 */
  find(host: string, port: number, user: string | undefined): number {
    const userNumber = user === undefined ? 0 : this.users.find(user);
    if (user !== undefined && userNumber === 0) return -1;
    const key = this.lookupHost(host);
    return key === null ? -1 : this.keys.find(key.host, key.odd, port, userNumber);
  }

  /** A host as the columns hold it; null when no proxy has it. */
  lookupHost(host: string): Pick<Key, 'host' | 'odd'> | null {
    const ipv4 = parseIpv4(host);
    if (ipv4 !== null) return { host: ipv4, odd: false };
    const number = this.hosts.find(host);
    return number === 0 ? null : { host: number, odd: true };
  }

  /** A key for {@link create}; counts one more use of its host and user names. */
  makeKey(host: string, port: number, user: string | undefined): Key {
    const ipv4 = parseIpv4(host);
    return {
      host: ipv4 ?? this.hosts.use(host),
      odd: ipv4 === null,
      port,
      user: user === undefined ? 0 : this.users.use(user),
    };
  }

  /**
   * A proxy that was not here: queued and counted as `write` leaves it; without one it is `new` and due at once. The key
   * must not be known.
   */
  create(id: number, host: number, odd: boolean, port: number, user: number, write?: (slot: number) => void): number {
    const slot = this.columns.take();
    const c = this.columns;
    c.id[slot] = id;
    c.host[slot] = host;
    c.port[slot] = port;
    // What stays 0 is not written: memory that nobody touches is none.
    if (user !== 0) c.user[slot] = user;
    if (odd) c.flags[slot] = FLAG.oddHost;
    try {
      this.keys.insert(slot);
    } catch (error) {
      // No memory for the index: as if it had never come.
      this.releaseNames(slot);
      c.release(slot);
      throw error;
    }
    this.ids.set(id, slot);
    write?.(slot);
    this.lists[c.status[slot]!]!.add(slot);
    if ((c.flags[slot]! & FLAG.banned) === 0) this.due.put(slot);
    this.counts.add(slot);
    return slot;
  }

  /**
   * All memory that so many new ones may want, but for the index of keys: of what takes them in, this alone may fail, and
   * none of them is lost halfway.
   */
  reserve(count: number): void {
    this.columns.reserve(count);
    this.ids.reserve(this.nextId, this.nextId + count);
    this.lists[NEW]!.reserve(count);
    this.due.reserve(count);
    this.counts.reserve();
  }

  /** Queues and counts new slots in a row, as their columns are. */
  enlist(first: number, end: number): void {
    const { status } = this.columns;
    for (let from = first, slot = first + 1; from < end; slot += 1) {
      if (slot < end && status[slot] === status[from]) continue;
      this.lists[status[from]!]!.addRun(from, slot);
      from = slot;
    }
    this.due.putRun(first, end);
    this.counts.addRun(first, end);
  }

  /** Its key uses its names no more. */
  releaseNames(slot: number): void {
    const { flags, host, user } = this.columns;
    if ((flags[slot]! & FLAG.oddHost) !== 0) this.hosts.release(host[slot]!);
    if (user[slot] !== 0) this.users.release(user[slot]!);
  }

  /** Other sources name it now. Neither lists nor queue nor other counters depend on that. */
  setSources(slot: number, sources: number): void {
    this.counts.moveSources(slot, this.columns.sources[slot]!, sources);
    this.columns.sources[slot] = sources;
  }

  remove(slot: number): void {
    const c = this.columns;
    this.due.take(slot);
    this.counts.drop(slot);
    this.lists[c.status[slot]!]!.delete(slot);
    this.keys.remove(slot);
    this.ids.delete(c.id[slot]!);
    this.details.delete(slot);
    this.timelines.delete(slot);
    this.targets.delete(slot);
    this.findings.delete(slot);
    this.passwords.delete(slot);
    this.endTest(slot);
    this.releaseNames(slot);
    c.release(slot);
  }

  /** Forgets every proxy, in one short task; ids go on. */
  clear(): void {
    this.columns.clear();
    this.passwords.clear();
    this.testing.clear();
    this.keys = new KeyIndex(this.columns);
    this.ids = new IdMap();
    this.lists = STATUSES.map(() => new SlotList(this.columns));
    this.due = new DueQueue(this.columns);
    this.counts = new Aggregates(this.columns, this.sources);
    this.details = new Details();
    this.timelines = new Timelines(this.columns);
    this.targets.clear();
    this.findings.clear();
    this.hosts = new Interner();
    this.users = new Interner();
  }

  /** Changes columns of one proxy; lists, queue and counters follow whatever `write` does. */
  change(slot: number, write: () => void): void {
    const before = this.beginChange(slot);
    write();
    this.endChange(slot, before);
  }

  /** {@link change} without a function for each: what is written between the two is followed. @returns for {@link endChange} */
  beginChange(slot: number): number {
    this.due.take(slot);
    this.counts.drop(slot);
    return this.columns.status[slot]!;
  }

  endChange(slot: number, before: number): void {
    const c = this.columns;
    this.counts.add(slot);
    const after = c.status[slot]!;
    if (after !== before) {
      this.lists[before]!.delete(slot);
      this.lists[after]!.add(slot);
    }
    if ((c.flags[slot]! & (FLAG.banned | FLAG.testing)) === 0) this.due.put(slot);
  }

  /** Takes it out of the queue; one that is already under test stays with its run. */
  beginTest(slot: number, run: object): void {
    if ((this.columns.flags[slot]! & FLAG.testing) !== 0) return;
    this.due.take(slot);
    this.columns.flags[slot]! |= FLAG.testing;
    this.testing.add(slot, run);
  }

  /** Inside {@link change}, which queues it again unless it is banned. */
  endTest(slot: number): void {
    if ((this.columns.flags[slot]! & FLAG.testing) === 0) return;
    this.columns.flags[slot]! &= ~FLAG.testing;
    this.testing.delete(slot);
  }

  /** Forgets every check, as if the proxy had just been found. */
  renew(slot: number): void {
    this.change(slot, () => {
      const c = this.columns;
      for (const column of [
        c.status,
        c.speaks,
        c.spoken,
        c.anonymity,
        c.reason,
        c.country,
        c.results,
        c.checks,
        c.passes,
        c.history,
        c.passTally,
        c.checkTally,
        c.score,
        c.latency,
        c.drift,
        c.checkedAt,
        c.dueAt,
        c.breaker,
        c.failures,
        c.opened,
        c.openUntil,
        c.throughput,
      ])
        column[slot] = 0;
      c.flags[slot]! &= ~(FLAG.tlsKnown | FLAG.tlsIntact);
      this.details.delete(slot);
      this.targets.delete(slot);
      this.findings.delete(slot);
      this.timelines.delete(slot);
    });
  }

  hostOf(slot: number): string {
    const host = this.columns.host[slot]!;
    return (this.columns.flags[slot]! & FLAG.oddHost) === 0 ? formatIpv4(host) : this.hosts.text(host);
  }

  /** Null where the key has none. */
  userOf(slot: number): string | null {
    const user = this.columns.user[slot]!;
    return user === 0 ? null : this.users.text(user);
  }

  statusOf(slot: number): Status {
    return STATUSES[this.columns.status[slot]!]!;
  }
}
