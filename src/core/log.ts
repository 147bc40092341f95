/**
 * The log: a ring in memory for the screen and the `log` command, a JSON file (pino, loaded with the first line) beside the
 * state, and the fact `log.added` on the bus. Text from anywhere is made safe and secrets are masked here. Never writes to
 * the terminal.
 */
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
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
interface LogFile {
  readonly path: string;
  readonly descriptor: number;
  /** Null until pino is there: lines are written one by one as it would write them, so that none waits for it. */
  pino: { readonly logger: Logger; readonly destination: Destination } | null;
  bytes: number;
}

/** What pino writes for each. */
const LEVELS: Readonly<Record<LogEntry['level'], number>> = { debug: 20, info: 30, warn: 40, error: 50 };

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

  /** Loads pino, in slices; from then on it writes the file. */
  async load(): Promise<void> {
    const make = (this.#pino = await (this.#loading ??= loadPino()));
    if (this.#file) this.#file.pino ??= this.#writer(this.#file.descriptor, make);
  }

  /**
   * Starts the file, after taking the lines of earlier runs from its end. A file that cannot be opened or written is said
   * once in the log and given up, never thrown.
   */
  async openFile(path: string): Promise<void> {
    const earlier = await readLogTail(path);
    const own = this.#ring.last(this.#ring.capacity);
    this.#ring.clear();
    for (const entry of [...earlier, ...own]) this.#keep(entry);
    this.#file = this.#open(path);
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
    if (file) this.#end(file);
    await Promise.all(this.#ending);
  }

  #keep(entry: LogEntry): void {
    this.#ring.push(entry);
    this.#count += 1;
  }

  #open(path: string): LogFile | null {
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      // Opened here, not by pino: its exit hook throws when the process ends before pino has opened the file.
      const descriptor = openSync(path, 'a', 0o600);
      const writer = this.#pino && this.#writer(descriptor, this.#pino);
      return { path, descriptor, pino: writer, bytes: fstatSync(descriptor).size };
    } catch (error) {
      this.#giveUp(error as Error);
      return null;
    }
  }

  #writer(descriptor: number, make: typeof pino): LogFile['pino'] {
    const destination = make.destination({ dest: descriptor, sync: false }) as Destination;
    destination.on('error', (error) => {
      if (this.#file?.pino?.destination !== destination) return;
      destination.destroy();
      this.#giveUp(error);
    });
    return {
      destination,
      logger: make({ base: null, level: 'debug', timestamp: false, messageKey: 'message' }, destination),
    };
  }

  #giveUp(error: Error): void {
    this.#file = null;
    this.add('warn', 'log', `the log file is given up: ${error.message}`);
  }

  #write(entry: LogEntry): void {
    const file = this.#file;
    if (!file) return;
    const { at, level, area, message } = entry;
    const time = new Date(at).toISOString();
    if (file.pino) file.pino.logger[level]({ at: time, area }, message);
    else this.#writeAtOnce(file, JSON.stringify({ level: LEVELS[level], at: time, area, message }));
    file.bytes += Buffer.byteLength(message) + area.length + 80;
    // It may just have been given up.
    if (this.#file === file && file.bytes > MAX_FILE_BYTES) this.#putAside(file);
  }

  #writeAtOnce(file: LogFile, line: string): void {
    const isFirst = this.#loading === null;
    try {
      writeSync(file.descriptor, `${line}\n`);
    } catch (error) {
      this.#end(file);
      return this.#giveUp(error as Error);
    }
    if (isFirst)
      this.load().catch((error: Error) => this.add('warn', 'log', `the log goes on without pino: ${error.message}`));
  }

  #putAside(file: LogFile): void {
    file.bytes = 0;
    try {
      // What is still in its buffer follows the file to its new name.
      renameSync(file.path, `${file.path}.1`);
    } catch {
      return; // It goes on growing until the next round tries again.
    }
    this.#file = this.#open(file.path);
    this.#end(file);
  }

  #end({ pino: writer, descriptor }: LogFile): void {
    if (!writer) return closeSync(descriptor);
    const { destination } = writer;
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
