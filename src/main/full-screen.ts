/** `refbot shell` on a terminal: paints first, opens the engine behind the first frame. */
import type { FilmInSize } from '../shell/terminal/film.ts';
import { runShell } from '../shell/run-shell.ts';
import { shellParts, type ShellStart } from './shell-parts.ts';

export interface FullScreen extends ShellStart {
  /** File that films the screen; absent: none. */
  readonly record?: string;
}

/** @throws file-io when the film cannot be begun */
export async function runFullScreen({ engine, lines, runOptions, record }: FullScreen): Promise<number> {
  const parts = shellParts(engine);
  // A hang-up comes from the terminal and once more from the shell below: the second must not end the saving.
  const ignore = (): void => {};
  process.on('SIGHUP', ignore);
  try {
    const film = record === undefined ? null : await filming(record);
    return await runShell({
      engine: () => parts.openEngine(),
      createInterpreter: (opened, face) => parts.createInterpreter(opened, face),
      stdin: process.stdin,
      stdout: process.stdout,
      env: process.env,
      historyFile: parts.historyFile,
      hintsFile: parts.hintsFile,
      keysFile: parts.keysFile,
      runOptions,
      runOnStart: lines,
      ...(film === null ? {} : { record: film }),
    });
  } finally {
    await parts.stop();
    process.off('SIGHUP', ignore);
  }
}

async function filming(file: string): Promise<(onEnd: (why: string) => void) => FilmInSize> {
  const [{ Recorder }, { Film }] = await Promise.all([
    import('../shell/terminal/recorder.ts'),
    import('../shell/terminal/film.ts'),
  ]);
  return (onEnd) => {
    const recorder = new Recorder(file, { now: () => performance.now(), startedAt: Date.now(), onEnd });
    return (columns, rows) => new Film(recorder, columns, rows);
  };
}
