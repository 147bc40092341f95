/**
 * Records what the terminal is shown into an asciicast file (version 2), which players show as a film. Only frames and
 * sizes: what is typed is not in it, nor what goes to the clipboard. A file that cannot be written ends the recording and
 * nothing else.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { fail } from '../../model/errors.ts';

export interface RecorderOptions {
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** The recording ended before the shell did, and why. */
  readonly onEnd: (why: string) => void;
  /** Bytes of the file at most. */
  readonly maxBytes?: number;
}

/** Hours of an ordinary day at the screen. */
const MAX_BYTES = 64 << 20;

export class Recorder {
  readonly #options: RecorderOptions;
  #descriptor: number | null;
  #bytes = 0;
  #began = 0;
  #size = '';

  /** A file that is there already is somebody's film. @throws file-io */
  constructor(file: string, options: RecorderOptions) {
    this.#options = options;
    try {
      this.#descriptor = openSync(file, 'wx', 0o600);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') throw fail('file-io', `${file} is there already`, { hint: 'name a new file' });
      throw fail('file-io', `${file}: ${code ?? String(error)}`, { cause: error });
    }
  }

  /** Bytes that go to the terminal, which has this size now. The first of them begin the film. */
  show(text: string, columns: number, rows: number): void {
    if (this.#descriptor === null) return;
    const size = `${columns}x${rows}`;
    const { now, startedAt } = this.#options;
    if (this.#size === '') {
      this.#began = now();
      this.#line({
        version: 2,
        width: columns,
        height: rows,
        timestamp: Math.floor(startedAt / 1000),
        title: 'RefBot',
      });
    } else if (this.#size !== size) this.#event('r', size);
    this.#size = size;
    this.#event('o', text);
  }

  stop(): void {
    if (this.#descriptor === null) return;
    closeSync(this.#descriptor);
    this.#descriptor = null;
  }

  #event(kind: 'o' | 'r', data: string): void {
    this.#line([Math.round(this.#options.now() - this.#began) / 1000, kind, data]);
  }

  /** Written at once, so that the film is whole however the process ends; a line is a few kilobytes at most. */
  #line(value: unknown): void {
    if (this.#descriptor === null) return;
    const line = `${JSON.stringify(value)}\n`;
    this.#bytes += Buffer.byteLength(line);
    const { maxBytes = MAX_BYTES, onEnd } = this.#options;
    if (this.#bytes > maxBytes) {
      this.stop();
      return onEnd('the recording is full');
    }
    try {
      writeSync(this.#descriptor, line);
    } catch (error) {
      this.stop();
      onEnd(`the recording ended: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
