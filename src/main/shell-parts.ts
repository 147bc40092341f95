/** What both shells are made of: an engine that opens when the shell is there already, the language, the person's own files. */
import { dirname, join } from 'node:path';
import type { Face } from '../command/face.ts';
import type { Interpreter, RunOptions } from '../command/interpreter.ts';
import { KEYS_FILE } from '../command/keys/keys-file.ts';
import type { Registry } from '../command/registry.ts';
import type { EngineOptions } from '../engine.ts';
import type { Engine } from '../engine/types.ts';
import { breathe } from '../lib/slices.ts';
import { loadHolder } from './load-holder.ts';
import type { Holder } from './open-holder.ts';
import { inSteadyHeap } from './steady-heap.ts';

export interface ShellStart {
  readonly engine: EngineOptions;
  /** What holds for every command: read-only, dry run, … */
  readonly runOptions: RunOptions;
  /** Lines typed for the person at the start. */
  readonly lines: readonly string[];
}

export interface ShellParts {
  /** @throws state-held and what else opening the state throws */
  openEngine(): Promise<Engine>;
  /** After {@link openEngine}. */
  createInterpreter(engine: Engine, face: Face): Promise<Interpreter>;
  readonly historyFile: string;
  /** Which hints are known. */
  readonly hintsFile: string;
  readonly keysFile: string;
  /** Ends the engine, if it was opened; the state is saved. */
  stop(): Promise<void>;
}

export function shellParts(options: EngineOptions): ShellParts {
  let holder: Holder | null = null;
  let commands: Registry | null = null;
  const beside = (file: string, name: string): string => join(dirname(file), name);
  return {
    // Loaded while the first frame is on the screen already.
    async openEngine() {
      const { loadRegistry } = await import('../command/registry.ts');
      const { openHolder } = await loadHolder();
      const registry = loadRegistry();
      commands = registry;
      holder = await inSteadyHeap(() => openHolder(options, registry));
      // The shell has work of its own when it gets the engine.
      await breathe();
      return holder.engine;
    },
    async createInterpreter(engine, face) {
      const { createInterpreter } = await import('../command/create-interpreter.ts');
      return createInterpreter({ engine, registry: commands!, face });
    },
    historyFile: beside(options.paths.state, 'history'),
    hintsFile: beside(options.paths.state, 'hints'),
    keysFile: beside(options.paths.config, KEYS_FILE),
    async stop() {
      options.reader?.stop();
      await holder?.stop();
    },
  };
}
