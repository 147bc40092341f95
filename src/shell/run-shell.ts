/**
 * Starts the full-screen shell and runs it until it is left. Called by main, which has made sure that there is a terminal
 * (`shellRefusal`). The first frame is on the screen before the engine is opened.
 */
import type { ReadStream } from 'node:tty';
import type { Face } from '../command/face.ts';
import type { Interpreter, RunOptions } from '../command/interpreter.ts';
import type { Engine } from '../engine/types.ts';
import { HistoryFile } from './edit/history-file.ts';
import { Practice } from './first-run/practice.ts';
import { loadPanels } from './panel-set.ts';
import { Shell } from './shell.ts';
import { abilitiesOf, type Environment } from './terminal/abilities.ts';
import { captureConsole } from './terminal/console-capture.ts';
import type { FilmInSize } from './terminal/film.ts';
import type { TerminalOutput } from './terminal/terminal.ts';
import { loadViews } from './view-set.ts';

export interface RunShellOptions {
  /** Opens the engine. A function is called after the first frame; a promise is awaited after it. */
  readonly engine: Promise<Engine> | (() => Promise<Engine>);
  /** Called once, with the engine and the shell's own port. */
  readonly createInterpreter: (engine: Engine, face: Face) => Interpreter | Promise<Interpreter>;
  readonly stdin: ReadStream;
  readonly stdout: TerminalOutput;
  readonly env: Environment;
  readonly historyFile: string;
  readonly keysFile: string;
  /** Which hints the person knows. */
  readonly hintsFile: string;
  /** Films the screen; `onEnd` is told when the film ends before the shell. @throws file-io */
  readonly record?: (onEnd: (why: string) => void) => FilmInSize;
  /** What holds for every command: read-only, dry run, … */
  readonly runOptions?: RunOptions;
  /** Lines that are run before anything that is typed. */
  readonly runOnStart?: readonly string[];
}

/**
 * Resolves with the exit status when the terminal has been given back: 0, or 128 + number of the signal. The engine is
 * the caller's to stop; it has been opened by then, even when the shell was left sooner. Rejects, the terminal restored, when the engine or the interpreter cannot be opened.
 */
export async function runShell(options: RunShellOptions): Promise<number> {
  const { engine: source, env } = options;
  // A promise that fails while the panels load is still ours to report.
  if (typeof source !== 'function') source.catch(() => {});
  const film = options.record?.((why) => shell.log('warn', 'record', why)) ?? null;
  const shell = new Shell({
    film,
    stdin: options.stdin,
    stdout: options.stdout,
    abilities: abilitiesOf(env),
    panels: await loadPanels(),
    views: await loadViews(),
    history: new HistoryFile(options.historyFile),
    keysFile: options.keysFile,
    practice: new Practice(options.hintsFile),
    runOptions: options.runOptions ?? {},
    marks: env['REFBOT_TEST_MARKS'] === '1',
  });
  const releaseConsole = captureConsole((level, area, text) => shell.log(level, area, text));
  try {
    shell.open();
    for (const line of options.runOnStart ?? []) shell.run(line);
    const opening = open(options, shell);
    const status = await Promise.race([shell.ended, opening.then(() => shell.ended)]);
    // Left while the engine was being opened: the caller can only stop what it has.
    await opening;
    return status;
  } catch (error) {
    shell.close();
    throw error;
  } finally {
    releaseConsole();
  }
}

async function open({ engine: source, createInterpreter }: RunShellOptions, shell: Shell): Promise<void> {
  const engine = await (typeof source === 'function' ? source() : source);
  shell.attach(engine, await createInterpreter(engine, shell.face));
}
