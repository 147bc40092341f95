/**
 * One command or script and out: inside the RefBot that holds the state when there is one, else in an engine of its own
 * that ends with it. Commands that need no engine get none.
 */
import { existsSync } from 'node:fs';
import type { ParsedArguments } from '../command/flags/global-flags.ts';
import type { Source } from '../command/interpreter.ts';
import type { Io } from '../command/io.ts';
import { loadRegistry, type Registry } from '../command/registry.ts';
import type { EngineOptions } from '../engine.ts';
import type { Engine } from '../engine/types.ts';
import { readHolder } from '../../store/lock.ts';
import { EXIT, toRefbotError } from '../model/errors.ts';
import type { Holder } from './open-holder.ts';
import { createProcessIo } from './process-io.ts';
import { readEarly } from './read-early.ts';
import { watchStopSignals } from './signals.ts';

export interface OneShot extends Pick<ParsedArguments, 'flags'> {
  /** Words after the global flags, or the text of a script. */
  readonly run: { readonly argv: readonly string[] } | Source;
  readonly engine: EngineOptions;
}

/** A holder that is just leaving, or just coming, is asked again. */
const TRIES = 40;
const PAUSE_MS = 50;

export async function runOneShot({ flags, run, engine: options }: OneShot): Promise<number> {
  const stop = watchStopSignals();
  const registry = loadRegistry();
  const withoutEngine =
    'argv' in run
      ? !registry.needsEngine(run.argv) && !mayBeAlias(run.argv, registry, options.paths.state)
      : flags.options.checkOnly === true;
  const engineOptions = withoutEngine ? options : readEarly(options);
  const { createInterpreter } = await import('../command/create-interpreter.ts');
  const io = createProcessIo({
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    cwd: process.cwd(),
    env: process.env,
    signal: stop.signal,
    ...(flags.noColor || flags.plain ? { color: false } : {}),
  });
  const signal = AbortSignal.any([stop.signal, io.outputClosed]);

  const inside = (engine: Engine | null): Promise<number> => {
    const interpreter = createInterpreter({ engine, registry });
    return 'argv' in run
      ? interpreter.runArgv(run.argv, io, flags.options, signal)
      : interpreter.run(run, io, flags.options, signal);
  };

  try {
    const status = withoutEngine ? await inside(null) : await inHolder();
    // Nobody reads any more, as in `refbot … | head`: that is no failure.
    if (io.outputClosed.aborted) return EXIT.ok;
    return stop.status ?? status;
  } catch (error) {
    if (io.outputClosed.aborted) return EXIT.ok;
    return await createInterpreter({ engine: null, registry }).report([toRefbotError(error)], io, flags.options);
  } finally {
    engineOptions.reader?.stop();
    stop.release();
  }

  /** A slip in the name of a state would look like a state without proxies. */
  function remarkNewState(): void {
    const { state } = engineOptions.paths;
    if (flags.state !== undefined && io.output.tty && flags.options.quiet !== true && !existsSync(state)) {
      io.note(`${state} is not there yet: it begins empty`);
    }
  }

  async function inHolder(): Promise<number> {
    const { runRemote } = await import('../local/run-remote.ts');
    for (let tries = 1; ; tries++) {
      // The holder says where it listens: its environment may differ from ours.
      const { socket } = (await readHolder(engineOptions.paths.lock)) ?? {};
      const remote = await runRemote({
        path: socket ?? engineOptions.paths.socket,
        request: requestOf(run, flags, io),
        io,
        signal,
      });
      if (remote !== null) return remote;
      let holder: Holder;
      try {
        if (tries === 1) remarkNewState();
        const { openHolder } = await import('./open-holder.ts');
        // What was begun early is for one attempt.
        holder = await openHolder(tries === 1 ? engineOptions : options, registry);
      } catch (error) {
        if (toRefbotError(error).errorName !== 'state-held' || tries === TRIES || signal.aborted) throw error;
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
        continue;
      }
      try {
        const status = await inside(holder.engine);
        // Commands of other programs that came in meanwhile are finished, unless the person has had enough.
        if (!signal.aborted) await holder.idle(signal).catch(() => undefined);
        return status;
      } finally {
        await holder.stop();
      }
    }
  }
}

/** A word that names nothing in the program may be an alias, and those are in the state. */
function mayBeAlias([word = '', ...rest]: readonly string[], registry: Registry, state: string): boolean {
  if (!/^[A-Za-z][\w-]*$/.test(word) || registry.resolve([word, ...rest])) return false;
  return registry.verbs(word).length === 0 && existsSync(state);
}

function requestOf(run: OneShot['run'], flags: OneShot['flags'], io: Io) {
  return { run, options: flags.options, cwd: io.cwd, output: io.output };
}
