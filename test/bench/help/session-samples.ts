/** A session watched from inside, second by second: memory, loop delay and what was done; and whether that stays flat. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Worker } from 'node:worker_threads';
import { median } from '../../../src/lib/stats.ts';
import { TaskClock } from './task-clock.ts';

export interface Sample {
  readonly done: number;
  /** Monotonic milliseconds. */
  readonly at: number;
  readonly rssMb: number;
  /** Heaps of all threads, garbage included. */
  readonly heapMb: number;
  /** Milliseconds that the main thread was late in this second. */
  readonly p99: number;
  readonly max: number;
  /** Milliseconds that the main thread computed at most between two looks: the longest task, however busy the machine is. */
  readonly task: number;
}

const EVERY_MS = 1_000;
const RESOLUTION_MS = 1;
const workers = new Set<Worker>();
process.on('worker', (worker) => {
  workers.add(worker);
  worker.once('exit', () => workers.delete(worker));
});

/** Late by so many milliseconds. */
function late(ns: number): number {
  return Math.max(0, ns / 1e6 - RESOLUTION_MS);
}

export class Sampler {
  readonly samples: Sample[] = [];
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  readonly #done: () => number;
  readonly #timers: readonly NodeJS.Timeout[];
  readonly #clock = new TaskClock();
  #longestMs = 0;

  /** @param done how much of the work is over */
  constructor(done: () => number) {
    this.#done = done;
    this.#delay.enable();
    this.#timers = [setInterval(() => void this.#take(), EVERY_MS), setInterval(() => this.#look(), RESOLUTION_MS)];
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#delay.disable();
  }

  #look(): void {
    this.#longestMs = Math.max(this.#longestMs, this.#clock.look().cpu);
  }

  async #take(): Promise<void> {
    const done = this.#done();
    const [p99, max] = [late(this.#delay.percentile(99)), late(this.#delay.max)];
    const task = this.#longestMs;
    this.#longestMs = 0;
    this.#delay.reset();
    const { rss, heapUsed } = process.memoryUsage();
    const heaps = await Promise.all([...workers].map((worker) => worker.getHeapStatistics().catch(() => null)));
    const heap = heaps.reduce((sum, facts) => sum + (facts?.used_heap_size ?? 0), heapUsed);
    this.samples.push({ done, at: performance.now(), rssMb: rss / 1e6, heapMb: heap / 1e6, p99, max, task });
  }
}

export interface Stretch {
  readonly rssMb: number;
  readonly heapMb: number;
  readonly p99: number;
  readonly max: number;
  readonly task: number;
  readonly perSecond: number;
}

/** Medians of the samples from one share of the work (0..1) to another; the worst of delays and tasks. */
export function stretch(samples: readonly Sample[], total: number, from: number, to: number): Stretch | null {
  const part = samples.filter(({ done }) => done > from * total && done <= to * total);
  const [first, last] = [part[0], part.at(-1)];
  if (!first || !last) return null;
  const before = samples[samples.indexOf(first) - 1];
  const middle = (pick: (sample: Sample) => number): number => median(part.map(pick))!;
  return {
    rssMb: middle(({ rssMb }) => rssMb),
    heapMb: middle(({ heapMb }) => heapMb),
    p99: middle(({ p99 }) => p99),
    max: Math.max(...part.map(({ max }) => max)),
    task: Math.max(...part.map(({ task }) => task)),
    perSecond: before ? ((last.done - before.done) / (last.at - before.at)) * 1_000 : 0,
  };
}
