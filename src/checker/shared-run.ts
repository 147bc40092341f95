/**
 * One run of checks as the brain sees it: its tasks go to the lanes as fast as each takes them, what the lanes report
 * goes on in batches, and when all have finished the run has. Made by the checker; it opens no connection itself.
 */
import { breathe, Slicer } from '../lib/slices.ts';
import type { RefbotError } from '../model/errors.ts';
import type { JudgeTrouble } from '../model/judge.ts';
import type { PaceNow } from '../model/pace.ts';
import type { CheckReport, CheckTask } from '../model/report.ts';
import type { Batch, CheckLane, Share, ShareMessage, ShareOwner } from './check-lane.ts';
import { applyExpectation } from './expectation.ts';
import { sharesOf, sumFacts, sumPaceNow } from './lane-shares.ts';
import type { RunFacts } from './messages.ts';
import { unpackReports } from './report-codec.ts';
import type { RunOptions, TargetReplies } from './run-context.ts';
import type { CheckRunOptions } from './run-options.ts';

/** Called with batches. @param replies of the operator's own page; bodies are gone after the call */
export type OnReports = (reports: readonly CheckReport[], replies: readonly TargetReplies[]) => void;

export interface SharedRunParts {
  readonly id: number;
  readonly tasks: Iterator<CheckTask>;
  readonly options: CheckRunOptions;
  readonly posted: RunOptions;
  /** At most so many do something of it. */
  readonly lanes: readonly CheckLane[];
  readonly onReports: OnReports;
}

/** Tasks that wait in a worker: enough for the time until the next batch, and few where few are checked at once. */
const QUEUE = 1_024;
const QUEUE_PER_SLOT = 64;
/** Tasks per message, and few enough that a short list is divided fairly. */
const CHUNK = 256;
const CHUNK_PER_SLOT = 4;
/** What choosing the tasks of a message may take: out of a million each costs ten times what it does out of a few. */
const CHUNK_MS = 2;
/** Tasks between two looks at the clock. */
const TASKS_A_LOOK = 16;
/** What taking in a part of a batch may take. A report costs a few microseconds, and fifty times that where the system first has to find the memory for it. */
const PART_MS = 1.5;
const LEAST_PART = 8;

export class SharedRun implements ShareOwner {
  readonly #parts: SharedRunParts;
  readonly #shares: readonly Share[];
  /** Shares that were begun and have not finished. */
  readonly #working = new Set<Share>();
  readonly #facts: RunFacts[] = [];
  readonly #paces = new Map<Share, PaceNow>();
  readonly #troubles = new Map<Share, JudgeTrouble | null>();
  /** Changes that were told: each worker finds them for itself. */
  readonly #changes = new Set<string>();
  readonly #end = Promise.withResolvers<RunFacts>();
  #turn = 0;
  #feeding = false;
  /** No more tasks will be given to anybody. */
  #exhausted = false;
  #over = false;
  #reported = 0;
  /** What taking in one report takes, by the latest parts. */
  #reportMs = PART_MS / 32;

  constructor(parts: SharedRunParts) {
    this.#parts = parts;
    this.#shares = sharesOf(parts.posted, parts.lanes.length).map((options, index) => {
      const queue = Math.min(QUEUE, QUEUE_PER_SLOT * options.concurrency);
      return {
        lane: parts.lanes[index]!,
        owner: this,
        run: parts.id,
        options,
        queue,
        credit: queue,
        outstanding: new Map(),
        closed: false,
        cancelled: false,
      };
    });
  }

  /** Rejects with what {@link fail} was told, and with what tasks, listener or expectation throw. */
  get facts(): Promise<RunFacts> {
    return this.#end.promise;
  }

  /** Reports handed on. */
  get reported(): number {
    return this.#reported;
  }

  /** Tasks taken from the iterator and not reported. */
  get outstanding(): number {
    return this.#shares.reduce((sum, share) => sum + share.outstanding.size, 0);
  }

  start(): void {
    void this.#feed();
  }

  /** Ends it early: {@link facts} resolves when the workers have closed what they had open. */
  cancel(): void {
    if (this.#over) return;
    this.#exhausted = true;
    for (const share of this.#working) share.lane.cancel(share);
    this.#settle();
  }

  fail(error: unknown): void {
    this.#end.reject(error);
    this.close();
  }

  /** Nobody waits for it any more. */
  close(): void {
    this.#over = true;
    for (const share of this.#working) share.lane.drop(share);
  }

  onMessage(share: Share, message: ShareMessage): void {
    if (this.#over) return;
    if (message.kind === 'pace') {
      this.#paces.set(share, message.pace);
      this.#parts.options.onPace?.(sumPaceNow([...this.#paces.values()]));
    } else if (message.kind === 'judge') {
      this.#judged(share, message.trouble);
    } else if (message.kind === 'view') {
      const key = JSON.stringify(message.change);
      if (!this.#changes.has(key)) this.#parts.options.onView?.(message.change);
      this.#changes.add(key);
    } else if (message.kind === 'finished') {
      this.#facts.push(message.facts);
      this.#finished(share);
    }
  }

  /** In parts: who takes them in one by one can let others go on between two. */
  *onBatch(share: Share, batch: Batch): Generator<void> {
    const reports = unpackReports(batch.reports);
    // What a page of theirs says comes in small batches, beside the pages.
    const whole = this.#parts.posted.plan.kind === 'target';
    for (let at = 0; at < reports.length && !this.#over;) {
      const count = whole ? reports.length : Math.max(LEAST_PART, Math.floor(PART_MS / this.#reportMs));
      try {
        this.#take(share, reports.slice(at, at + count), batch.replies);
      } catch (error) {
        this.fail(error);
      }
      at += count;
      yield;
    }
    if (this.#over) return;
    share.credit += batch.taken;
    void this.#feed();
  }

  onBack(share: Share): void {
    // What the dead one saw of the judge died with it; the new one tells of trouble, and of nothing else.
    if (this.#troubles.get(share)) this.#judged(share, null);
    void this.#feed();
  }

  onGone(share: Share): void {
    this.#finished(share);
  }

  onFailed(_share: Share, error: RefbotError): void {
    this.fail(error);
  }

  /** Each worker watches the judge for itself: it is well when all of them say so. */
  #judged(share: Share, trouble: JudgeTrouble | null): void {
    this.#troubles.set(share, trouble);
    this.#parts.options.onJudge?.([...this.#troubles.values()].find((one) => one !== null) ?? null);
  }

  #take(share: Share, found: readonly CheckReport[], replies: Batch['replies']): void {
    const { options, posted, onReports } = this.#parts;
    // A restarted worker may have reported before it died what it is asked for again: the first one counts.
    let reports = found.filter((report) => share.outstanding.delete(report.id));
    if (reports.length === 0) return;
    if (posted.plan.kind === 'target') reports = applyExpectation(reports, replies, options.expect);
    this.#reported += reports.length;
    const startedAt = performance.now();
    onReports(reports, replies);
    this.#reportMs += ((performance.now() - startedAt) / reports.length - this.#reportMs) / 2;
  }

  /** Hands out tasks in chunks, each in a turn of its own: what came before in this one has taken its part of it. */
  async #feed(): Promise<void> {
    if (this.#feeding) return;
    this.#feeding = true;
    try {
      await breathe();
      for (let share = this.#hungry(); share; share = this.#hungry()) {
        const tasks = this.#next(share);
        if (tasks.length > 0) {
          this.#working.add(share);
          share.lane.give(share, tasks, this.#exhausted);
        }
        if (this.#exhausted) this.#closeShares();
        await breathe();
      }
    } catch (error) {
      this.fail(error);
    } finally {
      this.#feeding = false;
    }
  }

  /** Whose turn it is of those that have room. */
  #hungry(): Share | null {
    if (this.#over || this.#exhausted) return null;
    const count = this.#shares.length;
    for (let step = 0; step < count; step++) {
      const share = this.#shares[(this.#turn + step) % count]!;
      if (share.credit <= 0 || share.lane.isResting) continue;
      this.#turn = (this.#turn + step + 1) % count;
      return share;
    }
    return null;
  }

  #next({ credit, options }: Share): CheckTask[] {
    const most = Math.min(credit, CHUNK_PER_SLOT * options.concurrency, Math.ceil(CHUNK / this.#shares.length));
    const tasks: CheckTask[] = [];
    const slicer = new Slicer(CHUNK_MS);
    while (tasks.length < most && !this.#exhausted) {
      if (tasks.length % TASKS_A_LOOK === TASKS_A_LOOK - 1 && slicer.due()) break;
      const next = this.#parts.tasks.next();
      if (next.done === true) this.#exhausted = true;
      else tasks.push(next.value);
    }
    return tasks;
  }

  #closeShares(): void {
    for (const share of this.#working) if (!share.closed) share.lane.give(share, [], true);
    this.#settle();
  }

  #finished(share: Share): void {
    this.#working.delete(share);
    share.lane.drop(share);
    this.#settle();
  }

  #settle(): void {
    if (this.#exhausted && this.#working.size === 0) this.#end.resolve(sumFacts(this.#facts, this.#parts.posted));
  }
}
