/**
 * One run of checks inside the worker: takes tasks, keeps so many connections open, begins at most 200 proxies a turn,
 * sends reports in batches, and comes back to timed-out proxies when nothing else waits.
 */
import { isIP } from 'node:net';
import { isLocalName, refusal } from '../core/guard.ts';
import type { CheckDefinition } from '../define/check.ts';
import { isLoopback } from '../lib/address.ts';
import type { TimerWheel } from '../lib/timer-wheel.ts';
import type { Protocol, ProtocolSet } from '../model/proxy.ts';
import type { CheckTask } from '../model/report.ts';
import { resolveHost, type Resolved } from '../net/resolve.ts';
import { Fifo } from './fifo.ts';
import type { CountryLookup } from './geo.ts';
import type { Ask } from './judge-plan.ts';
import { JudgeWatch } from './judge-watch.ts';
import type { FromWorker, RunFacts } from './messages.ts';
import { askable, probeOrder, type ProbeOrder } from './probe-order.ts';
import { ProxyCheck, type ProxyCheckOwner } from './proxy-check.ts';
import { packReport, type PackedReports } from './report-codec.ts';
import { requestTemplate, type RequestTemplate } from './requests.ts';
import type { Finished, RunContext, RunOptions, TargetReplies } from './run-context.ts';
import { Slots } from './slots.ts';

export interface RunDeps {
  readonly id: number;
  readonly options: RunOptions;
  readonly checks: readonly CheckDefinition[];
  readonly wheel: TimerWheel;
  readonly country: CountryLookup;
  readonly post: (message: FromWorker) => void;
  /** The run is over; its facts were posted. */
  readonly onOver: () => void;
}

/** More in one turn block the thread for longer than a reply should wait. */
const STARTS_PER_TURN = 200;
/** Reports are gathered for so long: one message for many. */
const BATCH_MS = 25;
/** What the brain can take in at once: this many reports, of which so few bring pages of up to 64 KB. */
const BATCH_REPORTS = 250;
const BATCH_PAGES = 32;

export class CheckRun implements RunContext, ProxyCheckOwner {
  readonly options: RunOptions;
  readonly wheel: TimerWheel;
  readonly watch: JudgeWatch;
  readonly country: CountryLookup;
  readonly #deps: RunDeps;
  readonly #slots: Slots;
  readonly #abort = new AbortController();
  readonly #queue = new Fifo<CheckTask>();
  readonly #late = new Fifo<ProxyCheck>();
  readonly #inFlight = new Set<ProxyCheck>();
  readonly #orders = new Map<ProtocolSet, ProbeOrder>();
  readonly #templates = new Map<Ask, RequestTemplate>();
  readonly #sessions = new Map<string, Buffer>();
  readonly #addresses = new Map<string, Promise<Resolved>>();
  #last = false;
  #over = false;
  #pumping = false;
  #pause: NodeJS.Timeout | null = null;
  #batchTimer: NodeJS.Timeout | null = null;
  #reports: PackedReports = [];
  #packed = 0;
  #replies: TargetReplies[] = [];
  #taken = 0;
  #busyMs = 0;
  #retried = 0;

  constructor(deps: RunDeps) {
    this.#deps = deps;
    this.options = deps.options;
    this.wheel = deps.wheel;
    this.country = deps.country;
    this.#slots = new Slots(deps.options);
    const { plan, policy } = deps.options;
    this.watch = new JudgeWatch({
      policy,
      trusted: plan.trusted,
      // A RefBot judge is made to be asked often; whose else it is, we are guests.
      probeEveryMs: plan.kind === 'own' || plan.kind === 'refbot' ? 50 : 1_000,
      nonced: plan.kind !== 'target',
      signal: this.#abort.signal,
    });
  }

  add(tasks: readonly CheckTask[], last: boolean): void {
    for (const task of tasks) this.#queue.push(task);
    this.#last ||= last;
    this.#wake();
  }

  /** Ends at once: what is in flight is closed and not reported. */
  cancel(): void {
    if (this.#over) return;
    this.#queue.clear();
    this.#late.clear();
    this.#slots.clear();
    for (const check of this.#inFlight) check.cancel();
    this.#inFlight.clear();
    this.#finish();
  }

  /** The thread falls behind: fewer connections, until it keeps up. */
  slowDown(): void {
    this.#slots.slowDown(performance.now());
  }

  order(claimed: ProtocolSet): ProbeOrder {
    let order = this.#orders.get(claimed);
    if (!order) this.#orders.set(claimed, (order = askable(probeOrder(this.#deps.checks, claimed), this.options.plan)));
    return order;
  }

  resolve(host: string): Promise<Resolved> {
    let resolved = this.#addresses.get(host);
    if (!resolved) this.#addresses.set(host, (resolved = resolveHost(host, this.options.policy, true)));
    return resolved;
  }

  template(ask: Ask): RequestTemplate {
    let template = this.#templates.get(ask);
    if (!template) this.#templates.set(ask, (template = requestTemplate(ask)));
    return template;
  }

  session(ask: Ask): Buffer | null {
    const kept = this.#sessions.get(ask.authority);
    if (kept || ask.session === null) return kept ?? null;
    const session = Buffer.from(ask.session);
    this.#sessions.set(ask.authority, session);
    return session;
  }

  keepSession(ask: Ask, session: Buffer): void {
    this.#sessions.set(ask.authority, session);
  }

  withSlot(protocol: Protocol, start: () => void): void {
    this.#slots.take(protocol, performance.now(), start);
  }

  freeSlot(protocol: Protocol, exhausted: boolean): void {
    this.#slots.free(protocol, performance.now(), exhausted);
    this.#wake();
  }

  onFinished(check: ProxyCheck, finished: Finished): void {
    this.#inFlight.delete(check);
    this.#busyMs += finished.report.elapsedMs;
    packReport(this.#reports, finished.report);
    this.#packed++;
    if (finished.replies.length > 0) this.#replies.push(...finished.replies);
    if (this.#packed >= BATCH_REPORTS || this.#replies.length >= BATCH_PAGES) this.#flush();
    else this.#batch();
    this.#wake();
  }

  onDeferred(check: ProxyCheck): void {
    this.#inFlight.delete(check);
    this.#busyMs += this.options.connectTimeoutMs;
    this.#retried++;
    this.#late.push(check);
    this.#wake();
  }

  /** Looks for work in the next turn; many calls make one look. */
  #wake(): void {
    if (this.#pumping || this.#over) return;
    this.#pumping = true;
    setImmediate(() => {
      this.#pumping = false;
      this.#pump();
    });
  }

  #pump(): void {
    if (this.#over) return;
    const now = performance.now();
    // With everything waiting nobody frees a slot: only this timer comes back to them.
    const pausedMs = this.#slots.pausedMs(now);
    if (pausedMs > 0) this.#pauseFor(pausedMs);
    this.#slots.drain(now);
    let starts = Math.min(STARTS_PER_TURN, this.#room(now));
    while (starts > 0 && this.#startOne(now)) starts--;
    if (starts === 0 && this.#room(now) > 0) this.#wake(); // the turn's share is used up, not the slots
    if (this.#last && this.#queue.length === 0 && this.#late.length === 0 && this.#inFlight.size === 0) this.#finish();
    else if (this.#taken > 0) this.#batch();
  }

  /** Proxies that resolve a name or wait for a word about the judge hold no connection, and are as many all the same. */
  #room(now: number): number {
    return Math.min(this.#slots.room(now), this.options.concurrency - this.#inFlight.size);
  }

  /** Loopback needs no politeness, and what the policy forbids is never dialled. */
  #leavesMachine(host: string): boolean {
    if (isLoopback(host) || isLocalName(host)) return false;
    return isIP(host) === 0 || refusal(host, this.options.policy, true) === null;
  }

  /** @returns whether another one may be tried in this turn */
  #startOne(now: number): boolean {
    if (this.#pause !== null) return false;
    const fresh = this.#queue.peek();
    // Late retries come when nothing else does, so that a short outage is over by then.
    const late = fresh || !this.#last ? undefined : this.#late.peek();
    const task = fresh ?? late?.task;
    if (!task) return false;
    if (this.#leavesMachine(task.host) && !this.#slots.pace(now)) {
      this.#pauseFor(this.#slots.paceDelayMs());
      return false;
    }
    if (fresh) {
      this.#queue.shift();
      this.#taken++;
    } else this.#late.shift();
    const check = new ProxyCheck(this, this, task, late ? late.tries + 1 : 0);
    this.#inFlight.add(check);
    check.start();
    return true;
  }

  #pauseFor(ms: number): void {
    this.#pause ??= setTimeout(() => {
      this.#pause = null;
      this.#pump();
    }, Math.ceil(ms));
  }

  #batch(): void {
    this.#batchTimer ??= setTimeout(() => this.#flush(), BATCH_MS);
  }

  #flush(): void {
    if (this.#batchTimer) clearTimeout(this.#batchTimer);
    this.#batchTimer = null;
    if (this.#reports.length === 0 && this.#taken === 0) return;
    this.#deps.post({
      kind: 'batch',
      run: this.#deps.id,
      reports: this.#reports,
      replies: this.#replies,
      taken: this.#taken,
    });
    this.#reports = [];
    this.#packed = 0;
    this.#replies = [];
    this.#taken = 0;
  }

  #finish(): void {
    this.#over = true;
    this.#abort.abort();
    if (this.#pause) clearTimeout(this.#pause);
    this.#flush();
    const facts: RunFacts = {
      connections: this.#slots.taken,
      peakConnections: this.#slots.peak,
      busyMs: this.#busyMs,
      retried: this.#retried,
      judgeProbes: this.watch.probes,
      exhausted: this.#slots.exhausted,
    };
    this.#deps.post({ kind: 'finished', run: this.#deps.id, facts });
    this.#deps.onOver();
  }
}
