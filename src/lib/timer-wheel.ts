/**
 * One timer for many deadlines: a hashed wheel of intrusive lists. Arming and disarming cost a few pointer writes and
 * allocate nothing, so ten thousand sockets share one libuv timer. Never fires early; may fire up to one tick late.
 */
import { nowMs } from './now-ms.ts';

/** Something with one deadline. Extend it (or hold one) and arm it; an entry is in at most one wheel at a time. */
export abstract class WheelEntry {
  /** Absolute tick the entry is due at; -1 while not armed. Owned by the wheel. */
  wheelTick = -1;
  wheelNext: WheelEntry | null = null;
  wheelPrevious: WheelEntry | null = null;

  /** Called once when the deadline has passed; the entry is disarmed by then and may be armed again. */
  abstract onDue(): void;
}

export interface TimerWheelOptions {
  /** Resolution; default 20 ms. */
  readonly tickMs?: number;
  /** Lists on the wheel, a power of two; default 512. Deadlines further away than tickMs × slots stay for more rounds. */
  readonly slots?: number;
  /** Monotonic milliseconds; default `performance.now`. */
  readonly now?: () => number;
  /**
   * A turn that comes later than this was held up by the thread itself: the time beyond it is taken from no deadline,
   * so that what has arrived meanwhile is looked at before it counts as missing. Default: all time counts.
   */
  readonly stallMs?: number;
  /** Called with how late such a turn was, in milliseconds. */
  readonly onStall?: (lateMs: number) => void;
  /** What to do with an error thrown by `onDue`; default: rethrown after the other due entries have run. */
  readonly onError?: (error: unknown) => void;
}

export class TimerWheel {
  readonly #tickMs: number;
  readonly #mask: number;
  readonly #slots: (WheelEntry | null)[];
  readonly #now: () => number;
  readonly #stallMs: number;
  readonly #onStall: ((lateMs: number) => void) | undefined;
  readonly #onError: ((error: unknown) => void) | undefined;
  readonly #start: number;
  /** Everything due at or before this tick has fired. */
  #tick = 0;
  #size = 0;
  /** Time that does not count. */
  #lostMs = 0;
  #turnedAt = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: TimerWheelOptions = {}) {
    const slots = options.slots ?? 512;
    if (slots < 1 || (slots & (slots - 1)) !== 0) throw new RangeError(`slots must be a power of two, not ${slots}`);
    this.#tickMs = options.tickMs ?? 20;
    this.#mask = slots - 1;
    this.#slots = Array.from({ length: slots }, () => null);
    this.#now = options.now ?? nowMs;
    this.#stallMs = options.stallMs ?? Infinity;
    this.#onStall = options.onStall;
    this.#onError = options.onError;
    this.#start = this.#now();
  }

  /** Entries that are armed. */
  get size(): number {
    return this.#size;
  }

  /**
   * Sets the deadline of an entry, replacing the one it had. A delay of 0 fires on the next tick.
   * @param now who has just looked at the clock need not look again
   */
  arm(entry: WheelEntry, delayMs: number, now = this.#now()): void {
    if (entry.wheelTick >= 0) this.disarm(entry);
    const elapsed = now - this.#start - this.#lostMs;
    // An idle wheel has not turned: everything up to now is empty, so it is skipped instead of walked.
    if (this.#size === 0) this.#tick = Math.max(this.#tick, Math.floor(elapsed / this.#tickMs));
    entry.wheelTick = Math.max(this.#tick + 1, Math.ceil((elapsed + delayMs) / this.#tickMs));
    const slot = entry.wheelTick & this.#mask;
    const head = this.#slots[slot] ?? null;
    entry.wheelNext = head;
    entry.wheelPrevious = null;
    if (head) head.wheelPrevious = entry;
    this.#slots[slot] = entry;
    this.#size++;
    if (this.#timer === null) {
      this.#turnedAt = now;
      this.#timer = setInterval(() => this.advance(), this.#tickMs);
    }
  }

  /** Takes the deadline away; does nothing where there is none. */
  disarm(entry: WheelEntry): void {
    if (entry.wheelTick < 0) return;
    if (entry.wheelPrevious) entry.wheelPrevious.wheelNext = entry.wheelNext;
    else this.#slots[entry.wheelTick & this.#mask] = entry.wheelNext;
    if (entry.wheelNext) entry.wheelNext.wheelPrevious = entry.wheelPrevious;
    entry.wheelNext = null;
    entry.wheelPrevious = null;
    entry.wheelTick = -1;
    this.#size--;
  }

  /** Fires what is due. Called by the wheel's own timer; tests with their own clock call it themselves. */
  advance(): void {
    const now = this.#now();
    const lateMs = now - this.#turnedAt - this.#tickMs;
    this.#turnedAt = now;
    if (lateMs > this.#stallMs) {
      this.#lostMs += lateMs - this.#stallMs;
      this.#onStall?.(lateMs);
    }
    const target = Math.floor((now - this.#start - this.#lostMs) / this.#tickMs);
    // After a long stall one full turn visits every list.
    const first = Math.max(this.#tick + 1, target - this.#mask);
    const due: WheelEntry[] = [];
    for (let tick = first; tick <= target; tick++) {
      for (let entry = this.#slots[tick & this.#mask] ?? null; entry; entry = entry.wheelNext) {
        if (entry.wheelTick <= target) due.push(entry);
      }
    }
    this.#tick = Math.max(this.#tick, target);
    if (due.length > 1) due.sort((a, b) => a.wheelTick - b.wheelTick);
    const errors: unknown[] = [];
    for (const entry of due) {
      // An earlier one may have disarmed or moved it.
      if (entry.wheelTick < 0 || entry.wheelTick > target) continue;
      this.disarm(entry);
      try {
        entry.onDue();
      } catch (error) {
        errors.push(error);
      }
    }
    if (this.#size === 0) this.#stopTimer();
    for (const error of errors) {
      if (!this.#onError) throw error;
      this.#onError(error);
    }
  }

  /** Disarms every entry without firing it and stops the timer. */
  stop(): void {
    for (let slot = 0; slot <= this.#mask; slot++) {
      for (let entry = this.#slots[slot] ?? null; entry; entry = this.#slots[slot] ?? null) this.disarm(entry);
    }
    this.#stopTimer();
  }

  #stopTimer(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }
}
