/** A real engine in a folder of its own, with a command line at it. Everything ends with the world. Loopback only. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolvePaths } from '../../src/core/paths.ts';
import { createEngine } from '../../src/engine.ts';
import type { Engine, EngineStatus } from '../../src/engine/types.ts';
import type { Face } from '../../src/command/face.ts';
import { CommandLine } from './command-line.ts';

export interface EngineWorld {
  readonly folder: string;
  readonly engine: Engine;
  readonly line: CommandLine;
}

export interface EngineWorldOptions {
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly face?: Face;
  /** Default `once`. */
  readonly mode?: EngineStatus['mode'];
}

export async function withEngine(
  run: (world: EngineWorld) => Promise<void>,
  options: EngineWorldOptions = {},
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'refbot-engine-'));
  const env = { HOME: folder, XDG_RUNTIME_DIR: folder, REFBOT_NETWORK: 'loopback' };
  const paths = resolvePaths({
    env,
    cwd: folder,
    state: join(folder, 'state.json'),
    config: join(folder, 'config.json'),
  });
  try {
    const engine = await createEngine({
      paths,
      env,
      mode: options.mode ?? 'once',
      flags: { 'network.allow_private': true, ...options.flags },
    });
    try {
      await run({ folder, engine, line: new CommandLine(folder, engine, options.face) });
    } finally {
      await engine.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
