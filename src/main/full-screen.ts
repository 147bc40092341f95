/** `refbot shell` on a terminal: paints first, opens the engine behind the first frame. */
import { dirname, join } from 'node:path';
import { KEYS_FILE } from '../command/keys/keys-file.ts';
import type { Registry } from '../command/registry.ts';
import type { EngineOptions } from '../engine.ts';
import { runShell } from '../shell/run-shell.ts';
import type { Holder } from './open-holder.ts';

export interface FullScreen {
  readonly engine: EngineOptions;
  /** Lines typed for the person at the start. */
  readonly lines: readonly string[];
}

export async function runFullScreen({ engine: options, lines }: FullScreen): Promise<number> {
  let holder: Holder | null = null;
  let commands: Promise<Registry> | undefined;
  try {
    return await runShell({
      // Loaded while the first frame is on the screen already.
      engine: async () => {
        const [{ openHolder }, { loadRegistry }] = await Promise.all([
          import('./open-holder.ts'),
          import('../command/registry.ts'),
        ]);
        const registry = loadRegistry();
        // One at a time beside the opening of the state: the first key at the prompt would load them all in one task.
        commands = registry.preload().then(() => registry);
        holder = await openHolder(options, registry);
        return holder.engine;
      },
      createInterpreter: async (engine, face) => {
        const { createInterpreter } = await import('../command/create-interpreter.ts');
        return createInterpreter({ engine, registry: await commands!, face });
      },
      stdin: process.stdin,
      stdout: process.stdout,
      env: process.env,
      historyFile: join(dirname(options.paths.state), 'history'),
      keysFile: join(dirname(options.paths.config), KEYS_FILE),
      runOnStart: lines,
    });
  } finally {
    await (holder as Holder | null)?.stop();
  }
}
