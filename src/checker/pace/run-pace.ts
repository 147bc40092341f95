/**
 * The pace of one run: what governor, politeness, learnt connect timeout and canary say together, and what is told about
 * it while the run goes on and afterwards. The run asks before it begins a proxy and tells how each connection went.
 */
import { nowMs } from '../../lib/now-ms.ts';
import type { TimerWheel } from '../../lib/timer-wheel.ts';
import type { Bound, PaceFacts, PaceNow } from '../../model/pace.ts';
import type { Begun, ProxyCheck, Start } from '../proxy-check.ts';
import type { RunOptions } from '../run-context.ts';
import { Canary } from './canary.ts';
import { ConnectTimeout, type ConnectHistory, type Place } from './connect-timeout.ts';
import { Governor } from './governor.ts';
import { networkOf, Networks } from './networks.ts';
import { PaceLog } from './pace-log.ts';
import { anybodyThere } from './witnesses.ts';

export interface RunPaceDeps {
  readonly options: RunOptions;
  readonly wheel: TimerWheel;
  readonly history: ConnectHistory;
  /** Whether a host is this machine: it needs no politeness. */
  readonly isLocal: (host: string) => boolean;
  /** Whether the thread has slept, and nobody has told {@link RunPace.stalled} yet. */
  readonly isLate: () => boolean;
  readonly signal: AbortSignal;
  readonly tell: (pace: PaceNow) => void;
  /** Connections that are open. */
  readonly open: () => number;
  /** Something may be begun that could not before. */
  readonly wake: () => void;
  /** First tries in this place may be cut to so much time. */
  readonly cut: (place: Place, withinMs: number) => void;
}

/** Between two words to the brain. */
const TELL_MS = 500;
/** Between two looks at the witnesses, of which there must be two at least: one may simply have gone. */
const LOOK_MS = 2_000;
const WITNESSES = 3;

const placeOf = (begun: Begun): Place => (begun.network === null ? 'loopback' : 'internet');

export class RunPace {
  readonly governor: Governor;
  readonly networks: Networks<Start> | null;
  readonly #deps: RunPaceDeps;
  readonly #timeout: ConnectTimeout;
  readonly #canary = new Canary();
  readonly #log: PaceLog;
  #toldAt = -Infinity;
  #told = '';
  #lookedAt = -Infinity;
  #isLooking = false;
  #stalledAt = -Infinity;
  #timeouts = 0;
  #timeoutsMs = 0;
  #rescued = 0;

  constructor(deps: RunPaceDeps) {
    const { options, wheel, history } = deps;
    this.#deps = deps;
    this.#log = new PaceLog(nowMs());
    this.governor = new Governor(options.concurrency, (now, limit, why) => this.#log.step(now, limit, why));
    this.networks = options.perNetwork === null ? null : new Networks(options.perNetwork, wheel, deps.wake);
    this.#timeout = new ConnectTimeout(options.connectTimeoutMs, history, options.learnConnectTimeout);
  }

  /** The network that a proxy counts for; null on this machine. */
  networkOf(host: string): string | null {
    return this.#deps.isLocal(host) ? null : networkOf(host);
  }

  begin(start: Start, network: string | null): Begun {
    const place = network === null ? 'loopback' : 'internet';
    const connectTimeoutMs = start.tries === 0 ? this.#timeout.first(place) : this.#timeout.late(place);
    if (network !== null) this.governor.leavesMachine();
    return { task: start.task, tries: start.tries, network, connectTimeoutMs, cohort: this.#canary.begin() };
  }

  stalled(now: number, isOwn: boolean): void {
    this.#stalledAt = now;
    if (isOwn) this.governor.fellBehind(now, this.#deps.open());
  }

  connected({ begun, address }: ProxyCheck, connectMs: number): void {
    const place = placeOf(begun);
    if (begun.tries > 0) this.#rescued++;
    this.#canary.connected(address, begun.task.port);
    this.#judged(begun, true);
    // What seemed slow to a thread that slept teaches nothing.
    if (begun.tries === 0 && (this.#deps.isLate() || nowMs() - connectMs < this.#stalledAt)) return;
    if (this.#timeout.connected(place, connectMs, begun.tries > 0)) this.#deps.cut(place, this.#timeout.first(place));
  }

  /** Nobody connected: @param timedOut else it failed at once */
  notConnected(check: ProxyCheck, timedOut: boolean): void {
    this.#judged(check.begun, !timedOut);
    if (!timedOut) return;
    this.#timeouts++;
    this.#timeoutsMs += check.elapsedMs;
  }

  ended({ network }: Begun): void {
    if (network !== null) this.networks?.end(network);
  }

  /** Whether a connect that timed out is tried again late: as told, and where it was given less than the whole time. */
  defers({ begun, connectTimeoutMs }: ProxyCheck): boolean {
    const { retries, connectTimeoutMs: wholeMs } = this.#deps.options;
    if (begun.tries < retries) return true;
    return begun.tries === 0 && connectTimeoutMs < wholeMs && this.#timeout.wholePays();
  }

  /** A direct request to the judge has failed, or hardly anybody is there any more: is it the way there? */
  look(): void {
    const now = nowMs();
    const witnesses = this.#canary.witnesses(WITNESSES);
    if (this.#isLooking || now - this.#lookedAt < LOOK_MS || witnesses.length < 2) return;
    const { options, signal, open } = this.#deps;
    this.#isLooking = true;
    this.#lookedAt = now;
    void anybodyThere(witnesses, options.policy, options.connectTimeoutMs, signal).then((isThere) => {
      this.#isLooking = false;
      this.#lookedAt = nowMs();
      if (signal.aborted) return;
      if (isThere) this.#canary.falseAlarm();
      else this.governor.saturated(nowMs(), open());
    });
  }

  /** What keeps the run from beginning one more; null = nothing. Tells the brain when something has changed. */
  keep(now: number, bound: Bound | null): void {
    this.#log.keep(now, bound);
    if (now - this.#toldAt < TELL_MS) return;
    this.#toldAt = now;
    const { level, wanted, why } = this.governor;
    const pace: PaceNow = { limit: level, wanted, why, learntMs: this.#learntMs() };
    const told = `${level} ${why} ${pace.learntMs}`;
    if (told === this.#told) return;
    this.#told = told;
    this.#deps.tell(pace);
  }

  facts(): PaceFacts {
    const { options } = this.#deps;
    this.#log.keep(nowMs(), null);
    return {
      wanted: options.concurrency,
      allowed: options.allowed,
      steps: this.#log.steps,
      stepsLost: this.#log.lost,
      startsPerSecond: options.startsPerSecond,
      perNetwork: options.perNetwork,
      bound: this.#log.bound,
      parked: this.networks?.everParked ?? 0,
      connectTimeoutMs: options.connectTimeoutMs,
      learntMs: { internet: this.#timeout.learntMs('internet'), loopback: this.#timeout.learntMs('loopback') },
      isLearning: options.learnConnectTimeout,
      timeouts: this.#timeouts,
      timeoutsMs: Math.round(this.#timeoutsMs),
      rescued: this.#rescued,
    };
  }

  #learntMs(): number | null {
    if (!this.#deps.options.learnConnectTimeout) return null;
    return this.#timeout.learntMs('internet') ?? this.#timeout.learntMs('loopback');
  }

  #judged({ cohort }: Begun, isThere: boolean): void {
    if (this.#canary.ended(cohort, isThere)) this.look();
  }
}
