/**
 * One check worker as the brain sees it: started when it is first given something, or a moment before; brought back when it
 * dies, with all that it had not reported. It hands on what the worker says, by the slice; what tasks it gets the checker decides.
 */
import { backoffMs } from '../lib/backoff.ts';
import { siblingModule } from '../lib/sibling.ts';
import { Slicer } from '../lib/slices.ts';
import { WorkerLane } from '../lib/worker-lane.ts';
import { fail, type RefbotError } from '../model/errors.ts';
import type { CheckTask } from '../model/report.ts';
import { Fifo } from './fifo.ts';
import { packTask, type FromWorker, type PackedTasks, type ToWorker, type WorkerData } from './messages.ts';
import type { RunOptions } from './run-context.ts';

export type Batch = Extract<FromWorker, { kind: 'batch' }>;
export type ShareMessage = Exclude<FromWorker, { kind: 'note' | 'batch' }>;

export interface ShareOwner {
  onMessage(share: Share, message: ShareMessage): void;
  /** Takes it in one part after the other, as it is asked for them. */
  onBatch(share: Share, batch: Batch): Iterable<void>;
  /** A new worker has got what the dead one had not reported, and has room for more. */
  onBack(share: Share): void;
  /** It was cancelled, and there is no worker that could say what it cost. */
  onGone(share: Share): void;
  /** The worker died again and again. @param error engine-worker */
  onFailed(share: Share, error: RefbotError): void;
}

/** What one lane does of one run. */
export interface Share {
  readonly lane: CheckLane;
  readonly owner: ShareOwner;
  readonly run: number;
  readonly options: RunOptions;
  /** Tasks that wait in the worker at most. */
  readonly queue: number;
  /** Tasks the worker may be given beyond what it holds. */
  credit: number;
  /** Given to the worker and not reported yet. */
  readonly outstanding: Map<number, CheckTask>;
  /** The worker has been told that no more will come. */
  closed: boolean;
  cancelled: boolean;
}

export interface CheckLaneOptions {
  readonly geoFile: string | null;
  readonly module: URL | null;
  readonly onNote: (message: string) => void;
}

/** Room for what lives for one check: with 12 a check costs 5 % more; without a limit ten thousand in flight take 14 MB more. */
const WORKER_LIMITS = { maxYoungGenerationSizeMb: 24 };
const DEATHS = 3;
const DEATHS_WITHIN_MS = 60_000;
const RESTART = { baseMs: 200, maxMs: 2_000 } as const;

export class CheckLane {
  readonly #options: CheckLaneOptions;
  readonly #shares = new Map<number, Share>();
  #lane: WorkerLane<ToWorker, FromWorker> | null = null;
  #restart: NodeJS.Timeout | null = null;
  #deaths: number[] = [];
  readonly #inbox = new Fifo<FromWorker>();
  #reading = false;

  constructor(options: CheckLaneOptions) {
    this.#options = options;
  }

  /** Dead, and waiting to be brought back. */
  get isResting(): boolean {
    return this.#restart !== null;
  }

  /** Starts its thread, so that it is there when something is given. */
  prepare(): void {
    if (!this.isResting) this.#lane ??= this.#start();
  }

  /** The first call for a share begins it. @param last no more will follow */
  give(share: Share, tasks: readonly CheckTask[], last: boolean): void {
    const isNew = !this.#shares.has(share.run);
    this.#shares.set(share.run, share);
    for (const task of tasks) share.outstanding.set(task.id, task);
    share.credit -= tasks.length;
    share.closed = last;
    if (this.isResting) return; // the next worker gets it with all the rest
    const lane = (this.#lane ??= this.#start());
    if (isNew) lane.post({ kind: 'open', run: share.run, options: share.options });
    lane.post({ kind: 'tasks', run: share.run, tasks: pack(tasks), last });
  }

  /** The worker closes what it has open and says that it has finished. */
  cancel(share: Share): void {
    share.cancelled = true;
    share.closed = true;
    if (this.#lane) this.#lane.post({ kind: 'cancel', run: share.run });
    else share.owner.onGone(share);
  }

  /** Nobody waits for it any more; what the worker still does of it is ended. */
  drop({ run }: Share): void {
    if (this.#shares.delete(run)) this.#lane?.post({ kind: 'cancel', run });
  }

  async stop(): Promise<void> {
    if (this.#restart) clearTimeout(this.#restart);
    await this.#lane?.stop();
    this.#lane = null;
  }

  #start(): WorkerLane<ToWorker, FromWorker> {
    const data: WorkerData = { geoFile: this.#options.geoFile };
    return new WorkerLane(this.#options.module ?? siblingModule(import.meta.url, './worker'), {
      name: 'check',
      data,
      limits: WORKER_LIMITS,
      onMessage: (message) => {
        this.#inbox.push(message);
        if (!this.#reading) void this.#read();
      },
      onDeath: (error) => this.#onDeath(error),
    });
  }

  /** Thousands may time out together: what the worker says is taken in by the slice. */
  async #read(): Promise<void> {
    this.#reading = true;
    const slicer = new Slicer();
    for (let message = this.#inbox.shift(); message; message = this.#inbox.shift()) {
      if (message.kind === 'note') this.#options.onNote(message.message);
      else {
        const share = this.#shares.get(message.run);
        if (message.kind !== 'batch') share?.owner.onMessage(share, message);
        else if (share) for (const _ of share.owner.onBatch(share, message)) if (slicer.due()) await slicer.breathe();
      }
      if (slicer.due()) await slicer.breathe();
    }
    this.#reading = false;
  }

  #onDeath(error: Error): void {
    this.#lane = null;
    const now = performance.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < DEATHS_WITHIN_MS), now];
    if (this.#deaths.length >= DEATHS) {
      this.#deaths = [];
      const message = `a check worker died ${DEATHS} times within a minute: ${error.message}`;
      const failure = fail('engine-worker', message, { cause: error });
      for (const share of this.#shares.values()) share.owner.onFailed(share, failure);
      return;
    }
    const delayMs = backoffMs(this.#deaths.length - 1, RESTART);
    this.#options.onNote(`a check worker died and comes back in ${delayMs} ms: ${error.message}`);
    for (const share of this.#shares.values()) if (share.cancelled) share.owner.onGone(share);
    this.#restart = setTimeout(() => {
      this.#restart = null;
      this.#resume();
    }, delayMs);
  }

  /** A new worker gets all that the dead one had not reported. */
  #resume(): void {
    for (const share of this.#shares.values()) {
      if (share.cancelled) continue;
      const lane = (this.#lane ??= this.#start());
      lane.post({ kind: 'open', run: share.run, options: share.options });
      share.credit = share.queue - share.outstanding.size;
      lane.post({ kind: 'tasks', run: share.run, tasks: pack(share.outstanding.values()), last: share.closed });
      share.owner.onBack(share);
    }
  }
}

function pack(tasks: Iterable<CheckTask>): PackedTasks {
  const packed: PackedTasks = [];
  for (const task of tasks) packTask(packed, task);
  return packed;
}
