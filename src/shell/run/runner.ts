/**
 * Runs what was typed, one line after the other, and shows it in the output: the line, its results, how long it took.
 * What only reads does not wait for a long check. Ctrl-C ends a command and never the shell.
 */
import type { Interpreter, RunOptions } from '../../command/interpreter.ts';
import type { Io } from '../../command/io.ts';
import type { Progress } from '../../engine/types.ts';
import { formatDuration } from '../../lib/units.ts';
import { maskSecrets } from '../../lib/safe-text.ts';
import { EXIT, toRefbotError } from '../../model/errors.ts';
import type { OutputBuffer } from './output-buffer.ts';

export interface Running {
  readonly line: string;
  /** Epoch milliseconds. */
  readonly sinceMs: number;
  readonly progress: Progress | null;
}

/** A person waits for what was typed or asked for by a key; lines given at the start nobody waits for. */
export type Origin = 'typed' | 'key' | 'start';

export interface RunnerOptions {
  readonly output: OutputBuffer;
  /** What holds for every command: read-only, dry run, … */
  readonly runOptions: RunOptions;
  readonly createIo: (
    signal: AbortSignal,
    beforeOutput: () => void,
    onProgress: (progress: Progress | null) => void,
  ) => Io;
  /** A command began, went on or ended. */
  readonly onChange: () => void;
  readonly onBegin: (how: Origin) => void;
  readonly onEnd: (status: number) => void;
}

interface Waiting {
  readonly line: string;
  /** The line as a person reads it. */
  readonly shown: string;
  readonly how: Origin;
}

/** Runs shorter than this say nothing about their time. */
const WORTH_TELLING_MS = 1;

export class Runner {
  readonly #options: RunnerOptions;
  #interpreter: Interpreter | null = null;
  readonly #queue: Waiting[] = [];
  readonly #awaitQuiet: (() => void)[] = [];
  #running: Running | null = null;
  #abort: AbortController | null = null;
  /** Whose output was shown last. */
  #speaker: AbortSignal | null = null;
  /** Reading commands beside the running one, newest last. */
  readonly #beside: AbortController[] = [];

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  get running(): Running | null {
    return this.#running;
  }
  /** Neither a line nor anything beside it runs. */
  get isIdle(): boolean {
    return this.#running === null && this.#beside.length === 0;
  }
  /** Lines that wait for the running one. */
  get waiting(): number {
    return this.#queue.length;
  }
  /** The running command was told to end and has not yet. */
  get isStopping(): boolean {
    return this.#abort?.signal.aborted ?? false;
  }

  /** Resolves when no line runs or waits for one that does, at the latest after so many milliseconds. */
  quiet(limitMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (this.#running === null && this.#queue.length === 0) resolve();
    else {
      this.#awaitQuiet.push(resolve);
      setTimeout(resolve, limitMs).unref();
    }
    return promise;
  }

  /** From now on lines are run; those that were typed before begin at once. */
  start(interpreter: Interpreter): void {
    this.#interpreter = interpreter;
    void this.#next();
  }

  /** @param shown the line as a person reads it, where a key's line speaks of what is under the cursor */
  run(line: string, how: Origin, shown = line): void {
    // Lines keep their order: once something waits, what comes after it waits as well.
    if (this.#running && this.#queue.length === 0 && this.#interpreter?.onlyReads(line))
      void this.#runBeside({ line, how, shown });
    else {
      this.#queue.push({ line, how, shown });
      void this.#next();
    }
    this.#options.onChange();
  }

  /** Ends the newest command beside the running one, else the running one and those that wait. @returns false when nothing ran or waited */
  cancel(): boolean {
    const beside = this.#beside.findLast(({ signal }) => !signal.aborted);
    if (beside) {
      beside.abort();
      return true;
    }
    const had = this.#running !== null || this.#queue.length > 0;
    this.#queue.length = 0;
    this.#abort?.abort();
    return had;
  }

  /** Ends everything. */
  cancelAll(): void {
    while (this.#beside.some(({ signal }) => !signal.aborted)) this.cancel();
    this.cancel();
  }

  async #next(): Promise<void> {
    const interpreter = this.#interpreter;
    if (this.#running || !interpreter) return;
    const next = this.#queue.shift();
    if (!next) {
      for (const resolve of this.#awaitQuiet.splice(0)) resolve();
      return;
    }
    const abort = new AbortController();
    this.#abort = abort;
    this.#running = { line: maskSecrets(firstRow(next.shown)), sinceMs: Date.now(), progress: null };
    const status = await this.#execute(interpreter, next, abort.signal, (progress) => {
      if (this.#running) this.#running = { ...this.#running, progress };
    });
    this.#running = null;
    this.#abort = null;
    this.#options.onEnd(status);
    void this.#next();
  }

  async #runBeside(next: Waiting): Promise<void> {
    const abort = new AbortController();
    this.#beside.push(abort);
    const status = await this.#execute(this.#interpreter!, next, abort.signal, () => {});
    this.#beside.splice(this.#beside.indexOf(abort), 1);
    this.#options.onEnd(status);
  }

  /** Shows the line, runs it, says how it ended. Never throws. */
  async #execute(
    interpreter: Interpreter,
    { line, how, shown }: Waiting,
    signal: AbortSignal,
    onProgress: (progress: Progress | null) => void,
  ): Promise<number> {
    const { output, onChange, onBegin } = this.#options;
    const began = performance.now();
    output.closeLine();
    if (output.end > output.first) output.add('', 'text');
    onBegin(how);
    for (const [index, row] of maskSecrets(shown).split('\n').entries()) {
      if (index === 0)
        output.begin([
          ['❯ ', 'focus'],
          [row, 'strong'],
        ]);
      else
        output.addSaid([
          ['· ', 'focus'],
          [row, 'strong'],
        ]);
    }
    this.#speaker = signal;
    const beforeOutput = (): void => this.#saySpeaker(signal, shown);
    onChange();
    let status: number = EXIT.failed;
    try {
      const io = this.#options.createIo(signal, beforeOutput, onProgress);
      status = await interpreter.run({ text: line, origin: 'prompt' }, io, this.#options.runOptions, signal);
    } catch (thrown) {
      // The interpreter reports errors through its Io; what is thrown here is a defect, and the shell outlives it.
      beforeOutput();
      output.add(toRefbotError(thrown).message, 'bad');
    }
    output.closeLine();
    const ms = performance.now() - began;
    const end = status === EXIT.ok ? '' : signal.aborted ? 'cancelled, ' : `exit ${status}, `;
    // Behind a `clear` there is nothing that a time would belong to.
    const isCleared = output.end === output.first;
    if (end !== '' || (ms >= WORTH_TELLING_MS && !isCleared)) {
      beforeOutput();
      output.add(`${end}${formatDuration(ms)}`, status === EXIT.ok ? 'dim' : 'warn');
    }
    return status;
  }

  /** Where another line came in between, the one that goes on says again whose output follows. */
  #saySpeaker(signal: AbortSignal, line: string): void {
    if (this.#speaker === signal) return;
    this.#speaker = signal;
    const { output } = this.#options;
    output.add('', 'text');
    output.begin([[`❯ ${maskSecrets(firstRow(line))}`, 'dim']]);
  }
}

function firstRow(line: string): string {
  return line.split('\n', 1)[0]!;
}
