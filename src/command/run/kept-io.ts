/**
 * What a command in the background says is kept until it ends, bounded, so that it does not come in between what is
 * typed. It reads and writes files as ever; it cannot ask.
 */
import type { Progress } from '../../engine/types.ts';
import type { Io } from '../io.ts';

/** Characters that are kept; what comes after is counted. */
const MOST_KEPT = 512 * 1024;

export class KeptIo implements Io {
  readonly #io: Io;
  readonly #onProgress: (progress: Progress) => void;
  readonly #kept: { readonly data: boolean; text: string }[] = [];
  #length = 0;
  #lost = 0;

  constructor(io: Io, onProgress: (progress: Progress) => void) {
    this.#io = io;
    this.#onProgress = onProgress;
  }

  get output(): Io['output'] {
    return this.#io.output;
  }

  get cwd(): string {
    return this.#io.cwd;
  }

  async write(text: string): Promise<void> {
    this.#keep(true, text);
  }

  note(text: string): void {
    this.#keep(false, text);
  }

  progress(progress: Progress | null): void {
    if (progress) this.#onProgress(progress);
  }

  openRead(path: string): AsyncIterable<Uint8Array> {
    return this.#io.openRead(path);
  }

  openWrite(path: string, append: boolean): ReturnType<Io['openWrite']> {
    return this.#io.openWrite(path, append);
  }

  /** Nobody looks at it: what destroys something needs --yes. */
  async confirm(): Promise<boolean> {
    return false;
  }

  /** Says it all, in its order. */
  async release(): Promise<void> {
    for (const { data, text } of this.#kept) {
      if (data) await this.#io.write(text);
      else this.#io.note(text);
    }
    if (this.#lost > 0) {
      this.#io.note(`${this.#lost} more characters were not kept: > FILE takes all`);
    }
    this.#kept.length = 0;
  }

  #keep(data: boolean, text: string): void {
    const room = MOST_KEPT - this.#length;
    this.#length += text.length;
    this.#lost += Math.max(0, text.length - Math.max(0, room));
    if (room <= 0) return;
    const last = this.#kept.at(-1);
    if (data && last?.data) last.text += text.slice(0, room);
    else this.#kept.push({ data, text: text.slice(0, room) });
  }
}
