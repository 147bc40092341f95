/** `refbot shell` on a terminal: paints first, opens the engine behind the first frame. */
import { dirname, join } from 'node:path';
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
  try {
    return await runShell({
      // Loaded while the first frame is on the screen already.
      engine: async () => {
        const [{ openHolder }, { loadRegistry }] = await Promise.all([
          import('./open-holder.ts'),
          import('../command/registry.ts'),
        ]);
        holder = await openHolder(options, loadRegistry());
        return holder.engine;
      },
      createInterpreter: async (engine, face) => {
        const [{ createInterpreter }, { loadRegistry }] = await Promise.all([
          import('../command/create-interpreter.ts'),
          import('../command/registry.ts'),
        ]);
        return createInterpreter({ engine, registry: loadRegistry(), face });
      },
      stdin: process.stdin,
      stdout: process.stdout,
      env: process.env,
      historyFile: join(dirname(options.paths.state), 'history'),
      runOnStart: lines,
    });
  } finally {
    await (holder as Holder | null)?.stop();
  }
}
