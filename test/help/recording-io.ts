/** An Io that keeps what a command wrote and said, with real files below a folder. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Io, Sink } from '../../src/command/io.ts';
import type { Progress } from '../../src/engine/types.ts';
import { fail } from '../../src/model/errors.ts';

export class RecordingIo implements Io {
  readonly output: Io['output'] = { tty: false, columns: 72, color: false, utf8: true };
  readonly cwd: string;
  /** In order: `write …`, `note …`, `progress …`, `ask …`. */
  readonly events: string[] = [];
  data = '';
  input: AsyncIterable<Uint8Array> = (async function* () {})();
  /** Answers to questions. */
  yes = true;
  openReads = 0;
  /** Milliseconds a write takes. */
  slowMs = 0;

  constructor(cwd: string) {
    this.cwd = cwd;
  }

  async write(text: string): Promise<void> {
    if (this.slowMs > 0) await new Promise((done) => setTimeout(done, this.slowMs));
    this.events.push('write');
    this.data += text;
  }

  note(text: string): void {
    this.events.push(`note ${text}`);
  }

  progress(progress: Progress | null): void {
    this.events.push(`progress ${progress?.done ?? 'none'}`);
  }

  async *openRead(path: string): AsyncGenerator<Uint8Array> {
    this.openReads++;
    try {
      if (path === '-') yield* this.input;
      else yield* createReadStream(resolve(this.cwd, path)) as AsyncIterable<Uint8Array>;
    } catch (error) {
      throw fail('no-such-file', `${path} does not exist`, { hint: 'look again', cause: error });
    } finally {
      this.openReads--;
    }
  }

  async openWrite(path: string, append: boolean): Promise<Sink> {
    const file = await open(resolve(this.cwd, path), append ? 'a' : 'w');
    return { write: (text) => file.writeFile(text, 'latin1'), close: () => file.close() };
  }

  async confirm(question: string): Promise<boolean> {
    this.events.push(`ask ${question}`);
    return this.yes;
  }
}
