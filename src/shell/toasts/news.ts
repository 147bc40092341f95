/** What happens in the engine while the person looks elsewhere, as toasts: jobs that end, lines of the log that matter. */
import type { Engine } from '../../engine/types.ts';
import { toastForJob, toastForLog } from './toast-rules.ts';
import { type Toast, Toasts } from './toasts.ts';

export interface NewsPort {
  readonly onChange: () => void;
  /** The person sees where results are printed. */
  readonly isWatching: () => boolean;
}

export class News {
  readonly #port: NewsPort;
  readonly #toasts: Toasts;
  readonly #subscriptions: (() => void)[] = [];

  constructor(port: NewsPort) {
    this.#port = port;
    this.#toasts = new Toasts({ onChange: port.onChange, now: () => performance.now() });
  }

  /** Another list whenever it changed. */
  get shown(): readonly Toast[] {
    return this.#toasts.shown;
  }

  start({ bus, jobs }: Engine): void {
    this.#subscriptions.push(
      bus.on('job.changed', ({ id }) => {
        const job = jobs.get(id);
        if (job) this.#add(toastForJob(job, this.#port.isWatching()));
      }),
      bus.on('log.added', (entry) => this.#add(toastForLog(entry))),
    );
  }

  tell(text: string): void {
    this.#add({ level: 'info', text });
  }

  stop(): void {
    for (const end of this.#subscriptions.splice(0)) end();
    this.#toasts.stop();
  }

  #add(toast: Toast | null): void {
    if (toast) this.#toasts.add(toast);
  }
}
