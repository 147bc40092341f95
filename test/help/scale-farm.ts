/**
 * A farm of any size for tests, Linux only: every 127.b.c.d reaches one listener, so one thread plays as many proxies as a
 * list names. Which one an address plays is {@link roleAt}; lists are moved here with `rewriteList`.
 */
import { WorkerLane } from '../../src/lib/worker-lane.ts';
import type { ScaleOptions } from './scale-role.ts';

export interface ScaleFarm {
  /** All proxies listen on this port of their own address. */
  readonly port: number;
  stop(): Promise<void>;
}

export async function startScaleFarm(options: ScaleOptions = {}): Promise<ScaleFarm> {
  const started = Promise.withResolvers<{ port: number }>();
  const lane = new WorkerLane<object, { port: number }>(new URL('./scale-worker.ts', import.meta.url), {
    name: 'scale-farm',
    data: options,
    onMessage: started.resolve,
    onDeath: started.reject,
  });
  const { port } = await started.promise;
  return { port, stop: () => lane.stop() };
}
