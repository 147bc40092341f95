/**
 * One run of checks inside the worker: takes tasks, keeps so many connections open as its pace allows, begins at most 200
 * proxies a turn, and ends when nobody waits and nobody is in flight.
 */
import { isIP } from 'node:net';
import { isLocalName, refusal } from '../core/guard.ts';
import type { CheckDefinition } from '../define/check.ts';
import { isLoopback } from '../lib/address.ts';
import { nowMs } from '../lib/now-ms.ts';
import type { TimerWheel } from '../lib/timer-wheel.ts';
import type { Bound, OwnLimit } from '../model/pace.ts';
import type { Protocol } from '../model/proxy.ts';
import type { CheckTask } from '../model/report.ts';
import { DirectViews } from './direct-views.ts';
import type { CountryLookup } from './geo.ts';
import { LIVENESS_PLAN } from './judge-plan.ts';
import { JudgeHealth } from './judge-health.ts';
import { JudgeWatch } from './judge-watch.ts';
import type { FromWorker, RunFacts } from './messages.ts';
import { Outbox } from './outbox.ts';
import type { ConnectHistory, Place } from './pace/connect-timeout.ts';
import { RunPace } from './pace/run-pace.ts';
import { ProxyCheck, type ProxyCheckOwner, type Start } from './proxy-check.ts';
import type { Finished, RunContext, RunOptions } from './run-context.ts';
import { RunMemory } from './run-memory.ts';
import { Slots } from './slots.ts';
import { StartQueue } from './start-queue.ts';

export interface RunDeps {
  readonly id: number;
  readonly options: RunOptions;
  readonly checks: readonly CheckDefinition[];
  readonly wheel: TimerWheel;
  readonly country: CountryLookup;
  /** How long connections took, in the runs before as well. */
  readonly history: ConnectHistory;
  /** Whether the thread has slept, so that times seem longer than they were; default: never. */
  readonly isLate?: () => boolean;
  /** Whether a host is this machine; default: by its address. */
  readonly isLocal?: (host: string) => boolean;
  /** Told after every turn in which tasks came or connections ended: of how many such events, and what is open now. */
  readonly turned: (events: number, open: number) => void;
  readonly post: (message: FromWorker) => void;
  /** The run is over; its facts were posted. */
  readonly onOver: () => void;
}

/** More in one turn block the thread for longer than a reply should wait. */
const STARTS_PER_TURN = 200;
/** Between looks at a limit that grows while somebody waits for it: at the start it doubles in no time. */
const LOOK_STARTING_MS = 10;
const LOOK_MS = 50;

export class CheckRun extends RunMemory implements RunContext, ProxyCheckOwner {
  readonly wheel: TimerWheel;
  readonly watch: JudgeWatch;
  readonly views: DirectViews;
  readonly country: CountryLookup;
  readonly #deps: RunDeps;
  readonly #pace: RunPace;
  readonly #slots: Slots;
  readonly #outbox: Outbox;
  readonly #abort = new AbortController();
  readonly #queue: StartQueue;
  readonly #inFlight = new Set<ProxyCheck>();
  #over = false;
  /** What has happened since the last look for work, which the first of it asked for. */
  #events = 0;
  /** Until the limit is looked at again: with everybody waiting nobody frees a slot. */
  #look: NodeJS.Timeout | null = null;
  #busyMs = 0;
  #retried = 0;

  constructor(deps: RunDeps) {
    super(deps.options, deps.checks);
    this.#deps = deps;
    this.wheel = deps.wheel;
    this.country = deps.country;
    this.#outbox = new Outbox(deps.id, deps.post);
    this.#pace = new RunPace({
      options: deps.options,
      wheel: deps.wheel,
      history: deps.history,
      isLate: deps.isLate ?? (() => false),
      isLocal: deps.isLocal ?? ((host) => this.#staysHere(host)),
      signal: this.#abort.signal,
      tell: (pace) => deps.post({ kind: 'pace', run: deps.id, pace }),
      open: () => this.#slots.open,
      wake: () => this.#wake(),
      cut: (place, withinMs) => this.#cut(place, withinMs),
    });
    this.#slots = new Slots(deps.options, this.#pace.governor);
    this.#queue = new StartQueue({
      pace: this.#pace,
      slots: this.#slots,
      begin: (start, network) => this.#begin(start, network),
      onTaken: () => this.#outbox.tookTask(),
      onPauseOver: () => this.#pump(),
    });
    const { plan, policy } = deps.options;
    // A page of the operator's is compared with nothing.
    const judged = plan.kind === 'target' ? LIVENESS_PLAN : plan;
    this.views = new DirectViews(judged, (change) => deps.post({ kind: 'view', run: deps.id, change }));
    this.watch = new JudgeWatch({
      policy,
      trusted: plan.trusted,
      // A RefBot judge is made to be asked often; whose else it is, we are guests.
      probeEveryMs: plan.kind === 'own' || plan.kind === 'refbot' ? 50 : 1_000,
      nonced: plan.kind !== 'target',
      onDown: () => this.#pace.look(),
      learn: (ask, reply, nonce) => this.views.learn(ask, reply, nonce),
      health: new JudgeHealth((trouble) => deps.post({ kind: 'judge', run: deps.id, trouble }), this.#abort.signal),
      signal: this.#abort.signal,
    });
  }

  add(tasks: readonly CheckTask[], last: boolean): void {
    this.#queue.add(tasks, last);
    this.#wake();
  }

  /** Ends at once: what is in flight is closed and not reported. */
  cancel(): void {
    if (this.#over) return;
    for (const check of this.#inFlight) check.cancel();
    this.#inFlight.clear();
    this.#finish();
  }

  /** The thread was late. @param isOwn by its own work: fewer connections, until it keeps up */
  stalled(isOwn: boolean): void {
    this.#pace.stalled(nowMs(), isOwn);
  }

  withSlot(protocol: Protocol, start: (now: number) => void): void {
    this.#slots.take(protocol, nowMs(), start);
  }

  freeSlot(protocol: Protocol, lacking: OwnLimit | null): void {
    this.#slots.free(protocol);
    if (lacking !== null) this.#slots.ranOut(nowMs(), lacking);
    this.#wake();
  }

  onConnected(check: ProxyCheck, connectMs: number): void {
    this.#pace.connected(check, connectMs);
  }

  onFinished(check: ProxyCheck, finished: Finished): void {
    if (!check.connected) this.#pace.notConnected(check, finished.report.reason === 'connect-timeout');
    this.#ended(check);
    this.#busyMs += finished.report.elapsedMs;
    this.#outbox.add(finished);
  }

  defers(check: ProxyCheck): boolean {
    return this.#pace.defers(check);
  }

  onDeferred(check: ProxyCheck): void {
    this.#pace.notConnected(check, true);
    this.#ended(check);
    this.#busyMs += check.elapsedMs;
    this.#retried++;
    this.#queue.retry({ task: check.task, tries: check.begun.tries + 1 });
  }

  #ended(check: ProxyCheck): void {
    this.#inFlight.delete(check);
    this.#pace.ended(check.begun);
    this.#wake();
  }

  #cut(place: Place, withinMs: number): void {
    for (const check of this.#inFlight) {
      const { tries, network } = check.begun;
      if (tries === 0 && (network === null) === (place === 'loopback')) check.limitConnect(withinMs);
    }
  }

  /** Looks for work in the next turn; many calls make one look. */
  #wake(): void {
    if (this.#over || this.#events++ > 0) return;
    setImmediate(() => {
      const events = this.#events;
      this.#events = 0;
      this.#pump();
      this.#deps.turned(events, this.#slots.open);
    });
  }

  #pump(): void {
    if (this.#over) return;
    this.#slots.drain(nowMs);
    const now = nowMs();
    let starts = Math.min(STARTS_PER_TURN, this.#room(now));
    while (starts > 0 && this.#queue.startOne(now)) starts--;
    const hasRoom = this.#room(now) > 0;
    if (starts === 0 && hasRoom) this.#wake(); // the turn's share is used up, not the slots
    if (this.#queue.isDone && this.#inFlight.size === 0) {
      this.#finish();
      return;
    }
    this.#pace.keep(now, hasRoom ? this.#queue.lack : this.#lookAgain(now));
    this.#outbox.settle();
  }

  /** There is no room. A limit that is below what is wanted, or paused, grows by itself: whoever waits for it has to look again. */
  #lookAgain(now: number): Bound {
    const { level, wanted, why } = this.#pace.governor;
    if (level >= wanted && this.#pace.governor.pausedMs(now) === 0) return 'concurrency';
    const againMs = why === 'starting' ? LOOK_STARTING_MS : LOOK_MS;
    this.#look ??= setTimeout(() => {
      this.#look = null;
      this.#pump();
    }, againMs);
    return 'limit';
  }

  /** Proxies that resolve a name or wait for a word about the judge hold no connection, and are as many all the same. */
  #room(now: number): number {
    return Math.min(this.#slots.room(now), this.options.concurrency - this.#inFlight.size);
  }

  /** Loopback needs no politeness, and what the policy forbids is never dialled. */
  #staysHere(host: string): boolean {
    if (isLoopback(host) || isLocalName(host)) return true;
    return isIP(host) !== 0 && refusal(host, this.options.policy, true) !== null;
  }

  #begin(start: Start, network: string | null): void {
    const check = new ProxyCheck(this, this, this.#pace.begin(start, network));
    this.#inFlight.add(check);
    check.start();
  }

  #finish(): void {
    this.#over = true;
    this.#abort.abort();
    this.#queue.clear();
    if (this.#look) clearTimeout(this.#look);
    this.#outbox.flush();
    const facts: RunFacts = {
      connections: this.#slots.taken,
      peakConnections: this.#slots.peak,
      busyMs: this.#busyMs,
      retried: this.#retried,
      judgeProbes: this.watch.probes,
      exhausted: this.#slots.exhausted,
      pace: this.#pace.facts(),
    };
    this.#deps.post({ kind: 'finished', run: this.#deps.id, facts });
    this.#deps.onOver();
  }
}
