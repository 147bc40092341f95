/**
 * A program in a real pseudo terminal, seen through a headless terminal emulator: tests type keys, wait for what the
 * screen shows and look at modes and cursor. Nothing sleeps: waiting ends with the output that satisfies it.
 */
import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { SOAK } from './soak.ts';
import type { IPty } from '@lydell/node-pty';
import type { Terminal as Emulator } from '@xterm/headless';
import { type Style, style } from '../../src/shell/paint/style.ts';

const require = createRequire(import.meta.url);
const { spawn } = require('@lydell/node-pty') as typeof import('@lydell/node-pty');
const xterm = require('@xterm/headless') as typeof import('@xterm/headless');

/** Longer than any test of the short forms may take. */
const LIFETIME_MS = SOAK ? 1_800_000 : 100_000;

export interface PtyOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export class PtyScreen {
  readonly #pty: IPty;
  readonly #emulator: Emulator;
  readonly #waiters = new Set<() => void>();
  readonly exited: Promise<{ exitCode: number; signal?: number | undefined }>;
  /** Everything the program wrote. */
  raw = '';
  idleMarks = 0;

  constructor(command: string, args: readonly string[], options: PtyOptions = {}) {
    const { columns = 120, rows = 36 } = options;
    this.#emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 500 });
    this.#emulator.parser.registerOscHandler(7777, () => {
      this.idleMarks++;
      return true;
    });
    this.#pty = spawn(command, [...args], {
      name: 'xterm-256color',
      cols: columns,
      rows,
      cwd: options.cwd ?? process.cwd(),
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: process.env['HOME'] ?? '',
        LANG: 'C.UTF-8',
        REFBOT_TEST_MARKS: '1',
        REFBOT_NETWORK: 'loopback',
        ...options.env,
      },
    });
    this.#pty.onData((data) => {
      this.raw += data;
      this.#emulator.write(data, () => this.#wake());
    });
    // A test that waits for the end of a program that does not end shall fail, not hang.
    const patience = setTimeout(() => this.#pty.kill('SIGKILL'), LIFETIME_MS);
    this.exited = new Promise((resolve) => {
      this.#pty.onExit((exit) => {
        clearTimeout(patience);
        resolve(exit);
        this.#emulator.write('', () => this.#wake());
      });
    });
  }

  get pid(): number {
    return this.#pty.pid;
  }
  /** Rows of the screen without trailing blanks. */
  get lines(): string[] {
    const { active } = this.#emulator.buffer;
    return Array.from(
      { length: this.#emulator.rows },
      (_, y) =>
        active
          .getLine(active.baseY + y)
          ?.translateToString(true)
          .trimEnd() ?? '',
    );
  }
  get text(): string {
    return this.lines.join('\n');
  }
  get isAlternate(): boolean {
    return this.#emulator.buffer.active.type === 'alternate';
  }
  get modes(): Emulator['modes'] {
    return this.#emulator.modes;
  }
  get cursor(): { x: number; y: number } {
    const { active } = this.#emulator.buffer;
    return { x: active.cursorX, y: active.cursorY };
  }

  /** The character in one cell; empty for the second half of a wide one. */
  cell(x: number, y: number): string {
    const { active } = this.#emulator.buffer;
    return (
      active
        .getLine(active.baseY + y)
        ?.getCell(x)
        ?.getChars() ?? ''
    );
  }

  /** How the cell looks, as the painter packs it: comparable with the roles of a theme. */
  style(x: number, y: number): Style {
    const { active } = this.#emulator.buffer;
    const cell = active.getLine(active.baseY + y)?.getCell(x);
    if (!cell) return style({});
    return style({
      ...(cell.isFgDefault() ? {} : { fg: cell.getFgColor() }),
      ...(cell.isBgDefault() ? {} : { bg: cell.getBgColor() }),
      bold: cell.isBold() !== 0,
      underline: cell.isUnderline() !== 0,
      inverse: cell.isInverse() !== 0,
    });
  }

  write(text: string): void {
    this.#pty.write(text);
  }
  resize(columns: number, rows: number): void {
    this.#emulator.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }
  /** Takes nothing from the program any more: a connection that hangs. */
  stall(): void {
    this.#pty.pause();
  }
  unstall(): void {
    this.#pty.resume();
  }
  /** Closes the terminal itself, as a connection that breaks does: nobody reads or writes it any more. */
  hangUp(): void {
    (this.#pty as IPty & { destroy(): void }).destroy();
  }
  kill(signal: string): void {
    this.#pty.kill(signal);
  }

  /** Resolves when the screen satisfies the condition. @throws with a picture of the screen after `limitMs` */
  async waitFor(condition: RegExp | (() => boolean), limitMs = 10_000): Promise<void> {
    const holds = typeof condition === 'function' ? condition : (): boolean => condition.test(this.text);
    const abort = new AbortController();
    const { promise, resolve } = Promise.withResolvers<void>();
    const check = (): void => void (holds() && resolve());
    this.#waiters.add(check);
    check();
    const late = delay(limitMs, undefined, { signal: abort.signal, ref: true }).then(() => {
      throw new Error(`never seen: ${String(condition)}; the screen was\n${this.text}`);
    });
    try {
      await Promise.race([promise, late]);
    } finally {
      this.#waiters.delete(check);
      abort.abort();
      late.catch(() => {});
    }
  }

  /** Like {@link waitFor} for one row; negative numbers count from the last. */
  waitForLine(row: number, pattern: RegExp): Promise<void> {
    return this.waitFor(() => pattern.test(this.lines.at(row) ?? ''));
  }

  /** Resolves when a fact holds that no output tells of: the screen of the program is stalled. */
  async poll(holds: () => boolean): Promise<void> {
    const late = AbortSignal.timeout(5000);
    while (!holds()) await delay(20, undefined, { signal: late });
  }

  /** False when the process is gone and its parent knows. */
  get isAlive(): boolean {
    try {
      process.kill(this.pid, 0);
      return true;
    } catch {
      return false;
    }
  }

  /** Types and waits until the program has nothing left to do. */
  async type(text: string): Promise<void> {
    const before = this.idleMarks;
    this.write(text);
    await this.waitFor(() => this.idleMarks > before);
  }

  /** Ends the program if it still runs. */
  async close(): Promise<void> {
    this.#pty.resume();
    try {
      this.#pty.kill('SIGKILL');
    } catch {
      // It has ended by itself.
    }
    await this.exited;
    this.#emulator.dispose();
  }

  #wake(): void {
    for (const check of this.#waiters) check();
  }
}
