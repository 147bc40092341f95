/**
 * The pool: the only owner of proxy records. It admits candidates, hands out check tasks, applies reports by the pure
 * rules of src/model and answers every question about proxies. It does no IO and starts nothing by itself.
 */
import type { Bus } from '../core/bus.ts';
import type { Clock } from '../core/clock.ts';
import { Slicer } from '../lib/slices.ts';
import type { CandidateBatch } from '../model/candidate.ts';
import type { Endpoint, ProxyRow } from '../model/proxy.ts';
import { STATUSES } from '../model/proxy.ts';
import type { CheckReport } from '../model/report.ts';
import type { ProxyRowPort } from '../model/state.ts';
import type { Survival } from '../model/survival.ts';
import type { Admitted, AdmitOptions } from './admission.ts';
import { admit } from './admission.ts';
import { Changes } from './changes.ts';
import { THROUGHPUT_UNIT } from './columns.ts';
import type { Cursor } from './cursor.ts';
import { createCursor } from './cursor.ts';
import type { PoolDetail } from './detail.ts';
import { detailOf, endpointOf } from './detail.ts';
import { DueOrder } from './due-order.ts';
import { eachSlot } from './each-slot.ts';
import { Forecast } from './forecast.ts';
import { PoolImages } from './images.ts';
import type { PoolQuery } from './query.ts';
import { countOf, matches, scan, selectionOf } from './query.ts';
import type { RankKey } from './rank.ts';
import { onlyLoopback, type Selection } from './loopback.ts';
import { Marks } from './marks.ts';
import { HEAP_LIMIT, Ranking, rankKey } from './rank.ts';
import { rankedIds } from './ranked.ts';
import { Records } from './records.ts';
import { resolveReference, slotOf } from './reference.ts';
import type { Removed } from './removed.ts';
import { bringBack, removedOf } from './removed.ts';
import { rowOf } from './row.ts';
import type { PoolStatistics, SourceYield } from './statistics.ts';
import { statisticsOf, yieldBySource } from './statistics.ts';
import { Targets } from './targets.ts';
import type { TaskRun } from './tasks.ts';
import { dueCount, dueRun, fullRun, namedRun } from './tasks.ts';
import type { Second } from './throughput.ts';
import { Throughput } from './throughput.ts';
import { derive } from './derived.ts';
import type { Change, PoolRules } from './verdict.ts';
import { applyReport, beginTrial, recall } from './verdict.ts';

export interface PoolRankQuery extends PoolQuery {
  /** Default `score`. */
  readonly by?: RankKey;
  readonly reverse?: boolean;
  readonly offset?: number;
}

export interface PoolDeps {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly rules: PoolRules;
}

/** Statuses that leave hope, as indices of STATUSES. */
const HOPEFUL = ['new', 'answered', 'working'].map((name) => (STATUSES as readonly string[]).indexOf(name));
/** Steps between two looks at the clock in loops whose steps cost less than a microsecond. */
const STEPS_A_LOOK = 256;
/** Where rows are made as well, the garbage collector takes its part of the task. */
const SLOW_SLICE_MS = 1.5;

export class Pool {
  readonly #bus: Bus;
  readonly #clock: Clock;
  readonly #records = new Records();
  readonly #forecast = new Forecast(this.#records);
  readonly #order = new DueOrder(this.#records, this.#forecast);
  readonly #changes = new Changes();
  readonly #throughput = new Throughput();
  readonly #marks = new Marks(this.#records, this.#changes);
  readonly #cursor: Cursor;
  #rules: PoolRules;
  /** The latest run of due ones. */
  #latest: TaskRun | null = null;
  /** Breakers whose trial began and that nobody was told about yet. */
  #pending: Change[] = [];
  /** Through this the store saves and loads the proxies. */
  readonly images: ProxyRowPort;
  /** The operator's own pages and what checks against them found out. */
  readonly targets: Targets;

  constructor({ bus, clock, rules }: PoolDeps) {
    this.#bus = bus;
    this.#clock = clock;
    this.#rules = rules;
    this.#cursor = createCursor(this.#records, () => this.#rules);
    const own = { records: this.#records, changes: this.#changes, rules: (): PoolRules => this.#rules };
    this.images = new PoolImages(own.records, own.changes, own.rules);
    this.targets = new Targets({ ...own, bus, clock });
  }

  get size(): number {
    return this.#records.size;
  }

  /** What checks have taught about who passes the next one; the engine keeps it in the state. */
  get survival(): Survival {
    return this.#forecast.survival;
  }

  /** Adds what is new and remembers the source of what is known; in slices, so that a million may come at once. */
  async admit(batch: CandidateBatch, options: AdmitOptions): Promise<Admitted> {
    const ended = (added: number): void => this.#changed(added, 0);
    return admit(this.#records, this.#changes, batch, options, this.#clock.now(), ended);
  }

  /** Stores what checks found out. Reports on removed proxies are dropped. Takes 2 to 4 µs each: callers send hundreds, not all. */
  apply(reports: readonly CheckReport[]): void {
    const now = this.#clock.now();
    const changes = this.#pending;
    this.#pending = [];
    const applied: CheckReport[] = [];
    for (const report of reports) {
      const slot = this.#records.ids.slot(report.id);
      if (slot < 0) continue;
      this.#changes.note(report.id);
      const passed = applyReport(this.#records, slot, report, this.#rules, changes, this.#forecast);
      if (passed !== null) this.#throughput.record(report.at, passed, now);
      applied.push(report);
    }
    if (applied.length > 0) this.#bus.emit('proxy.checked', { reports: applied });
    if (changes.length > 0) this.#bus.emit('proxy.status', { changes });
  }

  /** What block lists say of the exit of a proxy; nothing is kept when it has another one by now, or is gone. */
  setListed(id: number, exit: string, zones: readonly string[]): void {
    const slot = this.#records.ids.slot(id);
    if (slot < 0 || this.#records.details.exit(slot) !== exit) return;
    if (this.#records.findings.list(slot, zones)) this.#changes.note(id);
  }

  /** Those due now, the most worth first. Close the run when its reports are applied. */
  dueTasks(limit = Infinity): TaskRun {
    return (this.#latest = dueRun(this.#records, this.#order, this.#clock.now(), limit, this.#onBegin));
  }

  /** All that are neither banned nor under test, by id. */
  allTasks(limit = Infinity): TaskRun {
    return fullRun(this.#records, limit, this.#onBegin);
  }

  /** All but those known to fail: who may work at a page of the operator's own, by id. */
  hopefulTasks(limit = Infinity): TaskRun {
    return fullRun(this.#records, limit, this.#onBegin, HOPEFUL);
  }

  /** Exactly these, even when banned. */
  tasksOf(ids: ArrayLike<number>): TaskRun {
    return namedRun(this.#records, ids, this.#onBegin);
  }

  /** True when there are proxies in the selection and all of them are on loopback; looks in slices. */
  onlyLoopback(selection: Selection): Promise<boolean> {
    return onlyLoopback(this.#records, selection, this.#clock.now());
  }

  /** How many are due now, counted up to `limit`, in slices. */
  dueCount(limit = Infinity): Promise<number> {
    return dueCount(this.#records, this.#clock.now(), limit);
  }

  hasDue(): boolean {
    return this.#records.due.next(this.#clock.now()) >= 0;
  }

  /** Whether proxies that were never checked are due and the latest run of due ones will not take them. */
  hasNewcomers(): boolean {
    return this.#latest?.isHandingOut !== true && this.#records.due.hasFresh(this.#clock.now());
  }

  /** @param changed is told each that did not have the tag @returns how many those are */
  tag(ids: ArrayLike<number>, tag: string, changed?: (id: number) => void): Promise<number> {
    return eachSlot(this.#records, ids, (slot) => this.#marks.tag(slot, tag), changed);
  }

  /** @param changed is told each that had the tag @returns how many those are */
  untag(ids: ArrayLike<number>, tag: string, changed?: (id: number) => void): Promise<number> {
    return eachSlot(this.#records, ids, (slot) => this.#marks.untag(slot, tag), changed);
  }

  /** Banned proxies stay known, so that no list brings them back; they are not checked and not ranked unless asked for. */
  ban(ids: ArrayLike<number>, changed?: (id: number) => void): Promise<number> {
    return eachSlot(this.#records, ids, (slot) => this.#marks.ban(slot, true), changed);
  }

  unban(ids: ArrayLike<number>, changed?: (id: number) => void): Promise<number> {
    return eachSlot(this.#records, ids, (slot) => this.#marks.ban(slot, false), changed);
  }

  /** Whether a certificate other than the expected one is a failure of theirs. */
  skipTls(ids: ArrayLike<number>, skip: boolean, changed?: (id: number) => void): Promise<number> {
    return eachSlot(this.#records, ids, (slot) => this.#marks.skipTls(slot, skip), changed);
  }

  /** Stores what a throughput test measured; removed proxies are passed over. */
  measured(measures: readonly { readonly id: number; readonly kibPerSecond: number; readonly at: number }[]): void {
    const { ids, columns, details } = this.#records;
    for (const { id, kibPerSecond, at } of measures) {
      const slot = ids.slot(id);
      if (slot < 0) continue;
      columns.throughput[slot] = Math.max(1, Math.min(2 ** 32 - 1, Math.round(kibPerSecond * THROUGHPUT_UNIT)));
      details.setThroughputAt(slot, Math.floor(at / 1_000));
      this.#changes.note(id);
    }
  }

  /** @param keep is handed each as {@link bringBack} takes it */
  async remove(ids: ArrayLike<number>, keep?: (removed: Removed) => void): Promise<number> {
    const work = (slot: number): boolean => {
      keep?.(removedOf(this.#records, slot));
      this.#changes.note(this.#records.columns.id[slot]!);
      this.#records.remove(slot);
      return true;
    };
    const removed = await eachSlot(this.#records, ids, work, undefined, new Slicer(SLOW_SLICE_MS));
    this.#changed(0, removed);
    return removed;
  }

  /** Takes removed proxies in again, in slices, with their ids and all that was known of them. */
  async bringBack(batches: Iterable<readonly Removed[]>): Promise<void> {
    const slicer = new Slicer(SLOW_SLICE_MS);
    const before = this.#records.size;
    for (const batch of batches) {
      bringBack(this.#records, this.images, this.#changes, batch);
      if (slicer.due()) await slicer.breathe();
    }
    this.#changed(Math.max(0, this.#records.size - before), 0);
  }

  /** New weights and limits; scores are worked out again, in slices. */
  async configure(rules: PoolRules): Promise<void> {
    this.#rules = rules;
    const slicer = new Slicer();
    let steps = 0;
    for (const slot of this.#records.ids.slots()) {
      const c = this.#records.columns;
      if (c.holds(slot) && c.checks[slot] !== 0) {
        this.#records.counts.drop(slot);
        derive(this.#records, slot, this.#rules);
        this.#records.counts.add(slot);
        if (recall(this.#records, slot, rules, this.#clock.now())) this.#changes.note(c.id[slot]!);
      }
      steps += 1;
      if (steps % STEPS_A_LOOK === 0 && slicer.due()) await slicer.breathe();
    }
  }

  stats(): PoolStatistics {
    return statisticsOf(this.#records);
  }

  /** How many proxies of the pool each source has named, and how many of them work. */
  yieldBySource(): Map<string, SourceYield> {
    return yieldBySource(this.#records);
  }

  /** Checks since the start that passed and that failed. */
  get checkTotals(): { readonly ok: number; readonly failed: number } {
    return this.#throughput.totals;
  }

  /** The last finished seconds of checking, oldest first, at most 899. */
  throughput(seconds: number): Second[] {
    return this.#throughput.last(seconds, this.#clock.now());
  }

  /** @throws unknown-proxy, ambiguous-proxy */
  resolve(reference: string): number {
    return this.#records.columns.id[resolveReference(this.#records, reference)]!;
  }

  has(id: number): boolean {
    return this.#records.ids.slot(id) >= 0;
  }

  /** @throws unknown-proxy */
  row(id: number): ProxyRow {
    return this.#row(slotOf(this.#records, id));
  }

  /** @throws unknown-proxy */
  detail(id: number): PoolDetail {
    const slot = slotOf(this.#records, id);
    return detailOf(this.#records, slot, this.#row(slot), this.#forecast.explain(slot, this.#clock.now()));
  }

  /** Where to connect to, the password included. @throws unknown-proxy */
  endpoint(id: number): Endpoint {
    return endpointOf(this.#records, slotOf(this.#records, id));
  }

  /** By id, lazily: the pool may change between two rows. Without statuses: everything. */
  *rows(query: PoolQuery = {}): IterableIterator<ProxyRow> {
    const selection = selectionOf(query, 'everything');
    for (const slot of this.#records.ids.slots()) {
      if (!this.#records.columns.holds(slot)) continue;
      if (matches(this.#records, this.#cursor, selection, slot)) yield this.#row(slot);
    }
  }

  /** The best `limit` after `offset`; without statuses: working and not banned. */
  rank(limit: number, query: PoolRankQuery = {}): ProxyRow[] {
    const from = Math.max(0, Math.floor(query.offset ?? 0));
    const ranking = new Ranking(this.#records, from, from + Math.max(0, Math.floor(limit)));
    const keyOf = rankKey(this.#records, query.by ?? 'score', query.reverse ?? false, this.#rules.timeoutMs);
    scan(this.#records, this.#cursor, selectionOf(query, 'usable'), (slot) => ranking.add(slot, keyOf(slot)));
    return ranking.slots().map((slot) => this.#row(slot));
  }

  /** As {@link rank}, however many, in slices. Rows are made as they are read; proxies that are gone by then are left out. */
  async *ranked(limit: number, query: Omit<PoolRankQuery, 'offset'> = {}): AsyncGenerator<ProxyRow> {
    if (limit <= HEAP_LIMIT) return yield* this.rank(limit, query);
    const keyOf = rankKey(this.#records, query.by ?? 'score', query.reverse ?? false, this.#rules.timeoutMs);
    const ids = await rankedIds(this.#records, this.#cursor, selectionOf(query, 'usable'), keyOf);
    for (let place = 0; place < Math.min(limit, ids.length); place += 1) {
      const slot = this.#records.ids.slot(ids[place]!);
      if (slot >= 0) yield this.#row(slot);
    }
  }

  /** How many rows {@link rank} has for this query. */
  count(query: PoolQuery = {}): number {
    return countOf(this.#records, this.#cursor, selectionOf(query, 'usable'));
  }

  #row(slot: number): ProxyRow {
    return rowOf(this.#records, slot, this.#rules.timeoutMs);
  }

  readonly #onBegin = (slot: number): void => {
    const before = this.#pending.length;
    beginTrial(this.#records, slot, this.#clock, this.#pending);
    if (this.#pending.length > before) this.#changes.note(this.#records.columns.id[slot]!);
    if (before === 0 && this.#pending.length > 0) queueMicrotask(() => this.#tell());
  };

  #tell(): void {
    const changes = this.#pending;
    this.#pending = [];
    if (changes.length > 0) this.#bus.emit('proxy.status', { changes });
  }

  #changed(added: number, removed: number): void {
    if (added > 0 || removed > 0) this.#bus.emit('pool.changed', { added, removed, total: this.#records.size });
  }
}
