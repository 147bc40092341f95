/**
 * The full-screen shell put together: terminal, prompt, command runner, panels and the frame loop. Owns no data of the
 * engine; what it shows comes from the feed, what keys do is decided by the controls.
 */
import type { ReadStream } from 'node:tty';
import type { Face } from '../command/face.ts';
import type { Interpreter } from '../command/interpreter.ts';
import type { Engine } from '../engine/types.ts';
import { displayWidth } from '../lib/width.ts';
import { maskSecrets, safeText } from '../lib/safe-text.ts';
import { EXIT, toRefbotError } from '../model/errors.ts';
import type { LogEntry } from '../model/events.ts';
import { Controls } from './controls.ts';
import type { Scene } from './define-panel.ts';
import type { HistoryFile } from './edit/history-file.ts';
import { Feed } from './feed.ts';
import { FrameLoop } from './frame-loop.ts';
import { hintFor } from './hint.ts';
import type { InputEvent } from './input/events.ts';
import { shellIo } from './io.ts';
import { OutputBuffer } from './output-buffer.ts';
import { drawnWidth } from './paint/glyphs.ts';
import type { Theme } from './paint/style.ts';
import type { NamedPanel } from './panel-set.ts';
import { Prompt } from './prompt.ts';
import { Runner } from './runner.ts';
import { saveScreen } from './save-screen.ts';
import { Stage, type Stance } from './stage.ts';
import type { Abilities } from './terminal/abilities.ts';
import { SIGNAL_STATUS } from './terminal/lifeguard.ts';
import { Terminal, type TerminalOutput } from './terminal/terminal.ts';
import { themeFor } from './theme-set.ts';

export interface ShellOptions {
  readonly stdin: ReadStream;
  readonly stdout: TerminalOutput;
  readonly abilities: Abilities;
  readonly panels: readonly NamedPanel[];
  readonly history: HistoryFile;
  /** Writes a mark after each frame that leaves nothing to do, for tests that wait instead of sleeping. */
  readonly marks: boolean;
}

/** Panels that do not show the engine's data: a refresh leaves them alone. */
const OWN_PANELS = new Set(['output']);

export class Shell {
  readonly #options: ShellOptions;
  readonly #theme: Theme;
  readonly #terminal: Terminal;
  readonly #stage: Stage;
  readonly #loop: FrameLoop;
  readonly #feed: Feed;
  readonly #prompt: Prompt;
  readonly #output: OutputBuffer;
  readonly #runner: Runner;
  readonly #controls: Controls;
  readonly #ended = Promise.withResolvers<number>();
  #interpreter: Interpreter | null = null;
  /** The command that was typed last: its first line in the output, and whether it was given room. */
  #result: { readonly from: number; readonly isWide: boolean } | null = null;
  #quitWhenDone = false;
  #isOver = false;
  #marks = 0;

  constructor(options: ShellOptions) {
    const { abilities, panels, history } = options;
    this.#options = options;
    this.#theme = themeFor('dark', abilities.colors);
    this.#terminal = new Terminal(options.stdin, options.stdout, {
      onInput: (events) => this.#onInput(events),
      onRepaint: () => this.#repaint(),
      onSignal: (signal) => this.#end(SIGNAL_STATUS[signal]),
      onDrain: () => this.#loop.resume(),
    });
    const { columns, rows } = this.#terminal;
    this.#stage = new Stage(panels, this.#theme, abilities.utf8, columns, rows);
    this.#loop = new FrameLoop({ isBusy: () => this.#terminal.isBusy, paint: (dirty) => this.#paint(dirty) });
    this.#feed = new Feed((panel) => this.#touch(panel));
    this.#output = new OutputBuffer(() => this.#touch('output'));
    this.#prompt = new Prompt({
      history: () => history.lines,
      complete: (text, cursor) => this.#contain(() => this.#interpreter?.complete(text, cursor)) ?? null,
    });
    this.#runner = new Runner({
      output: this.#output,
      theme: this.#theme,
      createIo: (signal, beforeOutput, onProgress) =>
        shellIo({
          output: this.#output,
          theme: this.#theme,
          columns: this.#stage.outputColumns,
          color: abilities.colors > 0,
          utf8: abilities.utf8,
          beforeOutput,
          onProgress: (progress) => {
            onProgress(progress);
            this.#touch('loading');
          },
          confirm: (question) => this.#confirm(question, signal),
        }),
      onChange: () => this.#touch('loading'),
      onBegin: (typed) => (this.#result = typed ? { from: this.#output.end, isWide: false } : null),
      onEnd: (status) => this.#onCommandEnd(status),
    });
    this.#controls = new Controls({
      prompt: this.#prompt,
      runner: this.#runner,
      stage: this.#stage,
      panels,
      scene: (focused) => this.#scene(focused),
      enter: (line) => this.#enter(line),
      run: (line) => this.#runner.run(line, true),
      quit: () => this.#end(EXIT.ok),
      suspend: () => this.#terminal.suspend(),
      repaint: () => this.#terminal.invalidate(),
      saveScreen: () => saveScreen(this.#stage.cells),
    });
  }

  /** Takes the terminal and shows the first frame, before anything else is known. */
  open(): void {
    this.#terminal.start();
    this.#repaint();
  }

  /** Resolves with the exit status when the shell has given the terminal back. */
  get ended(): Promise<number> {
    return this.#ended.promise;
  }

  /** From here on the panels show the engine and lines are run. */
  attach(engine: Engine, interpreter: Interpreter): void {
    // Left while the state was being opened.
    if (this.#isOver) return;
    this.#interpreter = interpreter;
    for (const line of this.#options.history.lines) interpreter.session.remember(line);
    this.#feed.start(engine);
    this.#touch('all');
    this.#runner.start(interpreter);
    // Loads the tables of emoji widths now, so that the first such text does not hold up a frame later.
    setImmediate(() => displayWidth('👩‍🚀'));
  }

  /** What commands may ask of the screen. */
  get face(): Face {
    return {
      quit: () => {
        this.#quitWhenDone = true;
        if (this.#runner.isIdle) this.#end(EXIT.ok);
      },
      clear: () => this.#output.clear(),
      selected: (which) => this.#options.panels.find(({ panel }) => panel.selected)?.panel.selected?.(which) ?? [],
    };
  }

  /** A line for the log panel from outside the engine: console output, warnings. */
  log(level: LogEntry['level'], area: string, text: string): void {
    this.#feed.note(level, area, text);
  }

  /** Runs a line as if it were typed, without keeping it in the history. */
  run(line: string): void {
    this.#runner.run(line, false);
  }

  /** Gives the terminal back because something failed before the shell could run. */
  close(): void {
    this.#end(EXIT.failed);
  }

  /** Gives the terminal back and ends with this status. Only the first call counts. */
  #end(status: number): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#feed.stop();
    this.#loop.stop();
    this.#runner.cancelAll();
    this.#terminal.stop();
    this.#ended.resolve(status);
  }

  #enter(line: string): void {
    const problem = this.#options.history.add(line);
    if (problem !== null) this.#feed.note('warn', 'shell', problem);
    this.#interpreter?.session.remember(line.startsWith(' ') ? line : maskSecrets(line));
    this.#runner.run(line, true);
  }

  /** A result that does not fit into the usual place of the output gets more room, once. */
  #giveRoom(): void {
    if (!this.#result || this.#result.isWide || this.#stage.layout.kind === 'prompt') return;
    const { columns, rows } = this.#stage.usualOutput();
    const from = Math.max(this.#result.from, this.#output.first);
    let needed = this.#output.end - from > rows;
    for (let number = from; number < this.#output.end && !needed; number++) {
      needed = this.#output.line(number).segments.reduce((sum, [text]) => sum + drawnWidth(text), 0) > columns;
    }
    if (!needed) return;
    this.#result = { from, isWide: true };
    this.#controls.widenOutput();
  }

  #onCommandEnd(status: number): void {
    if (this.#quitWhenDone) return this.#end(EXIT.ok);
    // A long result is read from its beginning; of one that failed, the end says why.
    const panel = this.#options.panels.find(({ name }) => name === 'output')?.panel;
    if (this.#result && status === EXIT.ok) panel?.reveal?.(this.#result.from);
    this.#feed.outdate('all');
  }

  #confirm(question: string, signal: AbortSignal): Promise<boolean> {
    const answer = this.#prompt.ask(safeText(question, 300), signal);
    this.#touch('all');
    return answer;
  }

  #onInput(events: readonly InputEvent[]): void {
    if (this.#contain(() => this.#controls.handle(events))) this.#echo();
    else this.#repaint();
  }

  /** A defect behind a key is told in the log; it does not end the shell. */
  #contain<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      this.#feed.note('error', 'shell', toRefbotError(error).message);
      return undefined;
    }
  }

  /** Marks a panel, all of them, or (`data`) those that show the engine as out of date. */
  #touch(panel: string | 'all'): void {
    if (panel !== 'data') return this.#loop.touch(panel);
    for (const { name } of this.#options.panels) if (!OWN_PANELS.has(name)) this.#loop.touch(name);
  }

  #scene(focused: boolean): Scene {
    return {
      now: Date.now(),
      facts: this.#feed.facts,
      view: this.#feed.view,
      output: this.#output,
      log: (limit) => this.#feed.log(limit),
      running: this.#runner.running,
      focused,
    };
  }

  get #stance(): Stance {
    const { focus, typing, zoomed, wideOutput, help, message } = this.#controls;
    const { hint, keys } = hintFor({
      prompt: this.#prompt,
      typing,
      wideOutput,
      message,
      running: this.#runner.running !== null,
      stopping: this.#runner.isStopping,
      waiting: this.#runner.waiting,
      panelKeys: this.#options.panels.find(({ name }) => name === focus)?.panel.keys ?? [],
      theme: this.#theme,
    });
    return { prompt: this.#prompt, focus, typing, zoomed, wideOutput, help, hint, keys };
  }

  /** Paints everything now: after a key, a new size, or at the start. */
  #repaint(): void {
    this.#loop.touch('all');
    this.#loop.flush();
  }

  #paint(dirty: ReadonlySet<string> | 'all'): void {
    if (dirty === 'all' || dirty.has('output')) this.#giveRoom();
    const { columns, rows } = this.#terminal;
    const cursor = this.#stage.paint(columns, rows, this.#stance, dirty, (focused) => this.#scene(focused));
    this.#terminal.show(this.#stage.cells, cursor);
    this.#mark();
  }

  /** The quick way for a key: the prompt's rows alone. */
  #echo(): void {
    // A full frame is due anyway, or there is no room: it will show the key as well.
    if (this.#terminal.isBusy || !this.#loop.isClean || !this.#stage.isCurrent) return this.#repaint();
    const cursor = this.#stage.paintPrompt(this.#stance);
    this.#terminal.show(this.#stage.cells, cursor, this.#stage.layout.prompt.y, this.#terminal.rows);
    this.#mark();
  }

  /** Tells a test that there is nothing left to do: open, no frame, no command. */
  #mark(): void {
    if (!this.#options.marks || !this.#interpreter || !this.#loop.isClean || !this.#runner.isIdle) return;
    this.#terminal.send(`\x1b]7777;idle;${++this.#marks}\x07`);
  }
}
