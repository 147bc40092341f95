/**
 * The log: a ring in memory for the screen and the `log` command, a JSON file (pino) beside the state, and the fact
 * `log.added` on the bus. Text from anywhere is made safe and secrets are masked here. Never writes to the terminal.
 */
import { fstatSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { DestinationStream, Logger, pino } from 'pino';
import { Ring } from '../lib/ring.ts';
import { maskSecrets, safeText } from '../lib/safe-text.ts';
import { breathe } from '../lib/slices.ts';
import type { LogEntry, LogLines } from '../model/events.ts';
import type { Bus } from './bus.ts';
import type { Clock } from './clock.ts';
import { readLogTail } from './log-tail.ts';

/** The file is renamed to `<file>.1` (replacing the last one) when it outgrows this. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;
const MAX_MESSAGE = 1000;
/** Packages that pino loads, in its order. It loads all of itself in one task, of 8 ms at best; after them its own 3 are left. */
export const PARTS_OF_PINO = ['pino-std-serializers', 'sonic-boom', 'thread-stream', 'safe-stable-stringify'] as const;

export interface LogOptions {
  readonly clock: Clock;
  readonly bus: Bus;
  /** Entries kept in memory. */
  readonly lines: number;
  /** Absent: memory only. */
  readonly file?: string;
}

/** The part of a pino destination that is used here. */
type Destination = DestinationStream & {
  end(): void;
  destroy(): void;
  on(event: 'error' | 'close', listener: (error: Error) => void): unknown;
};
type LogFile = { readonly path: string; readonly logger: Logger; readonly destination: Destination; bytes: number };

export class Log implements LogLines {
  readonly #clock: Clock;
  readonly #bus: Bus;
  readonly #ring: Ring<LogEntry>;
  /** Entries that were ever put into the ring. */
  #count = 0;
  #file: LogFile | null = null;
  #loading: Promise<typeof pino> | null = null;
  #pino: typeof pino | null = null;
  /** Files that were put aside and may still be flushing. */
  readonly #ending = new Set<Promise<void>>();
  #emitting = false;

  constructor(options: Omit<LogOptions, 'file'>) {
    this.#clock = options.clock;
    this.#bus = options.bus;
    this.#ring = new Ring<LogEntry>(options.lines);
  }

  /** Loads what a file needs, in slices: it takes longer than to open one. */
  async load(): Promise<void> {
    this.#pino = await (this.#loading ??= loadPino());
  }

  /**
   * Starts the file, after taking the lines of earlier runs from its end. A file that cannot be opened or written is said
   * once in the log and given up, never thrown.
   */
  async openFile(path: string): Promise<void> {
    await this.load();
    const earlier = await readLogTail(path);
    const own = this.#ring.last(this.#ring.capacity);
    this.#ring.clear();
    for (const entry of [...earlier, ...own]) this.#keep(entry);
    this.#file = this.#open(path, this.#pino!);
  }

  /** @param message any text; it is cut to 1,000 characters, made safe and masked here */
  add(level: LogEntry['level'], area: string, message: string): void {
    const entry: LogEntry = {
      at: this.#clock.now(),
      level,
      area,
      message: safeText(maskSecrets(message), MAX_MESSAGE),
    };
    this.#keep(entry);
    this.#write(entry);
    // A listener of `log.added` that throws is reported through this log: that report must not call it again.
    if (this.#emitting) return;
    this.#emitting = true;
    try {
      this.#bus.emit('log.added', entry);
    } finally {
      this.#emitting = false;
    }
  }

  /** The newest `limit` entries, newest last. */
  tail(limit: number): readonly LogEntry[] {
    return this.#ring.last(limit);
  }

  /** Number of the oldest entry in memory. */
  get first(): number {
    return this.#count - this.#ring.length;
  }

  /** One more than the number of the newest. */
  get end(): number {
    return this.#count;
  }

  at(number: number): LogEntry | undefined {
    return number < this.first ? undefined : this.#ring.at(number - this.first);
  }

  /** Flushes and closes the file. The memory stays readable. */
  async close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    if (file) this.#end(file.destination);
    await Promise.all(this.#ending);
  }

  #keep(entry: LogEntry): void {
    this.#ring.push(entry);
    this.#count += 1;
  }

  #open(path: string, make: typeof pino): LogFile | null {
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      // Opened here, not by pino: its exit hook throws when the process ends before pino has opened the file.
      const descriptor = openSync(path, 'a', 0o600);
      const destination = make.destination({ dest: descriptor, sync: false }) as Destination;
      destination.on('error', (error) => this.#giveUp(destination, error));
      const logger = make({ base: null, level: 'debug', timestamp: false, messageKey: 'message' }, destination);
      return { path, logger, destination, bytes: fstatSync(descriptor).size };
    } catch (error) {
      this.#giveUp(null, error as Error);
      return null;
    }
  }

  #giveUp(destination: Destination | null, error: Error): void {
    if (destination !== null && this.#file?.destination !== destination) return;
    this.#file = null;
    destination?.destroy();
    this.add('warn', 'log', `the log file is given up: ${error.message}`);
  }

  #write(entry: LogEntry): void {
    const file = this.#file;
    if (!file) return;
    const { at, level, area, message } = entry;
    file.logger[level]({ at: new Date(at).toISOString(), area }, message);
    file.bytes += Buffer.byteLength(message) + area.length + 80;
    if (file.bytes > MAX_FILE_BYTES && this.#pino) this.#putAside(file, this.#pino);
  }

  #putAside(file: LogFile, make: typeof pino): void {
    file.bytes = 0;
    try {
      // What is still in its buffer follows the file to its new name.
      renameSync(file.path, `${file.path}.1`);
    } catch {
      return; // It goes on growing until the next round tries again.
    }
    this.#file = this.#open(file.path, make);
    this.#end(file.destination);
  }

  #end(destination: Destination): void {
    const ended = new Promise<void>((resolve) => {
      destination.on('close', () => resolve());
      destination.on('error', () => resolve());
    });
    this.#ending.add(ended);
    void ended.then(() => this.#ending.delete(ended));
    destination.end();
  }
}

async function loadPino(): Promise<typeof pino> {
  const require = createRequire(import.meta.resolve('pino'));
  for (const part of PARTS_OF_PINO) {
    await breathe();
    try {
      require(part);
    } catch {
      // What it really misses pino says itself.
    }
  }
  await breathe();
  return (await import('pino')).pino;
}
