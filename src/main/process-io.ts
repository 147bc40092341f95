/**
 * The Io of a process that runs commands on a terminal or in a pipe: data to stdout, everything else to stderr, files
 * relative to the user's folder. Made by main; never used by the full-screen shell.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { isCode } from '../core/atomic-file.ts';
import { fileError, readError } from '../core/file-error.ts';
import type { Io, Sink } from '../command/io.ts';
import type { Progress } from '../engine/types.ts';
import { forTerminal } from '../command/render/colour.ts';
import { safeText } from '../lib/safe-text.ts';
import { fail, type RefbotError } from '../model/errors.ts';
import { ProgressPainter } from './progress-painter.ts';

export interface ProcessIoOptions {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `--no-color`: false. Absent: as terminal and environment say. */
  readonly color?: boolean;
  /** The command's: a question that nobody answers ends with it. */
  readonly signal?: AbortSignal;
}

export interface ProcessIo extends Io {
  /** Aborts when nobody reads stdout any more (`refbot … | head`): the command has no reason to go on. */
  readonly outputClosed: AbortSignal;
}

const DEFAULT_COLUMNS = 80;
const MAX_QUESTION = 300;

export function createProcessIo({ stdin, stdout, stderr, cwd, env, color, signal }: ProcessIoOptions): ProcessIo {
  const dumb = env.TERM === 'dumb';
  const tty = stdout.isTTY === true;
  const utf8 = speaksUtf8(env);
  const coloured = color ?? (tty && !dumb && (env.NO_COLOR ?? '') === '');
  const closed = new AbortController();
  let failure: RefbotError | null = null;
  stdout.on('error', (error: Error) => {
    // The reader of a pipe has left, or the terminal hung up: no mistake of anybody, and nobody to say it to.
    if (isCode(error, 'EPIPE', 'ERR_STREAM_DESTROYED') || (tty && isCode(error, 'EIO'))) closed.abort();
    else failure ??= fail('file-io', `the output could not be written: ${error.message}`, { cause: error });
  });
  // Notes that nobody can read are no reason to stop.
  stderr.on('error', () => undefined);
  const painter = new ProgressPainter({
    print: (text) => void stderr.write(text),
    inPlace: stderr.isTTY === true && !dumb,
    utf8,
    columns: () => stderr.columns ?? DEFAULT_COLUMNS,
    now: () => performance.now(),
  });

  return {
    output: {
      tty,
      get columns() {
        return stdout.columns ?? (Number(env.COLUMNS) || DEFAULT_COLUMNS);
      },
      color: coloured,
      utf8,
    },
    cwd,
    outputClosed: closed.signal,
    async write(text) {
      if (failure) throw failure;
      if (closed.signal.aborted || text === '') return;
      // The line is on stderr, but on the same screen.
      if (tty) painter.clear();
      if (!stdout.write(tty ? forTerminal(text, coloured) : text)) await drained(stdout);
      if (failure) throw failure;
    },
    note(text) {
      painter.clear();
      stderr.write(`${forTerminal(text, coloured)}\n`);
    },
    progress(progress: Progress | null) {
      painter.show(progress);
    },
    openRead: (path) => (path === '-' ? (stdin as AsyncIterable<Uint8Array>) : readFrom(resolve(cwd, path), path)),
    openWrite: (path, append) => writeTo(resolve(cwd, path), path, append),
    async confirm(question) {
      if (stdin.isTTY !== true || stderr.isTTY !== true) return false;
      painter.clear();
      return ask(safeText(question, MAX_QUESTION), stdin, stderr, signal);
    },
  };
}

/** The locale's character set, in the order in which C programs look for it. */
function speaksUtf8(env: ProcessIoOptions['env']): boolean {
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((value) => value !== undefined && value !== '');
  return locale === undefined ? process.platform === 'win32' || process.platform === 'darwin' : /utf-?8/i.test(locale);
}

/** Resolves when more can be written, or nothing ever. */
function drained(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      for (const event of ['drain', 'error', 'close']) stream.off(event, over);
      resolve();
    };
    for (const event of ['drain', 'error', 'close']) stream.once(event, over);
  });
}

async function* readFrom(path: string, name: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw readError(error, name);
  }
}

async function writeTo(path: string, name: string, append: boolean): Promise<Sink> {
  try {
    // A redirect writes into the file as a shell does: pipes, devices and links stay what they are.
    const file = await open(path, append ? 'a' : 'w', 0o666);
    return {
      async write(text) {
        try {
          await file.writeFile(text, 'utf8');
        } catch (error) {
          throw fileError(error, name);
        }
      },
      async close() {
        try {
          await file.close();
        } catch (error) {
          throw fileError(error, name);
        }
      },
    };
  } catch (error) {
    throw fileError(error, name);
  }
}

/** Yes only by an explicit `y` or `yes`. */
function ask(question: string, stdin: Readable, stderr: Writable, signal: AbortSignal | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    // Not as a terminal: the line stays the system's to edit, and Ctrl-C stays a signal.
    const lines = createInterface({ input: stdin, terminal: false });
    const end = (yes: boolean): void => {
      signal?.removeEventListener('abort', onAbort);
      resolve(yes);
      lines.close();
    };
    const onAbort = (): void => {
      stderr.write('\n');
      end(false);
    };
    lines.once('line', (line) => end(/^\s*y(es)?\s*$/i.test(line)));
    lines.once('close', () => end(false));
    if (signal?.aborted) return onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    stderr.write(`${question} [y/N] `);
  });
}
