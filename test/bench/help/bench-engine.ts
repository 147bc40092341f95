/** A real engine on a real disk for a bench, in a folder of its own that goes with it. Loopback only. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolvePaths } from '../../../src/core/paths.ts';
import { createEngine } from '../../../src/engine.ts';
import type { Engine } from '../../../src/engine/types.ts';

export interface BenchEngine {
  readonly engine: Engine;
  readonly stateFile: string;
  /** Ends the engine and leaves the folder. */
  close(): Promise<void>;
  /** Ends the engine and removes the folder. */
  stop(): Promise<void>;
}

/** @param folder of an engine that was closed, to open its state again; default a new one */
export async function openBenchEngine(
  flags: Readonly<Record<string, unknown>> = {},
  folder = mkdtempSync(join(tmpdir(), 'refbot-bench-')),
): Promise<BenchEngine> {
  const env = { HOME: folder, XDG_RUNTIME_DIR: folder, REFBOT_NETWORK: 'loopback' };
  const stateFile = join(folder, 'state.json');
  const paths = resolvePaths({ env, cwd: folder, state: stateFile, config: join(folder, 'config.json') });
  const engine = await createEngine({ paths, env, mode: 'once', flags: { 'network.allow_private': true, ...flags } });
  const close = (): Promise<void> => engine.stop();
  return {
    engine,
    stateFile,
    close,
    async stop() {
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
