/**
 * The check of one proxy: which protocols are tried when, and the one report at the end. Protocols of an unknown proxy
 * are tried one after the other, each given a short head start, so that a server that keeps silent when it is spoken
 * to in a wrong protocol does not use up the time of the right one.
 */
import { isIP } from 'node:net';
import type { CheckDefinition } from '../define/check.ts';
import { nowMs } from '../lib/now-ms.ts';
import { WheelEntry } from '../lib/timer-wheel.ts';
import { PROTOCOL_BIT, protocolNames } from '../model/proxy.ts';
import type { CheckReport, CheckTask, FailureReason, ProtocolResult } from '../model/report.ts';
import type { Cohort } from './pace/canary.ts';
import type { ProbeOrder } from './probe-order.ts';
import type { Finished, RunContext, TargetReplies } from './run-context.ts';
import { Track, type TrackOwner } from './track.ts';
import { shownReason } from './verdict.ts';

export interface ProxyCheckOwner {
  onFinished(check: ProxyCheck, finished: Finished): void;
  /** The first connection of all is up. */
  onConnected(check: ProxyCheck, connectMs: number): void;
  /** Whether a connect that timed out is tried again later. */
  defers(check: ProxyCheck): boolean;
  onDeferred(check: ProxyCheck): void;
}

/** How a check is begun. */
export interface Start {
  readonly task: CheckTask;
  /** Connect timeouts so far. */
  readonly tries: number;
}

/** What the run keeps with a check, for itself. */
export interface Begun extends Start {
  readonly connectTimeoutMs: number;
  /** The network that counts it; null on this machine. */
  readonly network: string | null;
  readonly cohort: Cohort;
}

/** Head start of a protocol before the next one is tried beside it: a few round trips, within these bounds. */
const MIN_STAGGER_MS = 250;
const MAX_STAGGER_MS = 1_500;
/** Once one protocol works, silent ones that nobody claimed are waited for no longer than this or three of its replies. */
const GRACE_MS = 1_000;
/** The claim was wrong, but something is there that may speak another protocol. */
const MISMATCH: ReadonlySet<FailureReason> = new Set<FailureReason>(['bad-reply', 'closed', 'reset']);

/** Shared and never written to: an array of its own for each of ten thousand that only wait is more than what is in it. */
const NO_CHECKS: readonly CheckDefinition[] = [];
const NO_TRACKS: readonly Track[] = [];

export class ProxyCheck extends WheelEntry implements TrackOwner {
  readonly task: CheckTask;
  readonly begun: Begun;
  /** What the first connection is given. */
  connectTimeoutMs: number;
  readonly #owner: ProxyCheckOwner;
  readonly #run: RunContext;
  readonly #startedAt = nowMs();
  #address = '';
  readonly #order: ProbeOrder;
  #waiting: readonly CheckDefinition[];
  #companionsTried = false;
  #restTried = false;
  #tracks = NO_TRACKS;
  /** Tracks that are not done. */
  #open = 0;
  #connected = false;
  #done = false;

  constructor(owner: ProxyCheckOwner, run: RunContext, begun: Begun) {
    super();
    this.#owner = owner;
    this.#run = run;
    this.begun = begun;
    this.connectTimeoutMs = begun.connectTimeoutMs;
    this.task = begun.task;
    this.#order = run.order(begun.task.claimed);
    this.#waiting = this.#order.first;
  }

  start(): void {
    // As the socket tells a literal: `010.0.0.1` is a name to it, of which the system makes 8.0.0.1.
    if (isIP(this.task.host) !== 0) {
      this.#address = this.task.host;
      this.#next();
      return;
    }
    this.#run.wheel.arm(this, this.#run.options.connectTimeoutMs);
    void this.#run.resolve(this.task.host).then((resolved) => {
      if (this.#done) return;
      this.#run.wheel.disarm(this);
      if (resolved.ok) {
        this.#address = resolved.address;
        this.#next();
      } else this.#finish([this.#untried(resolved.reason)]);
    });
  }

  /** Closes everything; nothing is reported. */
  cancel(): void {
    this.#done = true;
    this.#run.wheel.disarm(this);
    for (const track of this.#tracks) track.cancel();
  }

  /** The head start is over, or the name took too long to resolve. */
  override onDue(): void {
    if (this.#address === '') this.#finish([this.#untried('unresolved')]);
    else this.#next();
  }

  /** Anybody was there: some connection came about. */
  get connected(): boolean {
    return this.#connected;
  }

  /** Where it is dialled; empty until that is known. */
  get address(): string {
    return this.#address;
  }

  get elapsedMs(): number {
    return nowMs() - this.#startedAt;
  }

  /** Nobody there yet: at most so much time for it, counted from the start. */
  limitConnect(withinMs: number): void {
    if (this.#connected || withinMs >= this.connectTimeoutMs) return;
    this.connectTimeoutMs = withinMs;
    for (const track of this.#tracks) track.limitConnect(withinMs);
  }

  onTrackConnected(_track: Track, connectMs: number): void {
    const first = !this.#connected;
    this.#connected = true;
    if (first) this.#owner.onConnected(this, connectMs);
    if (this.#waiting.length === 0) return;
    const headStartMs = first ? 4 * (nowMs() - this.#startedAt) : 0;
    this.#run.wheel.arm(this, Math.min(MAX_STAGGER_MS, Math.max(MIN_STAGGER_MS, headStartMs)));
  }

  onTrackDecided(track: Track): void {
    const { finding } = track;
    if (finding.answered) this.#hurryOthers(track);
    else if (finding.neverConnected && !this.#connected) {
      this.#waiting = NO_CHECKS; // nobody there: other protocols would meet the same
      return;
    }
    // Wrong credentials are wrong for the other one of the pair as well; silence is not worth a second wait.
    if (!this.#companionsTried && finding.reason !== 'auth-required' && finding.reason !== 'no-answer') {
      this.#companionsTried = true;
      this.#waiting = [...this.#waiting, ...this.#order.companions];
    }
    this.#next();
  }

  onTrackDone({ finding }: Track): void {
    this.#open--;
    if (this.#open > 0 || this.#waiting.length > 0 || this.#done) return;
    if (
      finding.neverConnected &&
      !this.#connected &&
      finding.reason === 'connect-timeout' &&
      this.#owner.defers(this)
    ) {
      this.cancel();
      this.#owner.onDeferred(this);
      return;
    }
    if (
      this.#connected &&
      !this.#restTried &&
      this.#tracks.every(({ finding }) => !finding.answered && MISMATCH.has(finding.reason!))
    ) {
      this.#restTried = true;
      this.#waiting = [...this.#waiting, ...this.#order.rest];
      this.#next();
      if (this.#open > 0) return;
    }
    if (this.#tracks.some(({ finding }) => finding.doubtful)) void this.#settle();
    else this.#finish(this.#tracks.map(({ finding }) => finding.result()));
  }

  /** Starts the next protocol, if there is one. */
  #next(): void {
    this.#run.wheel.disarm(this);
    if (this.#done) return;
    const { timeoutMs } = this.#run.options;
    const check = this.#waiting[0];
    this.#waiting = this.#waiting.length > 1 ? this.#waiting.slice(1) : NO_CHECKS;
    // What somebody claimed gets the whole time; guesses share one.
    const leftMs = check && this.#isGuess(check) ? timeoutMs - (nowMs() - this.#startedAt) : timeoutMs;
    if (leftMs <= 0) this.#waiting = NO_CHECKS;
    if (!check || leftMs <= 0) {
      if (this.#tracks.length === 0) this.#finish([this.#untried(check ? 'unresolved' : 'judge-down')]);
      return;
    }
    const track = new Track(this, this.#run, check, this.task, this.#address);
    this.#tracks = [...this.#tracks, track]; // of the very size: what is pushed to leaves room for sixteen more
    this.#open++;
    // Whoever has connected once is worth the whole time, whatever protocol it is asked in.
    track.start(leftMs, this.#connected ? this.#run.options.connectTimeoutMs : this.connectTimeoutMs);
  }

  #isGuess(check: CheckDefinition): boolean {
    return this.task.claimed === 0 || this.#order.rest.includes(check);
  }

  #hurryOthers(winner: Track): void {
    const withinMs = Math.max(GRACE_MS, 3 * (winner.finding.latencyMs ?? 0));
    for (const track of this.#tracks) if (track !== winner && this.#isGuess(track.check)) track.hurry(withinMs);
  }

  /** Result of a proxy that no connection was made to. */
  #untried(reason: FailureReason): ProtocolResult {
    const protocol = this.#waiting[0]?.protocol ?? protocolNames(this.task.claimed)[0] ?? 'http';
    return { protocol, outcome: 'failed', latencyMs: null, reason, anonymity: null, tlsIntact: null, changed: null };
  }

  async #settle(): Promise<void> {
    await Promise.all(this.#tracks.map(({ finding }) => finding.settle()));
    if (!this.#done) this.#finish(this.#tracks.map(({ finding }) => finding.result()));
  }

  /** What was claimed has the first word: guesses fail in their own ways. */
  #shown(results: readonly ProtocolResult[]): FailureReason | null {
    const claimed = results.filter(({ protocol }) => (this.task.claimed & PROTOCOL_BIT[protocol]) !== 0);
    return shownReason((claimed.length > 0 ? claimed : results).map((result) => result.reason!));
  }

  #finish(results: readonly ProtocolResult[]): void {
    this.#done = true;
    this.#run.wheel.disarm(this);
    const worked = results.some((result) => result.outcome !== 'failed');
    const exit = this.#tracks.find(({ finding }) => finding.exit !== null)?.finding.exit ?? null;
    const report: CheckReport = {
      id: this.task.id,
      at: Date.now(),
      results,
      reason: worked ? null : this.#shown(results),
      exit,
      country: exit === null ? null : this.#run.country(exit),
      elapsedMs: Math.round(nowMs() - this.#startedAt),
    };
    const replies: TargetReplies[] = this.#tracks
      .filter(({ finding }) => finding.replies.length > 0)
      .map(({ check, finding }) => ({ id: this.task.id, protocol: check.protocol, replies: finding.replies }));
    this.#owner.onFinished(this, { report, replies });
  }
}
