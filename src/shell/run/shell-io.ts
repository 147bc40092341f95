/**
 * How a command that was typed in the shell reaches the outside: data and notes go to the output panel, progress to the
 * loading panel, questions to the prompt line, files to the disk. One for each command that runs.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Io, Sink } from '../../command/io.ts';
import { fileError, readError } from '../../core/file-error.ts';
import type { Progress } from '../../engine/types.ts';
import { fail } from '../../model/errors.ts';
import { breathe } from '../../lib/slices.ts';
import type { OutputBuffer } from './output-buffer.ts';

export interface ShellIoOptions {
  readonly output: OutputBuffer;
  /** Cells of the output panel's inside at this moment. */
  readonly columns: number;
  readonly color: boolean;
  readonly utf8: boolean;
  readonly onProgress: (progress: Progress | null) => void;
  /** What is refreshed from now on begins here. */
  readonly onRefreshed: () => void;
  /** Called before anything is shown: another command may have shown something since. */
  readonly beforeOutput: () => void;
  readonly confirm: (question: string) => Promise<boolean>;
}

/** Data written in one piece before the screen and the keys get a turn. */
const BREATHE_BYTES = 64 << 10;

export function shellIo(options: ShellIoOptions): Io {
  const { output, onProgress, beforeOutput, confirm } = options;
  let sinceBreath = 0;
  /** What is said while the lines that it is to replace still stand. */
  let kept: (() => void)[] | null = null;
  const say = (line: () => void): void => {
    if (kept) return void kept.push(line);
    beforeOutput();
    line();
  };
  return {
    output: { tty: true, columns: options.columns, color: options.color, utf8: options.utf8 },
    cwd: process.cwd(),
    async write(text) {
      say(() => output.write(text, options.columns));
      sinceBreath += text.length;
      if (sinceBreath < BREATHE_BYTES) return;
      sinceBreath = 0;
      await breathe();
    },
    note: (text) => say(() => output.add(text, 'dim')),
    refreshed() {
      const place = new RefreshedPlace(output);
      return async (work) => {
        // The first time it is seen as it comes.
        if (!place.isTaken) {
          beforeOutput();
          place.take();
          await work();
          place.leave();
          return options.onRefreshed();
        }
        const lines: (() => void)[] = [];
        kept = lines;
        const isWhole = await work().finally(() => (kept = null));
        if (!isWhole) return;
        place.clear(beforeOutput);
        for (const line of lines) line();
        place.leave();
      };
    },
    progress: onProgress,
    openRead: (path) => readFile(path),
    openWrite: (path, append) => writeFile(path, append),
    confirm,
  };
}

/** The lines of a command that are replaced. Where another one came in between, or all was cleared, they begin anew. */
class RefreshedPlace {
  readonly #output: OutputBuffer;
  #from: number | null = null;
  #end = 0;

  constructor(output: OutputBuffer) {
    this.#output = output;
  }

  get isTaken(): boolean {
    return this.#from !== null;
  }

  take(): void {
    this.#output.closeLine();
    this.#from = this.#output.end;
  }

  leave(): void {
    this.#output.closeLine();
    this.#end = this.#output.end;
  }

  clear(beforeOutput: () => void): void {
    const { end, first } = this.#output;
    if (this.#from !== null && end === this.#end && first <= this.#from) return this.#output.takeBack(this.#from);
    beforeOutput();
    this.take();
  }
}

async function* readFile(path: string): AsyncGenerator<Uint8Array> {
  if (path === '-') throw fail('no-such-file', 'the shell has no standard input to read from', { hint: 'name a file' });
  try {
    yield* createReadStream(resolve(path)) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw readError(error, path);
  }
}

async function writeFile(path: string, append: boolean): Promise<Sink> {
  try {
    const handle = await open(resolve(path), append ? 'a' : 'w', 0o600);
    return {
      write: async (text) => {
        try {
          await handle.writeFile(text);
        } catch (error) {
          throw fileError(error, path);
        }
      },
      close: () => handle.close(),
    };
  } catch (error) {
    throw fileError(error, path);
  }
}
