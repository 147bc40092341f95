/** Where the result of a pipeline goes: the face, or a file behind `>`. Gathers small pieces, opens the file when something is to be written. */
import type { Io, Sink } from '../io.ts';

const CHUNK = 32_768;

export class Output {
  readonly #io: Io;
  readonly #file: { readonly path: string; readonly append: boolean } | null;
  #sink: Sink | null = null;
  #pending: string[] = [];
  #length = 0;
  wrote = false;

  readonly #beforeWrite: () => void;

  /** @param beforeWrite called before data reaches the face */
  constructor(io: Io, file: { readonly path: string; readonly append: boolean } | null, beforeWrite: () => void) {
    this.#io = io;
    this.#file = file;
    this.#beforeWrite = beforeWrite;
  }

  /** What the receiving end can show. */
  get look(): Io['output'] {
    return this.#file ? { ...this.#io.output, tty: false, color: false } : this.#io.output;
  }

  async write(text: string): Promise<void> {
    if (text === '') return;
    this.wrote = true;
    this.#pending.push(text);
    this.#length += text.length;
    if (this.#length >= CHUNK) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#pending.length === 0) return;
    const text = this.#pending.join('');
    this.#pending = [];
    this.#length = 0;
    if (!this.#file) {
      this.#beforeWrite();
      return this.#io.write(text);
    }
    this.#sink ??= await this.#io.openWrite(this.#file.path, this.#file.append);
    await this.#sink.write(text);
  }

  /** Hands over what is left; a file is made even when nothing was written. @throws file-io */
  async end(): Promise<void> {
    await this.flush();
    if (this.#file) this.#sink ??= await this.#io.openWrite(this.#file.path, this.#file.append);
    await this.#sink?.close();
    this.#sink = null;
  }

  /** After a failure: what there was goes out, an open file is closed. Never throws: the failure is what counts. */
  async abandon(): Promise<void> {
    try {
      await this.flush();
      await this.#sink?.close();
    } catch {
      // The receiving end is what failed, or fails too.
    }
    this.#sink = null;
  }
}
