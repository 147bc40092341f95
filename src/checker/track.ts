/**
 * One protocol of one proxy: the first request, then the confirming one on a connection of its own. Turns what the
 * attempts say into one ProtocolResult. The proxy's check decides when a track starts.
 */
import type { CheckDefinition } from '../define/check.ts';
import type { Anonymity } from '../model/proxy.ts';
import type { CheckTask, FailureReason, ProtocolResult } from '../model/report.ts';
import { bodyText, type HttpReply } from '../net/http-response.ts';
import { Attempt, type AttemptEnd, type AttemptOwner } from './attempt.ts';
import { attemptRequest, attemptSpec, type AttemptSpec } from './attempt-spec.ts';
import type { Ask, JudgeSite } from './judge-plan.ts';
import { lifeSign } from './life-sign.ts';
import { settled } from './sighting.ts';
import { nextNonce } from './nonce.ts';
import type { RunContext, TargetReply } from './run-context.ts';
import { droppedHeader } from './tamper.ts';
import { SUSPICIOUS, judgeEcho, judgePage, looksAlive, statusReason, type EchoCase } from './verdict.ts';

export interface TrackOwner {
  /** Its first connection is up, so long after it was begun. */
  onTrackConnected(track: Track, connectMs: number): void;
  /** The first request is decided; `confirming` when a second one is under way. */
  onTrackDecided(track: Track): void;
  /** Nothing more is under way. */
  onTrackDone(track: Track): void;
}

/** Times that this machine may be out of descriptors or ports before a check gives up, a tenth of a second each at least. */
const MAX_OWN_LIMITS = 100;
/** Of most tracks there are none, so they share these. */
const NO_REPLIES: readonly TargetReply[] = [];
/** The page shows nobody's address. */
const NOBODY: readonly string[] = [];

export class Track implements AttemptOwner {
  readonly check: CheckDefinition;
  readonly #owner: TrackOwner;
  readonly #run: RunContext;
  readonly #task: CheckTask;
  readonly #address: string;
  readonly #site: JudgeSite | null;
  #attempt: Attempt | null = null;
  #confirming = false;
  #ownLimits = 0;
  #cancelled = false;
  #timeoutMs = 0;
  #connectTimeoutMs = 0;
  #nonce = '';
  #askedAt = 0;
  /** Whether the judge was up when this failed; null where a judge out of order could not have caused it. */
  #judgeWasUp: Promise<boolean> | null = null;
  /** What has to wait until the judge was asked directly once more: whether the proxy did what was seen. */
  #looks: Promise<unknown> | null = null;
  #outcome: ProtocolResult['outcome'] = 'failed';
  #latencyMs: number | null = null;
  /** Of the good first reply, whatever came of the second. */
  #firstMs: number | null = null;
  #reason: FailureReason | null = null;
  #changed: string | null = null;
  #tlsIntact: boolean | null = null;
  #anonymity: Anonymity | null = null;
  /** The address the judge saw; null when there was no echo. */
  exit: string | null = null;
  /** The first attempt ended before a TCP connection was up. */
  neverConnected = false;
  /** The other side has shown that it speaks this protocol. */
  spoke = false;
  replies = NO_REPLIES;

  constructor(owner: TrackOwner, run: RunContext, check: CheckDefinition, task: CheckTask, address: string) {
    this.#owner = owner;
    this.#run = run;
    this.check = check;
    this.#task = task;
    this.#address = address;
    const plan = run.options.plan;
    this.#site = plan.kind === 'target' ? null : plan[check.site];
  }

  get answered(): boolean {
    return this.#outcome !== 'failed';
  }

  get reason(): FailureReason | null {
    return this.#reason;
  }

  get latencyMs(): number | null {
    return this.#latencyMs;
  }

  /** @param timeoutMs for the first request, as the other one; the confirming request has the full timeouts */
  start(timeoutMs: number, connectTimeoutMs: number): void {
    this.#timeoutMs = timeoutMs;
    this.#connectTimeoutMs = connectTimeoutMs;
    this.#open();
  }

  cancel(): void {
    this.#cancelled = true;
    if (this.#attempt) {
      this.#attempt.cancel();
      this.#attempt = null;
      this.#run.freeSlot(this.check.protocol, null);
    }
  }

  /** Cuts the waiting for somebody who has not said anything. */
  hurry(withinMs: number): void {
    if (!this.#confirming && this.#attempt?.silent) this.#attempt.hurry(withinMs);
  }

  /** The first connection has at most so much time, counted from its start. */
  limitConnect(withinMs: number): void {
    if (!this.#confirming) this.#attempt?.limitConnect(withinMs);
  }

  get doubtful(): boolean {
    return this.#judgeWasUp !== null || this.#looks !== null;
  }

  /** Before anything is said of the proxy: was it the judge? Resolves when that is known. */
  async settle(): Promise<void> {
    await this.#looks;
    if (this.#judgeWasUp === null) return;
    if (!(await this.#judgeWasUp)) {
      if (this.#reason === 'tls-untrusted') this.#tlsIntact = null;
      [this.#reason, this.#changed] = ['judge-down', null];
      // Its first reply was good, and nothing is known of the second.
      if (this.#confirming) [this.#outcome, this.#latencyMs] = ['answered', this.#firstMs];
    } else if (this.#reason === 'judge-down') this.#reason = 'bad-reply'; // it answers us: what came back was not its own
  }

  /** @param then given the judge as it is now; null when it did not answer */
  #look(site: JudgeSite, then: (now: JudgeSite | null) => void): void {
    const { watch, views } = this.#run;
    const ask = this.#confirming ? site.page : site.echo;
    const looked = watch.look(ask, lifeSign(site, this.#confirming));
    this.#looks = Promise.all([this.#looks, looked.then((up) => then(up ? views.now(site) : null))]);
  }

  #askWatch(ask: Ask): Promise<boolean> {
    return this.#run.watch.wasUp(ask, this.#askedAt, lifeSign(this.#site, this.#confirming));
  }

  result(): ProtocolResult {
    return {
      protocol: this.check.protocol,
      outcome: this.#outcome,
      latencyMs: this.#latencyMs === null ? null : Math.round(this.#latencyMs * 10) / 10,
      reason: this.#reason,
      anonymity: this.#anonymity,
      tlsIntact: this.#tlsIntact,
      changed: this.#changed,
    };
  }

  onConnected(_attempt: Attempt, connectMs: number): void {
    if (!this.#confirming) this.#owner.onTrackConnected(this, connectMs);
  }

  requestOf(): string | null {
    const ask = this.#ask(this.#confirming);
    this.#nonce = ask === null || this.#run.options.plan.kind === 'target' ? '' : nextNonce();
    return attemptRequest(this.#run, this.check, ask, this.#nonce, this.#task);
  }

  onEnd(_attempt: Attempt, end: AttemptEnd): void {
    this.#attempt = null;
    this.#run.freeSlot(this.check.protocol, end.kind === 'own-limit' ? end.lacking : null);
    if (this.#cancelled) return;
    if (end.kind === 'own-limit') this.#exhausted();
    else if (end.kind === 'failed') this.#attemptFailed(end);
    else if (end.kind === 'open') this.#alive(end.latencyMs);
    else this.#replied(end);
  }

  /** Later will do, but not for ever: whoever holds all descriptors may never let go. No proxy is blamed for that. */
  #exhausted(): void {
    if (++this.#ownLimits <= MAX_OWN_LIMITS) this.#open();
    else this.#failed('cancelled', null, false, true);
  }

  #ask(page: boolean): Ask | null {
    const plan = this.#run.options.plan;
    if (plan.kind === 'target') return plan.ask;
    return this.#site ? (page ? this.#site.page : this.#site.echo) : null;
  }

  #open(): void {
    this.#run.withSlot(this.check.protocol, () => {
      if (this.#cancelled) {
        this.#run.freeSlot(this.check.protocol, null);
        return;
      }
      const attempt = new Attempt(this, this.#run.wheel, this.#spec());
      this.#attempt = attempt;
      this.#askedAt = performance.now();
      attempt.start();
    });
  }

  #spec(): AttemptSpec {
    return attemptSpec({
      run: this.#run,
      check: this.check,
      task: this.#task,
      address: this.#address,
      ask: this.#ask(this.#confirming),
      connectTimeoutMs: this.#confirming ? this.#run.options.connectTimeoutMs : this.#connectTimeoutMs,
      timeoutMs: this.#confirming ? this.#run.options.timeoutMs : this.#timeoutMs,
    });
  }

  #replied(end: Extract<AttemptEnd, { kind: 'reply' }>): void {
    this.spoke = true;
    if (end.tlsIntact !== null) this.#tlsIntact = end.tlsIntact;
    const plan = this.#run.options.plan;
    if (plan.kind === 'target') this.#targetReply(end);
    else if (this.#site === null) {
      if (looksAlive(end.reply.status)) this.#alive(end.latencyMs);
      else this.#failed(statusReason(end.reply.status, false, this.#task.user !== null), null, true, false);
    } else if (this.#confirming) this.#pageReply(this.#site, end.reply);
    else this.#echoReply(this.#site, end.reply, end.latencyMs, plan.ownAddresses);
  }

  #echoReply(site: JudgeSite, reply: HttpReply, latencyMs: number, own: readonly string[]): void {
    const { views } = this.#run;
    const by = views.now(site);
    const verdict = judgeEcho(this.#seen(by, reply, own));
    if (!verdict.ok) {
      this.#failed(verdict.reason, verdict.changed, true, false);
      return;
    }
    this.#run.watch.answered(site.echo, this.#askedAt);
    this.#anonymity = verdict.anonymity;
    this.exit = verdict.exit;
    this.#changed = verdict.noticed;
    const { anonymity, noticed, exit, headers } = verdict;
    // Whoever tells nothing needs no second look: what is new in our requests could only add to what is seen.
    if (anonymity !== 'elite' || noticed !== null || views.isDelicate(site)) {
      this.#look(site, (now) => {
        const told = now && settled({ headers, responseHeaders: reply.headers, exit, by }, now, views.own);
        this.#anonymity = told && told.anonymity;
        if (this.#changed === noticed) this.#changed = told && told.noticed;
      });
    }
    this.#goodReply(latencyMs);
  }

  #pageReply(site: JudgeSite, reply: HttpReply): void {
    const verdict = judgePage(this.#seen(this.#run.views.now(site), reply, NOBODY));
    if (!verdict.ok) this.#failed(verdict.reason, verdict.changed, true, false);
    else {
      this.#run.watch.answered(site.page, this.#askedAt);
      const { noticed } = verdict;
      if (noticed !== null && this.#changed === null) {
        this.#changed = noticed;
        this.#look(site, (now) => {
          const isSo = now !== null && droppedHeader(reply.headers, now.page.responseHeaders) === noticed;
          if (!isSo && this.#changed === noticed) this.#changed = null;
        });
      }
      this.#confirmed();
    }
  }

  #seen(site: JudgeSite, reply: HttpReply, own: readonly string[]): EchoCase {
    return {
      site,
      reply,
      nonce: this.#nonce,
      own,
      proxyAddress: this.#address,
      tunnelled: this.check.handshake !== null,
      authenticated: this.#task.user !== null,
    };
  }

  #targetReply(end: Extract<AttemptEnd, { kind: 'reply' }>): void {
    const { reply, latencyMs } = end;
    // In absolute form a 407 is the proxy's word; everything else the operator's expectation decides.
    if (this.check.handshake === null && reply.status === 407) {
      this.#failed('auth-required', null, true, false);
      return;
    }
    // A gateway error may be the page's fault: it is not held against the proxy unless the page answers us.
    if (this.check.handshake === null && reply.status >= 500) {
      void this.#askWatch(this.#ask(false)!).then((up) => {
        if (this.#cancelled) return;
        if (up) this.#keepReply(reply, latencyMs);
        else this.#failed('judge-down', null, true, false);
      });
    } else this.#keepReply(reply, latencyMs);
  }

  #keepReply(reply: HttpReply, latencyMs: number): void {
    const headers = Object.fromEntries(reply.headers);
    const body = bodyText(reply);
    this.replies = [...this.replies, { status: reply.status, headers, body, latencyMs: Math.round(latencyMs) }];
    if (this.#confirming) this.#confirmed();
    else this.#goodReply(latencyMs);
  }

  #goodReply(latencyMs: number): void {
    this.#outcome = 'answered';
    this.#latencyMs = this.#firstMs = latencyMs;
    this.#confirming = true;
    this.#open();
    this.#owner.onTrackDecided(this);
  }

  #confirmed(): void {
    this.#outcome = 'confirmed';
    this.#owner.onTrackDone(this);
  }

  /** No judge: a handshake that worked is all there is to see. */
  #alive(latencyMs: number): void {
    this.#outcome = 'answered';
    this.#latencyMs = latencyMs;
    this.#owner.onTrackDecided(this);
    this.#owner.onTrackDone(this);
  }

  #attemptFailed(end: Extract<AttemptEnd, { kind: 'failed' }>): void {
    // Without a judge a well-formed refusal is as good a sign of life as a tunnel.
    if (end.spoke && end.reason === 'denied' && this.#ask(false) === null) this.#alive(end.elapsedMs);
    else this.#failed(end.reason, end.changed, end.spoke, end.beforeConnect);
  }

  #failed(reason: FailureReason, changed: string | null, spoke: boolean, beforeConnect: boolean): void {
    this.spoke ||= spoke;
    if (reason === 'tls-untrusted') this.#tlsIntact = false;
    this.#reason = reason;
    // What was noticed of an answer that was good is not forgotten when the confirming one is only missing.
    if (changed !== null || !this.#confirming) this.#changed = changed;
    const ask = this.#ask(this.#confirming);
    // Asked at once, not when the other protocols are done: by then the judge may be back.
    if (ask !== null && !beforeConnect && SUSPICIOUS.has(reason)) this.#judgeWasUp = this.#askWatch(ask);
    if (this.#confirming) {
      // A proxy that lies the second time is no better; one that only failed keeps its one good reply.
      if (reason === 'tampered' || reason === 'tls-untrusted' || reason === 'not-a-proxy') {
        this.#outcome = 'failed';
        this.#latencyMs = null;
      }
    } else {
      this.neverConnected = beforeConnect;
      this.#owner.onTrackDecided(this);
    }
    this.#owner.onTrackDone(this);
  }
}
