/**
 * What is known of one protocol of one proxy, and what of it is in doubt until the judge was asked directly: whose fault
 * a failure is, and whose doing what a reply shows. Filled by the track, asked by the proxy's check.
 */
import type { Anonymity, Protocol } from '../model/proxy.ts';
import type { FailureReason, ProtocolResult } from '../model/report.ts';
import type { HeaderField } from '../net/http-head.ts';
import type { DirectViews } from './direct-views.ts';
import type { JudgeSite } from './judge-plan.ts';
import type { JudgeWatch } from './judge-watch.ts';
import { lifeSign } from './life-sign.ts';
import type { TargetReply } from './run-context.ts';
import { settled, type Settled } from './sighting.ts';
import { droppedHeader } from './tamper.ts';
import type { EchoVerdict } from './verdict.ts';

/** What a finding needs of its run: to ask the judge directly, and what is known of it by that. */
export interface JudgeAccess {
  readonly watch: Pick<JudgeWatch, 'look'>;
  readonly views: Pick<DirectViews, 'now' | 'own' | 'isDelicate'>;
}

/** Of most there are none, so they share these. */
const NO_REPLIES: readonly TargetReply[] = [];

export class Finding {
  readonly #protocol: Protocol;
  readonly #judge: JudgeAccess;
  /** Whether the judge was up when this failed; null where a judge out of order could not have caused it. */
  #judgeWasUp: Promise<boolean> | null = null;
  /** What has to wait until the judge was asked directly once more: whether the proxy did what was seen. */
  #looks: Promise<unknown> | null = null;
  #outcome: ProtocolResult['outcome'] = 'failed';
  /** Of the good first reply, whatever came of the second. */
  #firstMs: number | null = null;
  #reason: FailureReason | null = null;
  /** What the failure tells of. */
  #changed: string | null = null;
  /** Beside the good echo, and beside the good page: each stands or falls by a look of its own, which may leave it untold. */
  #noticedInEcho: Settled['noticed'] = null;
  #noticedInPage: Settled['noticed'] = null;
  #anonymity: Anonymity | null = null;
  #confirming = false;
  #neverConnected = false;
  #exit: string | null = null;
  #replies = NO_REPLIES;
  /** The leaf certificate was the one seen directly; null where none was compared. */
  tlsIntact: boolean | null = null;

  constructor(protocol: Protocol, judge: JudgeAccess) {
    this.#protocol = protocol;
    this.#judge = judge;
  }

  get answered(): boolean {
    return this.#outcome !== 'failed';
  }

  /** Of the first reply; null where it counts for nothing. */
  get latencyMs(): number | null {
    return this.answered ? this.#firstMs : null;
  }

  get reason(): FailureReason | null {
    return this.#reason;
  }

  /** The first reply was good: what comes now is of the confirming request. */
  get confirming(): boolean {
    return this.#confirming;
  }

  /** The first attempt ended before a TCP connection was up. */
  get neverConnected(): boolean {
    return this.#neverConnected;
  }

  /** The address the judge saw; null when there was no echo, or it does not see who asks. */
  get exit(): string | null {
    return this.#exit;
  }

  /** Of the operator's own page, in the order of the requests. */
  get replies(): readonly TargetReply[] {
    return this.#replies;
  }

  /** The first request was answered well. @param confirming a second one follows */
  answer(latencyMs: number, confirming: boolean): void {
    this.#outcome = 'answered';
    this.#firstMs = latencyMs;
    this.#confirming = confirming;
  }

  /** So was the second one. */
  confirm(): void {
    this.#outcome = 'confirmed';
  }

  /** @param beforeConnect no TCP connection came about */
  fail(reason: FailureReason, changed: string | null, beforeConnect: boolean): void {
    if (reason === 'tls-untrusted') this.tlsIntact = false;
    this.#reason = reason;
    this.#changed = changed;
    if (!this.#confirming) this.#neverConnected = beforeConnect;
    // A proxy that lies the second time is no better; one that only failed keeps its one good reply.
    else if (reason === 'tampered' || reason === 'tls-untrusted' || reason === 'not-a-proxy') this.#outcome = 'failed';
  }

  /** A judge out of order would have caused that as well. @param judgeWasUp whether it was none */
  suspect(judgeWasUp: Promise<boolean>): void {
    this.#judgeWasUp = judgeWasUp;
  }

  keep(reply: TargetReply): void {
    this.#replies = [...this.#replies, reply];
  }

  /**
   * A good echo.
   * @param site of the plan
   * @param by the same as it was known when the echo was judged
   */
  echoed(site: JudgeSite, by: JudgeSite, verdict: EchoVerdict, responseHeaders: readonly HeaderField[]): void {
    const { anonymity, noticed, exit } = verdict;
    this.#anonymity = anonymity;
    this.#exit = by.hidesCallers ? null : exit;
    this.#noticedInEcho = noticed;
    const { views } = this.#judge;
    // Whoever tells nothing needs no second look: what is new in our requests could only add to what is seen.
    const tellsNothing = anonymity === null || (anonymity === 'elite' && !views.isDelicate(site));
    if (tellsNothing && noticed === null) return;
    const sighting = { headers: verdict.headers, responseHeaders, exit };
    this.#look(site, (now) => {
      const told = now && settled(sighting, by, now, views.own);
      this.#anonymity = told && told.anonymity;
      // Who asked was hidden from it meanwhile, or already then.
      if (now?.hidesCallers) this.#exit = null;
      if (told !== null) this.#noticedInEcho = told.noticed;
      else if (noticed !== null) this.#noticedInEcho = undefined;
    });
  }

  /** The page that confirms is as it should be. @param noticed what is missing beside it; null = nothing */
  paged(site: JudgeSite, noticed: string | null, responseHeaders: readonly HeaderField[]): void {
    if (noticed === null) return;
    this.#noticedInPage = noticed;
    this.#look(site, (now) => {
      if (now === null || droppedHeader(responseHeaders, now.page.responseHeaders) !== noticed)
        this.#noticedInPage = undefined;
    });
  }

  get doubtful(): boolean {
    return this.#judgeWasUp !== null || this.#looks !== null;
  }

  /** Before anything is said of the proxy: was it the judge? Resolves when that is known. */
  async settle(): Promise<void> {
    await this.#looks;
    if (this.#judgeWasUp === null) return;
    if (!(await this.#judgeWasUp)) {
      if (this.#reason === 'tls-untrusted') this.tlsIntact = null;
      [this.#reason, this.#changed] = ['judge-down', null];
      // Its first reply was good, and nothing is known of the second.
      if (this.#confirming) this.#outcome = 'answered';
    } else if (this.#reason === 'judge-down') this.#reason = 'bad-reply'; // it answers us: what came back was not its own
  }

  result(): ProtocolResult {
    const { latencyMs } = this;
    const changed = this.#changed ?? this.#noticedInEcho ?? this.#noticedInPage ?? null;
    const isUntold = changed === null && (this.#noticedInEcho === undefined || this.#noticedInPage === undefined);
    const result: ProtocolResult = {
      protocol: this.#protocol,
      outcome: this.#outcome,
      latencyMs: latencyMs === null ? null : Math.round(latencyMs * 10) / 10,
      reason: this.#reason,
      anonymity: this.#anonymity,
      tlsIntact: this.tlsIntact,
      changed,
    };
    return isUntold ? { ...result, changeUnknown: true } : result;
  }

  /** @param then given the judge as it is now; null when it did not answer */
  #look(site: JudgeSite, then: (now: JudgeSite | null) => void): void {
    const { watch, views } = this.#judge;
    const ask = this.#confirming ? site.page : site.echo;
    const looked = watch.look(ask, lifeSign(site, this.#confirming));
    this.#looks = Promise.all([this.#looks, looked.then((up) => then(up ? views.now(site) : null))]);
  }
}
