/**
 * What happens while a person types, as lines: warnings and errors of the log, and jobs that ended and were begun
 * elsewhere. Holds back a flood: a screen reader would never come to its end.
 */
import type { Engine } from '../../engine/types.ts';
import type { LogEntry } from '../../model/events.ts';
import { toastForJob } from '../toasts/toast-rules.ts';

export interface AnnouncerPort {
  readonly say: (line: string) => void;
  /** A command of this prompt runs: jobs that begin now are its own, and it tells of them itself. */
  readonly isBusy: () => boolean;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

const MAX_LINES = 5;
const WINDOW_MS = 10_000;

export class Announcer {
  readonly #port: AnnouncerPort;
  readonly #own = new Set<number>();
  readonly #subscriptions: (() => void)[] = [];
  #windowEnd = 0;
  #said = 0;
  #held = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(port: AnnouncerPort) {
    this.#port = port;
  }

  start({ bus, jobs }: Engine): void {
    this.#subscriptions.push(
      bus.on('log.added', (entry) => this.#onLog(entry)),
      bus.on('job.changed', ({ id }) => {
        const job = jobs.get(id);
        if (job?.state === 'running' && this.#port.isBusy()) this.#own.add(id);
        if (!job || job.state === 'running' || this.#own.delete(id)) return;
        const toast = toastForJob(job, false);
        if (toast) this.#port.say(toast.text);
      }),
    );
  }

  stop(): void {
    clearTimeout(this.#timer);
    for (const end of this.#subscriptions.splice(0)) end();
  }

  #onLog({ level, area, message }: LogEntry): void {
    if (level !== 'warn' && level !== 'error') return;
    const { say, now } = this.#port;
    const at = now();
    if (at >= this.#windowEnd) {
      this.#windowEnd = at + WINDOW_MS;
      this.#said = 0;
    }
    if (level === 'warn' && ++this.#said > MAX_LINES) return this.#hold(this.#windowEnd - at);
    say(`${level === 'warn' ? 'warning' : 'error'}: ${area}: ${message}`);
  }

  #hold(ms: number): void {
    this.#held += 1;
    if (this.#held > 1) return;
    this.#timer = setTimeout(() => {
      this.#port.say(`${this.#held} more warnings: log`);
      this.#held = 0;
    }, ms);
    this.#timer.unref();
  }
}
