/** The real program in a real terminal, as a stopwatch sees it: raw bytes and the moments they came, no emulator. */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { IPty } from '@lydell/node-pty';

const { spawn } = createRequire(import.meta.url)('@lydell/node-pty') as typeof import('@lydell/node-pty');

export const REFBOT = fileURLToPath(new URL('../../../bin/refbot.js', import.meta.url));

const FRAME_END = '\x1b[?2026l';
/** What the shell sends in test mode when it is open and nothing runs. */
const IDLE = '\x1b]7777;idle';
/** What the shell sends in test mode after each frame: milliseconds of processor time and bytes. */
const FRAME_COST = /\x1b\]7778;([\d.]+);(\d+)\x07/g;
const LIMIT_MS = 15_000;
/** A million proxies on a busy machine. */
const OPEN_LIMIT_MS = 60_000;

interface Wait {
  readonly seen: (text: string) => boolean;
  readonly resolve: (at: number) => void;
  text: string;
}

export interface FrameCosts {
  readonly ms: readonly number[];
  readonly bytes: readonly number[];
}

export class TimedShell {
  readonly #pty: IPty;
  #wait: Wait | null = null;
  #heard: string[] | null = null;
  readonly startedAt = performance.now();
  readonly exited: Promise<number>;
  /** When the first complete frame was on the screen. */
  readonly firstFrame: Promise<number>;

  /** @param launcher of the program that is timed; default: the one of this checkout */
  constructor(env: Readonly<Record<string, string>>, cwd: string, launcher = REFBOT) {
    this.#pty = spawn(process.execPath, [launcher, 'shell'], {
      name: 'xterm-256color',
      cols: 120,
      rows: 36,
      cwd,
      env: { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8', REFBOT_TEST_MARKS: '1', ...env },
    });
    const ended = Promise.withResolvers<number>();
    this.exited = ended.promise;
    this.#pty.onExit(({ exitCode }) => ended.resolve(exitCode));
    this.#pty.onData((data) => {
      const now = performance.now();
      this.#heard?.push(data);
      const wait = this.#wait;
      if (!wait) return;
      wait.text += data;
      if (!wait.seen(wait.text)) return;
      this.#wait = null;
      wait.resolve(now);
    });
    this.firstFrame = this.#until((text) => text.includes(FRAME_END));
  }

  /** Types a line while the engine is opened. Resolves when its result is on the screen. */
  answered(line: string): Promise<number> {
    this.#pty.write(`${line}\r`);
    return this.#until((text) => text.includes(IDLE), OPEN_LIMIT_MS);
  }

  /** Resolves when the engine is open and no command runs. */
  idle(): Promise<number> {
    return this.#until((text) => text.includes(IDLE));
  }

  /** Milliseconds from a key to the frame that has the cursor in this column. */
  async key(key: string, column: number): Promise<number> {
    const there = new RegExp(`\\x1b\\[\\d+;${column}H\\x1b\\[\\?25h`);
    const echo = this.#until((text) => there.test(text));
    const from = performance.now();
    this.#pty.write(key);
    return (await echo) - from;
  }

  /** What frames cost while `work` goes on. */
  async frames(work: () => Promise<unknown>): Promise<FrameCosts> {
    const heard: string[] = [];
    this.#heard = heard;
    await work();
    this.#heard = null;
    const found = [...heard.join('').matchAll(FRAME_COST)];
    return { ms: found.map(([, ms]) => Number(ms)), bytes: found.map(([, , bytes]) => Number(bytes)) };
  }

  get pid(): number {
    return this.#pty.pid;
  }

  write(text: string): void {
    this.#pty.write(text);
  }

  signal(name: NodeJS.Signals): void {
    this.#pty.kill(name);
  }

  /** Ends the program by force if it still runs. */
  async close(): Promise<void> {
    try {
      this.#pty.kill('SIGKILL');
    } catch {
      // It has ended by itself.
    }
    await this.exited;
  }

  #until(seen: (text: string) => boolean, limitMs = LIMIT_MS): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const late = setTimeout(() => reject(new Error('the shell did not answer in time')), limitMs);
    this.#wait = { seen, text: '', resolve };
    return promise.finally(() => clearTimeout(late));
  }
}
