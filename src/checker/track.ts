/**
 * One protocol of one proxy: the first request, then the confirming one on a connection of its own. Judges what the
 * attempts bring and fills one finding with it. The proxy's check decides when a track starts.
 */
import type { CheckDefinition } from '../define/check.ts';
import type { CheckTask, FailureReason } from '../model/report.ts';
import { bodyText, type HttpReply } from '../net/http-response.ts';
import { Attempt, type AttemptEnd, type AttemptOwner } from './attempt.ts';
import { attemptRequest, attemptSpec, type AttemptSpec } from './attempt-spec.ts';
import { Finding } from './finding.ts';
import type { Ask, JudgeSite } from './judge-plan.ts';
import { lifeSign } from './life-sign.ts';
import { nextNonce } from './nonce.ts';
import type { RunContext } from './run-context.ts';
import { isOfHeaders } from './tamper.ts';
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
/** Direct replies that must be without a header before it is held against a proxy: a judge may have several servers. */
const LOOKS_AT_HEADERS = 5;
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
  /** Nothing is known of those that wait, and they are many. */
  #finding: Finding | null = null;
  #ownLimits = 0;
  #cancelled = false;
  #timeoutMs = 0;
  #connectTimeoutMs = 0;
  #nonce = '';
  #askedAt = 0;

  constructor(owner: TrackOwner, run: RunContext, check: CheckDefinition, task: CheckTask, address: string) {
    this.#owner = owner;
    this.#run = run;
    this.check = check;
    this.#task = task;
    this.#address = address;
    const plan = run.options.plan;
    this.#site = plan.kind === 'target' ? null : plan[check.site];
  }

  get finding(): Finding {
    return (this.#finding ??= new Finding(this.check.protocol, this.#run));
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
    else this.#failed('cancelled', null, true);
  }

  get #confirming(): boolean {
    return this.#finding !== null && this.#finding.confirming;
  }

  #judgeWasUp(ask: Ask): Promise<boolean> {
    return this.#run.watch.wasUp(ask, this.#askedAt, lifeSign(this.#site, this.#confirming));
  }

  /**
   * Whether it is also what this was held against: that others got what was known proves nothing, since a proxy may have
   * taken out what is new. Only direct replies tell.
   */
  async #judgeWasSame(ask: Ask, site: JudgeSite, looks: number): Promise<boolean> {
    const { watch, views } = this.#run;
    const by = views.now(site);
    const sign = lifeSign(site, this.#confirming);
    const wasUp = this.#judgeWasUp(ask);
    for (let left = looks; left > 0; left--) if (!(await watch.look(ask, sign)) || views.now(site) !== by) return false;
    return wasUp;
  }

  #ask(page: boolean): Ask | null {
    const plan = this.#run.options.plan;
    if (plan.kind === 'target') return plan.ask;
    return this.#site ? (page ? this.#site.page : this.#site.echo) : null;
  }

  #open(): void {
    this.#run.withSlot(this.check.protocol, (now) => {
      if (this.#cancelled) {
        this.#run.freeSlot(this.check.protocol, null);
        return;
      }
      const attempt = new Attempt(this, this.#run.wheel, this.#spec());
      this.#attempt = attempt;
      this.#askedAt = now;
      attempt.start(now);
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
    if (end.tlsIntact !== null) this.finding.tlsIntact = end.tlsIntact;
    const plan = this.#run.options.plan;
    if (plan.kind === 'target') this.#targetReply(end);
    else if (this.#site === null) {
      if (looksAlive(end.reply.status)) this.#alive(end.latencyMs);
      else this.#failed(statusReason(end.reply.status, false, this.#task.user !== null), null, false);
    } else if (this.#confirming) this.#pageReply(this.#site, end.reply);
    // Addresses learnt since the run began condemn nobody: a judge behind a new server takes everybody for that server.
    else this.#echoReply(this.#site, end.reply, end.latencyMs, plan.ownAddresses);
  }

  #echoReply(site: JudgeSite, reply: HttpReply, latencyMs: number, own: readonly string[]): void {
    const { views } = this.#run;
    const by = views.now(site);
    const verdict = judgeEcho(this.#seen(by, reply, own));
    if (!verdict.ok) {
      if (verdict.ourExit === undefined || views.sawAtOurs(site, this.#address, verdict.ourExit))
        this.#failed(verdict.reason, verdict.changed, false);
      else this.#spared();
      return;
    }
    if (!own.includes(verdict.exit)) views.sawApart(site);
    this.#run.watch.answered(site.echo, this.#askedAt);
    this.finding.echoed(site, by, verdict, reply.headers);
    this.#goodReply(latencyMs);
  }

  #pageReply(site: JudgeSite, reply: HttpReply): void {
    const verdict = judgePage(this.#seen(this.#run.views.now(site), reply, NOBODY));
    if (!verdict.ok) this.#failed(verdict.reason, verdict.changed, false);
    else {
      this.#run.watch.answered(site.page, this.#askedAt);
      this.finding.paged(site, verdict.noticed, reply.headers);
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
      this.#failed('auth-required', null, false);
      return;
    }
    // A gateway error may be the page's fault: it is not held against the proxy unless the page answers us.
    if (this.check.handshake === null && reply.status >= 500) {
      void this.#judgeWasUp(this.#ask(false)!).then((up) => {
        if (this.#cancelled) return;
        if (up) this.#keepReply(reply, latencyMs);
        else this.#failed('judge-down', null, false);
      });
    } else this.#keepReply(reply, latencyMs);
  }

  #keepReply(reply: HttpReply, latencyMs: number): void {
    const headers = Object.fromEntries(reply.headers);
    const body = bodyText(reply);
    this.finding.keep({ status: reply.status, headers, body, latencyMs: Math.round(latencyMs) });
    if (this.#confirming) this.#confirmed();
    else this.#goodReply(latencyMs);
  }

  #goodReply(latencyMs: number): void {
    this.finding.answer(latencyMs, true);
    this.#open();
    this.#owner.onTrackDecided(this);
  }

  #confirmed(): void {
    this.finding.confirm();
    this.#owner.onTrackDone(this);
  }

  /** No judge: a handshake that worked is all there is to see. */
  #alive(latencyMs: number): void {
    this.finding.answer(latencyMs, false);
    this.#owner.onTrackDecided(this);
    this.#owner.onTrackDone(this);
  }

  #attemptFailed(end: Extract<AttemptEnd, { kind: 'failed' }>): void {
    // Without a judge a well-formed refusal is as good a sign of life as a tunnel.
    if (end.spoke && end.reason === 'denied' && this.#ask(false) === null) this.#alive(end.elapsedMs);
    else this.#failed(end.reason, end.changed, end.beforeConnect);
  }

  /** What was seen may be the judge's doing, and asking it directly tells nothing. */
  #spared(): void {
    this.finding.fail('judge-down', null, false);
    this.#owner.onTrackDecided(this);
    this.#owner.onTrackDone(this);
  }

  #failed(reason: FailureReason, changed: string | null, beforeConnect: boolean): void {
    const { finding } = this;
    finding.fail(reason, changed, beforeConnect);
    const ask = this.#ask(finding.confirming);
    // Asked at once, not when the other protocols are done: by then the judge may be back.
    if (ask !== null && !beforeConnect && SUSPICIOUS.has(reason))
      finding.suspect(
        reason === 'tampered' && this.#site
          ? this.#judgeWasSame(ask, this.#site, changed !== null && isOfHeaders(changed) ? LOOKS_AT_HEADERS : 1)
          : this.#judgeWasUp(ask),
      );
    if (!finding.confirming) this.#owner.onTrackDecided(this);
    this.#owner.onTrackDone(this);
  }
}
