/** What a run sends to the brain while it goes on: reports and replies in batches, never one by one. Called by the run only. */
import type { FromWorker } from './messages.ts';
import { packReport, type PackedReports } from './report-codec.ts';
import type { Finished, TargetReplies } from './run-context.ts';

/** Reports are gathered for so long: one message for many. */
const BATCH_MS = 25;
/** What the brain can take in at once: this many reports, of which so few bring pages of up to 64 KB. */
const BATCH_REPORTS = 250;
const BATCH_PAGES = 32;

export class Outbox {
  readonly #run: number;
  readonly #post: (message: FromWorker) => void;
  #timer: NodeJS.Timeout | null = null;
  #reports: PackedReports = [];
  #packed = 0;
  #replies: TargetReplies[] = [];
  #taken = 0;

  constructor(run: number, post: (message: FromWorker) => void) {
    this.#run = run;
    this.#post = post;
  }

  /** A task has left the queue. */
  tookTask(): void {
    this.#taken++;
  }

  add(finished: Finished): void {
    packReport(this.#reports, finished.report);
    this.#packed++;
    if (finished.replies.length > 0) this.#replies.push(...finished.replies);
    if (this.#packed >= BATCH_REPORTS || this.#replies.length >= BATCH_PAGES) this.flush();
    else this.#soon();
  }

  /** The brain is told in time how many tasks may follow. */
  settle(): void {
    if (this.#taken > 0) this.#soon();
  }

  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#reports.length === 0 && this.#taken === 0) return;
    this.#post({
      kind: 'batch',
      run: this.#run,
      reports: this.#reports,
      replies: this.#replies,
      taken: this.#taken,
    });
    this.#reports = [];
    this.#packed = 0;
    this.#replies = [];
    this.#taken = 0;
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => this.flush(), BATCH_MS);
  }
}
