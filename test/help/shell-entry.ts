/**
 * A program for tests in a real terminal: the shell over the small world. Arguments: the history file, then lines to run
 * at once. OPENING: `slow` opens the engine after a second, `broken` never.
 */
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '../../src/core/clock.ts';
import type { Engine } from '../../src/engine/types.ts';
import { runShell } from '../../src/shell/run-shell.ts';
import { makeWorld, worldInterpreter } from './shell-world.ts';

const [historyFile = '', ...runOnStart] = process.argv.slice(2);
const world = makeWorld(1377, systemClock);

async function openEngine(): Promise<Engine> {
  const opening = process.env['OPENING'];
  if (opening !== undefined) await delay(1000);
  if (opening === 'broken') throw new Error('the state cannot be opened');
  return world.engine;
}

const status = await runShell({
  engine: openEngine,
  createInterpreter: (_engine, face) => worldInterpreter(world, face),
  stdin: process.stdin,
  stdout: process.stdout,
  env: process.env,
  historyFile,
  keysFile: join(dirname(historyFile), 'keys.conf'),
  hintsFile: `${historyFile}-hints`,
  runOnStart,
});
process.stdout.write(`left with ${status}\n`);
// Not by running dry: a stalled terminal would keep the last frames waiting for ever.
process.exit(status);
