/**
 * A farm of any size for tests, Linux only: every 127.b.c.d reaches one listener, so one thread plays as many proxies as a
 * list names. Which one an address plays is {@link roleAt}; lists are moved here with `rewriteList`.
 */
import { WorkerLane } from '../../src/lib/worker-lane.ts';
import type { ScaleOptions, ScalePorts } from './scale-role.ts';

/** Proxies with an open door listen on `port` of their own address: a list that names that one alone meets those only. */
export interface ScaleFarm extends ScalePorts {
  stop(): Promise<void>;
}

export async function startScaleFarm(options: ScaleOptions = {}): Promise<ScaleFarm> {
  const started = Promise.withResolvers<ScalePorts>();
  const lane = new WorkerLane<object, ScalePorts>(new URL('./scale-worker.ts', import.meta.url), {
    name: 'scale-farm',
    data: options,
    onMessage: started.resolve,
    onDeath: started.reject,
  });
  return { ...(await started.promise), stop: () => lane.stop() };
}
