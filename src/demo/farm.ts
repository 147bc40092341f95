/**
 * Starts the demo farm: simulated proxies, good and bad, and lists of them, over real sockets on loopback only. The
 * engine uses it for the demo, tests use it as the world whose truth is known.
 */
import { siblingModule } from '../lib/sibling.ts';
import { WorkerLane } from '../lib/worker-lane.ts';
import { fail } from '../model/errors.ts';
import type { FarmOptions, FarmReport } from './farm-types.ts';

export interface Farm extends FarmReport {
  /** Ends every listener, connection and the worker. Safe to call twice. */
  stop(): Promise<void>;
}

export interface StartFarmOptions extends FarmOptions {
  /** The farm's worker died by itself after it had started. */
  readonly onDeath?: (error: Error) => void;
}

/** Resolves when every proxy listens and the lists are served. @throws engine-worker when that cannot be */
export async function startFarm({ onDeath, ...options }: StartFarmOptions = {}): Promise<Farm> {
  const started = Promise.withResolvers<FarmReport>();
  let running = false;
  const lane = new WorkerLane<object, FarmReport>(siblingModule(import.meta.url, './worker'), {
    name: 'demo-farm',
    data: options,
    onMessage: started.resolve,
    onDeath: (error) => {
      if (running) onDeath?.(error);
      else started.reject(fail('engine-worker', `the demo farm could not start: ${error.message}`, { cause: error }));
    },
  });
  const report = await started.promise;
  running = true;
  return { ...report, stop: () => lane.stop() };
}
