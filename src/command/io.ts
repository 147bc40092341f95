/**
 * How a command reaches the outside: the face gives one of these. A terminal or pipe has its own, the shell writes into
 * its output panel, and a second `refbot` whose command runs inside the first one has its files opened on its own side.
 */
import type { Progress } from '../engine/types.ts';

export interface Sink {
  write(text: string): Promise<void>;
  /** Resolves when the data is handed to the system. */
  close(): Promise<void>;
}

export interface Io {
  /** What data output is: a terminal gets tables with units, a pipe TSV. */
  readonly output: { readonly tty: boolean; readonly columns: number; readonly color: boolean; readonly utf8: boolean };
  /** Folder that relative paths of the user start from. */
  readonly cwd: string;
  /** Data. */
  write(text: string): Promise<void>;
  /** Everything that is not data: notes, warnings, errors. One line or more, without the last newline. */
  note(text: string): void;
  /**
   * A place that is refreshed: what the work says takes the place of what the work before said there, in one piece when it
   * is over. Of work that resolves with false nothing is taken. Absent where what was said stays.
   */
  refreshed?(): (work: () => Promise<boolean>) => Promise<void>;
  /** Shows, updates or (null) removes the progress line. */
  progress(progress: Progress | null): void;
  /** `-` is standard input. @throws no-such-file, file-io */
  openRead(path: string): AsyncIterable<Uint8Array>;
  /** @throws file-io */
  openWrite(path: string, append: boolean): Promise<Sink>;
  /** Asks a person; false where nobody can answer. */
  confirm(question: string): Promise<boolean>;
}
