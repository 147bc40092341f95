/**
 * The shell over the small world for the compressed hour: `logs N` writes log lines in slices, `heap` collects garbage
 * and prints what is left. Runs with --expose-gc. Argument: the history file.
 */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { breathe } from '../../src/lib/slices.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { Face } from '../../src/command/face.ts';
import { bindLine } from '../../src/command/keys/bind-line.ts';
import type { Interpreter } from '../../src/command/interpreter.ts';
import { KNOWN, LESSONS } from '../../src/shell/first-run/lessons.ts';
import { runShell } from '../../src/shell/run-shell.ts';
import { makeWorld, worldInterpreter } from './shell-world.ts';

const LOG_KEPT = 2_000;
const SLICE = 500;

const [historyFile = ''] = process.argv.slice(2);
const world = makeWorld(1377, systemClock);
const collect = (globalThis as { gc?: () => void }).gc!;

/** The same pattern of lines as the world begins with. */
async function addLog(count: number): Promise<void> {
  for (let line = 0; line < count; line++) {
    world.engine.note(line % 9 === 0 ? 'warn' : 'info', line % 2 ? 'source' : 'breaker', `line ${line}`);
    if (world.log.length > LOG_KEPT * 1.5) world.log.splice(0, world.log.length - LOG_KEPT);
    if (line % SLICE === 0) await breathe();
  }
}

/** The least of ten looks: on a busy machine the terminal takes its time, and what waits for it is no leak. */
async function heap(): Promise<number> {
  let least = Infinity;
  for (let round = 0; round < 10; round++) {
    collect();
    await setTimeout(40);
    least = Math.min(least, process.memoryUsage().heapUsed);
  }
  return least;
}

function withExtras(base: Interpreter, face: Face): Interpreter {
  const run: Interpreter['run'] = async (source, io, options, signal) => {
    const [name, count] = source.text.trim().split(/\s+/);
    const bound = bindLine(base.registry, source.text);
    if (bound.kind === 'screen') bound.act(face.screen!);
    else if (name === 'clear') face.clear();
    else if (name === 'logs') await addLog(Number(count));
    else if (name === 'heap') await io.write(`heap ${await heap()} bytes\n`);
    else return base.run(source, io, options, signal);
    return 0;
  };
  return new Proxy(base, { get: (target, key) => (key === 'run' ? run : Reflect.get(target, key)) });
}

// Whoever lives here knows the shell: hints that go once their keys were pressed would be on one screen and not on the next.
const hintsFile = `${historyFile}-hints`;
writeFileSync(hintsFile, JSON.stringify(Object.fromEntries(LESSONS.map((lesson) => [lesson, KNOWN]))));

const status = await runShell({
  engine: async () => world.engine,
  createInterpreter: (_engine, face) => withExtras(worldInterpreter(world, face), face),
  stdin: process.stdin,
  stdout: process.stdout,
  env: process.env,
  historyFile,
  keysFile: join(dirname(historyFile), 'keys.conf'),
  hintsFile,
});
process.stdout.write(`left with ${status}\n`);
process.exit(status);
