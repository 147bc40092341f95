/**
 * Runs what was typed, one line after the other, and shows it in the output: the line, its results, how long it took.
 * Ctrl-C ends the command and never the shell.
 */
import type { Interpreter } from '../command/interpreter.ts';
import type { Io } from '../command/io.ts';
import type { Progress } from '../engine/types.ts';
import { formatDuration } from '../lib/units.ts';
import { maskSecrets } from '../lib/safe-text.ts';
import { EXIT, toRefbotError } from '../model/errors.ts';
import type { OutputBuffer } from './output-buffer.ts';
import type { Theme } from './paint/style.ts';

export interface Running {
  readonly line: string;
  /** Epoch milliseconds. */
  readonly sinceMs: number;
  readonly progress: Progress | null;
}

export interface RunnerOptions {
  readonly output: OutputBuffer;
  readonly theme: Theme;
  readonly createIo: (signal: AbortSignal, onProgress: (progress: Progress | null) => void) => Io;
  /** A command began, went on or ended. */
  readonly onChange: () => void;
  /** @param typed a person waits for the result; lines given at the start are not typed */
  readonly onBegin: (typed: boolean) => void;
  readonly onEnd: (status: number) => void;
}

interface Waiting {
  readonly line: string;
  readonly typed: boolean;
}

/** Runs shorter than this say nothing about their time. */
const WORTH_TELLING_MS = 1;

export class Runner {
  readonly #options: RunnerOptions;
  #interpreter: Interpreter | null = null;
  readonly #queue: Waiting[] = [];
  #running: Running | null = null;
  #abort: AbortController | null = null;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  get running(): Running | null {
    return this.#running;
  }
  /** Lines that wait for the running one. */
  get waiting(): number {
    return this.#queue.length;
  }
  /** The running command was told to end and has not yet. */
  get isStopping(): boolean {
    return this.#abort?.signal.aborted ?? false;
  }

  /** From now on lines are run; those that were typed before begin at once. */
  start(interpreter: Interpreter): void {
    this.#interpreter = interpreter;
    void this.#next();
  }

  run(line: string, typed: boolean): void {
    this.#queue.push({ line, typed });
    void this.#next();
    this.#options.onChange();
  }

  /** Ends the running command and forgets those that wait. @returns false when nothing ran or waited */
  cancel(): boolean {
    const had = this.#running !== null || this.#queue.length > 0;
    this.#queue.length = 0;
    this.#abort?.abort();
    return had;
  }

  async #next(): Promise<void> {
    if (this.#running || !this.#interpreter) return;
    const next = this.#queue.shift();
    if (!next) return;
    const { line } = next;
    const { output, theme, onChange, onBegin, onEnd } = this.#options;
    const abort = new AbortController();
    this.#abort = abort;
    this.#running = { line: maskSecrets(firstRow(line)), sinceMs: Date.now(), progress: null };
    const began = performance.now();
    if (output.end > output.first) output.add('', theme.text);
    onBegin(next.typed);
    for (const [index, row] of maskSecrets(line).split('\n').entries()) {
      output.addSegments([
        [index === 0 ? '❯ ' : '· ', theme.focus],
        [row, theme.strong],
      ]);
    }
    onChange();
    let status: number = EXIT.failed;
    try {
      const io = this.#options.createIo(abort.signal, (progress) => {
        if (this.#running) this.#running = { ...this.#running, progress };
      });
      status = await this.#interpreter.run({ text: line, origin: 'prompt' }, io, {}, abort.signal);
    } catch (thrown) {
      // The interpreter reports errors through its Io; what is thrown here is a defect, and the shell outlives it.
      output.add(toRefbotError(thrown).message, theme.bad);
    }
    output.closeLine();
    const ms = performance.now() - began;
    const end = status === EXIT.ok ? '' : abort.signal.aborted ? 'cancelled, ' : `exit ${status}, `;
    if (end !== '' || ms >= WORTH_TELLING_MS)
      output.add(`${end}${formatDuration(ms)}`, status === EXIT.ok ? theme.faint : theme.warn);
    this.#running = null;
    this.#abort = null;
    onEnd(status);
    void this.#next();
  }
}

function firstRow(line: string): string {
  return line.split('\n', 1)[0]!;
}
