/**
 * Imported into a process by the bench of the shell: measures the event loop of its main thread. Each
 * SIGUSR2 writes what was measured since the last one to the next file `<REFBOT_LOOP_PROBE>.1`, `.2`, … and begins anew.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { createHistogram, monitorEventLoopDelay, type RecordableHistogram } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';
import { TaskClock } from './task-clock.ts';

export interface LoopFacts {
  /** Milliseconds that the loop was late. */
  readonly delay: { readonly p50: number; readonly p99: number; readonly max: number };
  /** The longest that this thread computed between two looks, a millisecond apart: the longest task, or a little more. */
  readonly longestWorkMs: number;
  /** How often it computed for more than 5 ms. */
  readonly over5ms: number;
}

/** Milliseconds between two looks: what a loop that is never late measures. */
const RESOLUTION_MS = 1;
const NS = 1e6;

const file = process.env['REFBOT_LOOP_PROBE'];
if (isMainThread && file !== undefined) watch(file);

function watch(path: string): void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  let work: RecordableHistogram = createHistogram();
  let over5ms = 0;
  let files = 0;
  const clock = new TaskClock();
  // Whether a late turn was our own work or the machine's, the clock cannot tell; the CPU time of the thread can.
  setInterval(() => {
    const { cpu } = clock.look();
    work.record(Math.max(1, Math.round(cpu * 1_000)));
    if (cpu > 5) over5ms++;
  }, RESOLUTION_MS).unref();
  delay.enable();
  process.on('SIGUSR2', () => {
    const late = (ns: number): number => Math.max(0, ns / NS - RESOLUTION_MS);
    const facts: LoopFacts = {
      delay: { p50: late(delay.percentile(50)), p99: late(delay.percentile(99)), max: late(delay.max) },
      longestWorkMs: work.count === 0 ? 0 : work.max / 1_000,
      over5ms,
    };
    files++;
    writeFileSync(`${path}.part`, JSON.stringify(facts));
    renameSync(`${path}.part`, `${path}.${files}`);
    delay.reset();
    work = createHistogram();
    over5ms = 0;
    clock.look();
  });
}
