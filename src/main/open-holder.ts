/**
 * Opens the engine and becomes the holder of its state: commands of other RefBots on the same state run in here, over
 * the local socket. Used by every face that has an engine.
 */
import { createInterpreter } from '../command/create-interpreter.ts';
import type { Registry } from '../command/registry.ts';
import { createEngine, type EngineOptions } from '../engine.ts';
import type { Engine } from '../engine/types.ts';
import type { LocalServer } from '../local/serve-local.ts';
import { toRefbotError } from '../model/errors.ts';

export interface Holder {
  readonly engine: Engine;
  /** Resolves when no command of another process runs. */
  idle(signal: AbortSignal): Promise<void>;
  /** Ends the commands of others, then the engine; the state is saved. */
  stop(): Promise<void>;
}

/**
 * The socket is opened so many milliseconds after the state: whoever opened it has an answer first, and a command that is
 * over by then needs none. Others who are too early ask again for two seconds.
 */
const LISTEN_AFTER_MS = 100;

/** @throws state-held and what else opening the state throws */
export async function openHolder(options: EngineOptions, registry: Registry): Promise<Holder> {
  const engine = await createEngine(options);
  let local: Promise<LocalServer | null> | null = null;
  const timer = setTimeout(() => {
    local = listen(options.paths.socket, engine, registry).catch((error: unknown) => {
      // Without the socket others cannot reach this state; everything here works.
      engine.note('warn', 'local', `commands of other programs cannot run in here: ${toRefbotError(error).message}`);
      return null;
    });
  }, LISTEN_AFTER_MS).unref();
  return {
    engine,
    idle: async (signal) => (await local)?.idle(signal),
    async stop() {
      clearTimeout(timer);
      await (await local)?.stop();
      await engine.stop();
    },
  };
}

async function listen(path: string, engine: Engine, registry: Registry): Promise<LocalServer> {
  const { serveLocal } = await import('../local/serve-local.ts');
  return serveLocal({
    path,
    execute: (request, io, signal) => {
      const interpreter = createInterpreter({ engine, registry, remote: true });
      const { run, options } = request;
      return 'argv' in run
        ? interpreter.runArgv(run.argv, io, options, signal)
        : interpreter.run(run, io, options, signal);
    },
  });
}
