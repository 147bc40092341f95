/** `refbot serve`: the engine with its background work and no screen, for systemd and containers. Ends gracefully on signals. */
import { loadRegistry } from '../command/registry.ts';
import type { EngineOptions } from '../engine.ts';
import type { LogEntry } from '../model/events.ts';
import { EXIT } from '../model/errors.ts';
import { openHolder } from './open-holder.ts';
import { watchStopSignals } from './signals.ts';

export async function runServe(options: EngineOptions): Promise<number> {
  const stop = watchStopSignals();
  const holder = await openHolder(options, loadRegistry());
  const { engine } = holder;
  const leave = engine.bus.on('log.added', printEntry);
  try {
    const { stateFile } = engine.view.status();
    engine.note('info', 'serve', `started: ${engine.view.stats().total} proxies in ${stateFile}`);
    await until(stop.signal);
    engine.note('info', 'serve', 'stopping');
  } finally {
    await holder.stop();
    leave();
    stop.release();
  }
  // Being asked to end is how a service ends: not a failure.
  return EXIT.ok;
}

/** Everything that is not data goes to stderr; journald and `docker logs` add what else they want. */
function printEntry({ at, level, area, message }: LogEntry): void {
  process.stderr.write(`${new Date(at).toISOString()} ${level.padEnd(5)} ${area}: ${message}\n`);
}

async function until(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
}
