/**
 * Tells whether a thread that was late was busy itself or was kept from running by others: fewer connections help in the
 * first case only. Lives in the check worker and samples while there are runs.
 */

/** Between samples: short beside what counts as late. */
const SAMPLE_MS = 50;
/** So long without a sample is no accident. */
const LATE_MS = 3 * SAMPLE_MS;
/** This share of the time on the processor: it was its own work. */
const OWN_SHARE = 0.5;

export interface OwnLagDeps {
  /** Processor time of this thread so far, in milliseconds. */
  readonly cpuMs: () => number;
  readonly now: () => number;
}

export class OwnLag {
  readonly #deps: OwnLagDeps;
  #timer: NodeJS.Timeout | null = null;
  /** The last two: a late thread may take one before it is asked. */
  #samples: readonly [before: Sample, last: Sample] = [NEVER, NEVER];

  constructor(deps: OwnLagDeps = { cpuMs: threadCpuMs, now: () => performance.now() }) {
    this.#deps = deps;
  }

  start(): void {
    if (this.#timer) return;
    const first = this.#sample();
    this.#samples = [first, first];
    this.#timer = setInterval(() => this.#keep(), SAMPLE_MS);
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Whether the thread has not come round for long, and may look at what has been waiting meanwhile. */
  get isLate(): boolean {
    return this.#timer !== null && this.#deps.now() - this.#samples[1].at > LATE_MS;
  }

  /** Whether the last moments, in which the thread was late, went into its own work. */
  wasOwn(): boolean {
    const { cpuMs, at } = this.#sample();
    const [before] = this.#samples;
    this.#keep();
    return cpuMs - before.cpuMs >= (at - before.at) * OWN_SHARE;
  }

  #keep(): void {
    this.#samples = [this.#samples[1], this.#sample()];
  }

  #sample(): Sample {
    return { cpuMs: this.#deps.cpuMs(), at: this.#deps.now() };
  }
}

interface Sample {
  readonly cpuMs: number;
  readonly at: number;
}
const NEVER: Sample = { cpuMs: 0, at: 0 };

function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
