/**
 * Opens the engine and becomes the holder of its state: commands of other RefBots on the same state run in here, over
 * the local socket. Used by every face that has an engine.
 */
import { createInterpreter } from '../command/create-interpreter.ts';
import type { Registry } from '../command/registry.ts';
import { createEngine, type EngineOptions } from '../engine.ts';
import type { Engine } from '../engine/types.ts';
import { serveLocal, type LocalServer } from '../local/serve-local.ts';
import { toRefbotError } from '../model/errors.ts';

export interface Holder {
  readonly engine: Engine;
  /** Resolves when no command of another process runs. */
  idle(signal: AbortSignal): Promise<void>;
  /** Ends the commands of others, then the engine; the state is saved. */
  stop(): Promise<void>;
}

/** @throws state-held and what else opening the state throws */
export async function openHolder(options: EngineOptions, registry: Registry): Promise<Holder> {
  const engine = await createEngine(options);
  // Nobody here waits for it: others who are too early ask again.
  const local: Promise<LocalServer | null> = serveLocal({
    path: options.paths.socket,
    execute: (request, io, signal) => {
      const interpreter = createInterpreter({ engine, registry, remote: true });
      const { run, options } = request;
      return 'argv' in run
        ? interpreter.runArgv(run.argv, io, options, signal)
        : interpreter.run(run, io, options, signal);
    },
  }).catch((error: unknown) => {
    // Without the socket others cannot reach this state; everything here works.
    engine.note('warn', 'local', `commands of other programs cannot run in here: ${toRefbotError(error).message}`);
    return null;
  });
  return {
    engine,
    idle: async (signal) => (await local)?.idle(signal),
    async stop() {
      await (await local)?.stop();
      await engine.stop();
    },
  };
}
