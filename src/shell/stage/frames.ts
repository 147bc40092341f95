/**
 * Brings frames to the terminal: everything, the panels that changed, or the prompt's rows alone for the quick echo of a
 * key. In test mode it marks what each frame cost, and when nothing is left to do.
 */
import type { Scene } from '../define-panel.ts';
import { FrameLoop } from './frame-loop.ts';
import type { Stage, Stance } from './stage.ts';
import type { Cursor, Terminal } from '../terminal/terminal.ts';

export interface FramesPort {
  readonly terminal: Terminal;
  readonly stage: Stage;
  readonly marks: boolean;
  readonly stance: () => Stance;
  readonly scene: (focused: boolean) => Scene;
  /** Called before panels are painted; what it changes is on this frame. */
  readonly beforePaint: (dirty: ReadonlySet<string> | 'all') => void;
  /** No command runs, and commands could. */
  readonly isIdle: () => boolean;
}

export class Frames {
  readonly #port: FramesPort;
  readonly #loop: FrameLoop;
  #marks = 0;

  constructor(port: FramesPort) {
    this.#port = port;
    this.#loop = new FrameLoop({ isBusy: () => port.terminal.isBusy, paint: (dirty) => this.#paint(dirty) });
  }

  /** Something of this panel, or of all, changed. */
  touch(panel: string | 'all'): void {
    this.#loop.touch(panel);
  }

  /** Somebody waits for what changed: it is painted in the next turn. */
  hurry(): void {
    this.#loop.hurry();
  }

  /** What changed may wait for more, as long as data may. */
  rest(): void {
    this.#loop.rest();
  }

  /** The terminal has room again. */
  resume(): void {
    this.#loop.resume();
  }

  stop(): void {
    this.#loop.stop();
  }

  /** Paints everything now: after a key, a new size, or at the start. */
  repaint(): void {
    this.#loop.touch('all');
    this.#loop.flush();
  }

  /** The quick way for a key: the prompt's rows alone. */
  echo(): void {
    const { terminal, stage, stance } = this.#port;
    // A full frame is due anyway, or there is no room: it will show the key as well.
    if (terminal.isBusy || !this.#loop.isClean || !stage.isCurrent) return this.repaint();
    const now = stance();
    const cursor = stage.paintPrompt(now);
    terminal.show(stage.cells, cursor, stage.layout.prompt.y, terminal.rows);
    this.#film(now, cursor, stage.layout.prompt.y);
    this.#markIdle();
  }

  #paint(dirty: ReadonlySet<string> | 'all'): void {
    const { terminal, stage, marks, stance, scene, beforePaint } = this.#port;
    const began = marks ? cpuMs() : 0;
    beforePaint(dirty);
    const now = stance();
    const cursor = stage.paint(terminal.columns, terminal.rows, now, dirty, scene);
    const length = terminal.show(stage.cells, cursor);
    this.#film(now, cursor);
    if (marks) terminal.send(`\x1b]7778;${(cpuMs() - began).toFixed(3)};${length}\x07`);
    this.#markIdle();
  }

  /** What was just shown, for the film: without what is typed as a secret. */
  #film(now: Stance, cursor: Cursor | null, from = 0): void {
    const { terminal, stage } = this.#port;
    const prompt = terminal.filmedPrompt(now.prompt);
    if (prompt === null) return;
    if (prompt === now.prompt) return terminal.film(stage.cells, cursor, from);
    // The hint may repeat what is typed.
    const filmed = stage.filmed({ ...now, prompt, hint: ['', now.hint[1]] }, cursor);
    terminal.film(filmed.cells, filmed.cursor, from);
  }

  /** Tells a test that there is nothing left to do: open, no frame, no command. */
  #markIdle(): void {
    const { terminal, marks, isIdle } = this.#port;
    if (marks && this.#loop.isClean && isIdle()) terminal.send(`\x1b]7777;idle;${++this.#marks}\x07`);
  }
}

/** What this thread has computed: how long a frame took on a busy machine says nothing about the frame. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
