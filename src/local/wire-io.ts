/**
 * The Io of a command that runs in the holder for a client: every write, file and question goes to the client and is
 * answered from there. The holder never opens a path of the client itself.
 */
import type { Io, Sink } from '../command/io.ts';
import type { Progress } from '../engine/types.ts';
import { fail, type RefbotError } from '../model/errors.ts';
import { fromWire, type AnyFrame } from './channel.ts';
import { textParts, type HolderFrame } from './frames.ts';

/** Text on the way to the client that was not yet taken by its terminal or pipe. */
const WINDOW_UNITS = 256 * 1024;
const COLLECT_UNITS = 32 * 1024;

export interface WireIoOptions {
  readonly cwd: string;
  readonly output: Io['output'];
  readonly send: (frame: HolderFrame) => void;
  /** True while the client reads slower than we send: progress is skipped then. */
  readonly isCongested: () => boolean;
  /** The command's: waiting for a person or for input ends with it. */
  readonly signal: AbortSignal;
}

interface Asked {
  readonly resolve: (answer: AnyFrame) => void;
  readonly reject: (error: RefbotError) => void;
}

export class WireIo implements Io {
  readonly cwd: string;
  readonly output: Io['output'];
  readonly #options: WireIoOptions;
  readonly #asked = new Map<number, Asked>();
  #nextId = 1;
  #gone: RefbotError | null = null;
  /** Units written and not yet taken by the client, collected ones included. */
  #onWay = 0;
  #collected = '';
  #later: NodeJS.Immediate | undefined;
  /** The first write that failed; told to the next one. */
  #writeError: RefbotError | null = null;
  #room: (() => void)[] = [];

  constructor(options: WireIoOptions) {
    this.cwd = options.cwd;
    this.output = options.output;
    this.#options = options;
  }

  /** Takes an answer of the client. @returns false when nothing like it was asked */
  answer(frame: AnyFrame): boolean {
    const asked = typeof frame.id === 'number' ? this.#asked.get(frame.id) : undefined;
    if (!asked) return false;
    this.#asked.delete(frame.id as number);
    if (frame.t === 'failed') asked.reject(fromWire(frame.error));
    else asked.resolve(frame);
    return true;
  }

  /** The client is gone: everything that waits for it fails, and everything after. */
  disconnect(): void {
    this.#gone = fail('cancelled', 'the program that asked for the command has ended');
    for (const asked of this.#asked.values()) asked.reject(this.#gone);
    this.#asked.clear();
    this.#wake();
  }

  async write(text: string): Promise<void> {
    for (const part of textParts(text)) {
      while (this.#onWay > WINDOW_UNITS && !this.#gone) await this.#moved();
      if (this.#gone) throw this.#gone;
      if (this.#writeError) throw this.#writeError;
      this.#onWay += part.length;
      this.#collected += part;
      // Small writes of one turn travel together.
      if (this.#collected.length >= COLLECT_UNITS) this.#sendText();
      else this.#later ??= setImmediate(() => this.#sendText());
    }
  }

  /** Resolves when the client has taken every write. @throws what a write failed with */
  async flush(): Promise<void> {
    this.#sendText();
    while (this.#onWay > 0 && !this.#gone) await this.#moved();
    if (this.#writeError) throw this.#writeError;
  }

  note(text: string): void {
    for (const part of textParts(text)) this.#send({ t: 'note', text: part });
  }

  progress(progress: Progress | null): void {
    if (progress === null || !this.#options.isCongested()) this.#send({ t: 'progress', progress });
  }

  async *openRead(path: string): AsyncGenerator<Uint8Array> {
    const file = this.#nextId++;
    let open = true;
    try {
      for (;;) {
        const frame = await this.#orAborted(this.#ask((id) => ({ t: 'pull', id, file, path })));
        if (typeof frame.data !== 'string') {
          open = false;
          return;
        }
        yield Buffer.from(frame.data, 'base64');
      }
    } finally {
      if (open) this.#send({ t: 'drop', file });
    }
  }

  async openWrite(path: string, append: boolean): Promise<Sink> {
    let file = 0;
    await this.#ask((id) => ({ t: 'open', id: (file = id), path, append }));
    return {
      write: async (text) => {
        for (const part of textParts(text)) await this.#ask((id) => ({ t: 'put', id, file, text: part }));
      },
      close: async () => {
        await this.#ask((id) => ({ t: 'close', id, file }));
      },
    };
  }

  async confirm(question: string): Promise<boolean> {
    const frame = await this.#orAborted(this.#ask((id) => ({ t: 'confirm', id, question })));
    return frame.yes === true;
  }

  #ask(frame: (id: number) => HolderFrame): Promise<AnyFrame> {
    if (this.#gone) return Promise.reject(this.#gone);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.#send(frame(id));
    });
  }

  /** A person or a pipe may never answer; Ctrl-C must. */
  async #orAborted<T>(answer: Promise<T>): Promise<T> {
    const { signal } = this.#options;
    signal.throwIfAborted();
    const aborted = Promise.withResolvers<never>();
    aborted.promise.catch(() => undefined);
    answer.catch(() => undefined);
    const onAbort = (): void => aborted.reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([answer, aborted.promise]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Sends what {@link write} collected. */
  #sendText(): void {
    clearImmediate(this.#later);
    this.#later = undefined;
    const text = this.#collected;
    this.#collected = '';
    for (const part of textParts(text)) {
      this.#ask((id) => ({ t: 'write', id, text: part }))
        .catch((error: RefbotError) => void (this.#writeError ??= error))
        .finally(() => {
          this.#onWay -= part.length;
          this.#wake();
        });
    }
  }

  /** Frames keep the order of the command: text that was collected goes first. */
  #send(frame: HolderFrame): void {
    if (frame.t !== 'write') this.#sendText();
    this.#options.send(frame);
  }

  #moved(): Promise<void> {
    return new Promise((resolve) => void this.#room.push(resolve));
  }

  #wake(): void {
    for (const resolve of this.#room.splice(0)) resolve();
  }
}
