/**
 * When to paint: at most ten frames a second for data, at once for keys and for what somebody waits for, never while the
 * terminal has not taken the last frame. Counts what is dirty; what painting means is the caller's.
 */
const FRAME_MS = 100;

export interface FramePort {
  /** The terminal has no room: skip. */
  readonly isBusy: () => boolean;
  readonly paint: (dirty: ReadonlySet<string> | 'all') => void;
}

export class FrameLoop {
  readonly #port: FramePort;
  #dirty: Set<string> | 'all' = new Set();
  #timer: NodeJS.Timeout | undefined;
  #lastAt = Number.NEGATIVE_INFINITY;
  /** A frame that was due at once had to be skipped. */
  #isUrgent = false;
  #stopped = false;

  constructor(port: FramePort) {
    this.#port = port;
  }

  get isClean(): boolean {
    return this.#dirty !== 'all' && this.#dirty.size === 0;
  }

  /** Something of this panel, or of all, changed; it is painted with the next frame. */
  touch(panel: string | 'all'): void {
    if (panel === 'all') this.#dirty = 'all';
    else if (this.#dirty !== 'all') this.#dirty.add(panel);
    this.#schedule();
  }

  /** Paints what is dirty now: after a key that changed more than the prompt. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#stopped || this.isClean) return;
    // A frame that is skipped stays dirty; `resume` paints it when there is room.
    this.#isUrgent = this.#port.isBusy();
    if (this.#isUrgent) return;
    const dirty = this.#dirty;
    this.#dirty = new Set();
    this.#lastAt = performance.now();
    this.#port.paint(dirty);
  }

  /** What is dirty is waited for: it is painted in the next turn and does not wait for its time. */
  hurry(): void {
    if (this.#stopped || this.isClean) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), 0);
  }

  /** As if a frame had just been painted: the next one for data has its time to wait. */
  rest(): void {
    this.#lastAt = performance.now();
    if (!this.#timer) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#schedule();
  }

  /** The terminal has room again. */
  resume(): void {
    if (this.#isUrgent) this.flush();
    else if (!this.isClean) this.#schedule();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    if (this.#stopped || this.#timer) return;
    const wait = Math.max(0, this.#lastAt + FRAME_MS - performance.now());
    this.#timer = setTimeout(() => this.flush(), wait);
  }
}
