/**
 * The brain's side of a throughput test: a worker for as long as it takes, fed a few hundred proxies at a time. Called by
 * the engine; says what was measured and decides nothing.
 */
import { siblingModule } from '../lib/sibling.ts';
import { WorkerLane } from '../lib/worker-lane.ts';
import { fail } from '../model/errors.ts';
import type {
  ThroughputData,
  ThroughputResult,
  ThroughputResults,
  ThroughputTask,
  ThroughputTasks,
} from './throughput-messages.ts';

/** Given to the worker and not measured yet. */
const OUTSTANDING = 256;
const CHUNK = 64;

/**
 * Resolves when all tasks are measured, or the signal ended it: what was found by then was handed on.
 * @throws engine-worker; what `tasks` or `onResults` throw
 */
export async function measureThroughput(
  tasks: Iterator<ThroughputTask>,
  data: ThroughputData,
  signal: AbortSignal,
  onResults: (results: readonly ThroughputResult[]) => void,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let outstanding = 0;
  let over = false;
  const lane = new WorkerLane<ThroughputTasks, ThroughputResults>(
    siblingModule(import.meta.url, './throughput-worker'),
    {
      name: 'throughput',
      data,
      onMessage: ({ results }) => {
        outstanding -= results.length;
        try {
          onResults(results);
          feed();
        } catch (error) {
          reject(error);
        }
      },
      onDeath: (error) =>
        reject(fail('engine-worker', `the throughput worker died: ${error.message}`, { cause: error })),
    },
  );
  const feed = (): void => {
    while (!over && outstanding <= OUTSTANDING - CHUNK) {
      const chunk: ThroughputTask[] = [];
      while (chunk.length < CHUNK && !over) {
        const { done, value } = tasks.next();
        if (done === true) over = true;
        else chunk.push(value);
      }
      outstanding += chunk.length;
      if (chunk.length > 0) lane.post({ tasks: chunk });
    }
    if (over && outstanding === 0) resolve();
  };
  const onAbort = (): void => resolve();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    if (!signal.aborted) {
      feed();
      await promise;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    await lane.stop();
  }
}
