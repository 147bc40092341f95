/**
 * Who is begun next in a run, and why nobody is: first those whose network has room again, then those of the list, and
 * late retries when the list has come to its end. Called by the run, which says how many may be begun.
 */
import type { Bound } from '../model/pace.ts';
import type { CheckTask } from '../model/report.ts';
import { Fifo } from './fifo.ts';
import type { RunPace } from './pace/run-pace.ts';
import type { Start } from './proxy-check.ts';
import type { Slots } from './slots.ts';

export interface StartQueueDeps {
  readonly pace: Pick<RunPace, 'networks' | 'networkOf'>;
  readonly slots: Pick<Slots, 'pace' | 'paceDelayMs'>;
  /** @param network that counts it; null on this machine */
  readonly begin: (start: Start, network: string | null) => void;
  /** One of the list has left it. */
  readonly onTaken: () => void;
  /** The starts per second allow one more again. */
  readonly onPauseOver: () => void;
}

export class StartQueue {
  readonly #deps: StartQueueDeps;
  readonly #fresh = new Fifo<CheckTask>();
  readonly #late = new Fifo<Start>();
  /** Nothing is added any more. */
  #last = false;
  /** Until the starts per second allow one more. */
  #pause: NodeJS.Timeout | null = null;

  constructor(deps: StartQueueDeps) {
    this.#deps = deps;
  }

  add(tasks: readonly CheckTask[], last: boolean): void {
    for (const task of tasks) this.#fresh.push(task);
    this.#last ||= last;
  }

  /** Comes when nothing else does, so that a short outage is over by then. */
  retry(start: Start): void {
    this.#late.push(start);
  }

  /** Nobody waits, and nobody will but for a retry. */
  get isDone(): boolean {
    return this.#last && this.#fresh.length + this.#late.length + this.#parked === 0;
  }

  /** Why nobody is begun though there is room; null = somebody will be, in the next turn. */
  get lack(): Bound | null {
    if (this.#pause !== null) return 'starts';
    const isParkingFull = this.#deps.pace.networks?.isFull === true;
    if (this.#fresh.length > 0 && !isParkingFull) return null;
    if (this.#late.length > 0 && this.#last && !isParkingFull) return null;
    if (this.#parked > 0) return 'networks';
    return this.#last ? 'answers' : 'tasks';
  }

  /** Begins one, or lets it wait for its network. @returns whether another one may be tried in this turn */
  startOne(now: number): boolean {
    if (this.#pause !== null) return false;
    const { begin, onTaken, pace } = this.#deps;
    const { networks } = pace;
    const parked = networks?.peek();
    if (parked) {
      if (!this.#mayStart(now)) return false;
      networks!.shift();
      begin(parked, pace.networkOf(parked.task.host));
      return true;
    }
    if (networks?.isFull) return false;
    const fresh = this.#fresh.peek();
    const start: Start | undefined = fresh ? { task: fresh, tries: 0 } : this.#last ? this.#late.peek() : undefined;
    if (!start) return false;
    const network = pace.networkOf(start.task.host);
    const isPolite = network === null || !networks || networks.admits(network);
    if (network !== null && isPolite && !this.#mayStart(now)) return false;
    if (fresh) {
      this.#fresh.shift();
      onTaken();
    } else this.#late.shift();
    if (isPolite) {
      if (network !== null) networks?.begin(network);
      begin(start, network);
    } else networks!.park(network!, start);
    return true;
  }

  /** Forgets everybody; nobody is told any more. */
  clear(): void {
    if (this.#pause) clearTimeout(this.#pause);
    this.#fresh.clear();
    this.#late.clear();
    this.#deps.pace.networks?.clear();
  }

  /** Those who wait for their network. */
  get #parked(): number {
    return this.#deps.pace.networks?.parked ?? 0;
  }

  /** By the starts per second, which only count what leaves this machine. */
  #mayStart(now: number): boolean {
    const { slots, onPauseOver } = this.#deps;
    if (slots.pace(now)) return true;
    this.#pause ??= setTimeout(() => {
      this.#pause = null;
      onPauseOver();
    }, slots.paceDelayMs());
    return false;
  }
}
