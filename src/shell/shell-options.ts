/** What the full-screen shell is made from: the terminal, what can be shown on it, and the person's own files. */
import type { ReadStream } from 'node:tty';
import type { RunOptions } from '../command/interpreter.ts';
import type { HistoryFile } from './edit/history-file.ts';
import type { Practice } from './first-run/practice.ts';
import type { NamedPanel } from './panel-set.ts';
import type { Abilities } from './terminal/abilities.ts';
import type { FilmInSize } from './terminal/film.ts';
import type { TerminalOutput } from './terminal/terminal.ts';
import type { NamedView } from './view-set.ts';

export interface ShellOptions {
  readonly stdin: ReadStream;
  readonly stdout: TerminalOutput;
  readonly abilities: Abilities;
  readonly panels: readonly NamedPanel[];
  readonly views: readonly NamedView[];
  readonly history: HistoryFile;
  /** The person's own keys: keys.conf beside config.json. */
  readonly keysFile: string;
  /** Which hints the person knows. */
  readonly practice: Practice;
  /** Films the screen. */
  readonly film: FilmInSize | null;
  /** What holds for every command: read-only, dry run, … */
  readonly runOptions: RunOptions;
  /** Writes a mark after each frame with its cost, and one when nothing is left to do: for tests and benches. */
  readonly marks: boolean;
}
