/**
 * Event coalescing, as network cards do with interrupts. A thread that is woken for one or two events at a time pays more
 * for the waking, and for caches that others have used meanwhile, than for the events. While they come that fast it sleeps
 * a moment before it looks again, and finds several. Lives in the check worker, whose runs tell it of every turn.
 */
import { nowMs } from '../../lib/now-ms.ts';

/** What is measured in such a turn, a latency or a connect time, may be so much too long, and no deadline is missed by it. */
const NAP_MS = 1;
/** From here on a nap gathers more than one event. */
const LEAST_A_NAP = 2;
/**
 * More of the open connections than this have something to say within a nap: then they wait for us, not for the world,
 * and would have to wait longer.
 */
const MOST_OF_OPEN = 1 / 3;
/** How fast events come is counted over this time. */
const WINDOW_MS = 5;

export interface CoalescingDeps {
  readonly now: () => number;
  readonly sleep: (ms: number) => void;
}

export class Coalescing {
  readonly #deps: CoalescingDeps;
  #since = 0;
  #counted = 0;
  /** Of the last window; 0 where no turn came for long. */
  #perMs = 0;

  constructor(deps: CoalescingDeps = { now: nowMs, sleep }) {
    this.#deps = deps;
  }

  /**
   * A turn of the thread is over; sleeps for a millisecond where that pays.
   * @param events that it has seen to @param open connections that may bring the next ones
   */
  turned(events: number, open: number): void {
    this.#counted += events;
    const elapsedMs = this.#deps.now() - this.#since;
    if (elapsedMs >= WINDOW_MS) {
      this.#perMs = this.#counted / elapsedMs;
      this.#since += elapsedMs;
      this.#counted = 0;
    }
    const gathered = this.#perMs * NAP_MS;
    if (gathered >= LEAST_A_NAP && gathered <= open * MOST_OF_OPEN) this.#deps.sleep(NAP_MS);
  }
}

/** Nobody wakes it: what comes in the meantime is what it sleeps for. */
const BED = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
function sleep(ms: number): void {
  Atomics.wait(BED, 0, 0, ms);
}
