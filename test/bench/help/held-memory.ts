/** What this process takes now: its memory as the system counts it, or the heaps of all its threads without garbage. Bytes. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Worker } from 'node:worker_threads';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const workers = new Set<Worker>();
process.on('worker', (worker) => {
  workers.add(worker);
  worker.once('exit', () => workers.delete(worker));
});

/** Of the whole process. Not after {@link heapBytes}: what that needs stays reserved. */
export function rssBytes(): number {
  return process.memoryUsage().rss;
}

export async function heapBytes(): Promise<number> {
  collect();
  let heap = process.memoryUsage().heapUsed;
  for (const worker of workers) {
    // From here a worker cannot be told to collect garbage, but whoever asks for its snapshot makes it do that first.
    (await worker.getHeapSnapshot()).destroy();
    heap += (await worker.getHeapStatistics()).used_heap_size;
  }
  return heap;
}
