/**
 * The full-screen shell: hears keys, runs what is typed, keeps the frame up to date. Owns no data of the engine; reads
 * `engine.view` once per refresh and hands the snapshot to the panels.
 */
import { writeFileSync } from 'node:fs';
import type { Face } from '../command/face.ts';
import type { Interpreter } from '../command/interpreter.ts';
import type { Engine } from '../engine/types.ts';
import { maskSecrets, safeText } from '../lib/safe-text.ts';
import { EXIT } from '../model/errors.ts';
import type { LogEntry } from '../model/events.ts';
import type { PanelPort, Scene } from './define-panel.ts';
import type { HistoryFile } from './edit/history-file.ts';
import { type Facts, FactsReader } from './facts.ts';
import { FrameLoop } from './frame-loop.ts';
import { hintFor } from './hint.ts';
import type { InputEvent, MouseEvent } from './input/events.ts';
import { shellIo } from './io.ts';
import { OutputBuffer } from './output-buffer.ts';
import { type Theme, themeFor } from './paint/style.ts';
import type { NamedPanel } from './panel-set.ts';
import { Prompt, type PromptAction, type PromptEvent } from './prompt.ts';
import { Runner } from './runner.ts';
import { toSvg } from './screenshot.ts';
import { Stage, type Stance } from './stage.ts';
import type { Abilities } from './terminal/abilities.ts';
import { SIGNAL_STATUS } from './terminal/lifeguard.ts';
import { Terminal, type TerminalOutput } from './terminal/terminal.ts';
import type { ReadStream } from 'node:tty';

export interface ShellOptions {
  readonly stdin: ReadStream;
  readonly stdout: TerminalOutput;
  readonly abilities: Abilities;
  readonly panels: readonly NamedPanel[];
  readonly history: HistoryFile;
  /** Writes a mark after each frame that leaves nothing to do, for tests that wait instead of sleeping. */
  readonly marks: boolean;
}

const QUIT_WINDOW_MS = 2000;
const WHEEL_ROWS = 3;
const MAX_EARLY_LOG = 200;

export class Shell {
  readonly #terminal: Terminal;
  readonly #stage: Stage;
  readonly #loop: FrameLoop;
  readonly #prompt: Prompt;
  readonly #runner: Runner;
  readonly #output: OutputBuffer;
  readonly #theme: Theme;
  readonly #options: ShellOptions;
  readonly #ended = Promise.withResolvers<number>();
  readonly #stops: (() => void)[] = [];
  #engine: Engine | null = null;
  #interpreter: Interpreter | null = null;
  #reader: FactsReader | null = null;
  #facts: Facts | null = null;
  /** The facts are older than something that just happened. */
  #stale = false;
  /** Log lines from before there is an engine to keep them. */
  readonly #earlyLog: LogEntry[] = [];
  #focus = 'output';
  #typing = true;
  #zoomed = false;
  #help = false;
  #message = '';
  #quitArmedAt = Number.NEGATIVE_INFINITY;
  #quitWhenDone = false;
  #isOver = false;
  #marks = 0;
  #refreshTimer: NodeJS.Timeout | undefined;

  constructor(options: ShellOptions) {
    this.#options = options;
    this.#theme = themeFor(options.abilities.colors);
    this.#terminal = new Terminal(options.stdin, options.stdout, {
      onInput: (events) => this.#onInput(events),
      onRepaint: () => {
        this.#loop.touch('all');
        this.#loop.flush();
      },
      onSignal: (signal) => this.#end(SIGNAL_STATUS[signal]),
      onDrain: () => this.#loop.resume(),
    });
    this.#stage = new Stage(
      options.panels,
      this.#theme,
      options.abilities.utf8,
      this.#terminal.columns,
      this.#terminal.rows,
    );
    this.#loop = new FrameLoop({ isBusy: () => this.#terminal.isBusy, paint: (dirty) => this.#paint(dirty) });
    this.#output = new OutputBuffer(() => this.#loop.touch('output'));
    this.#prompt = new Prompt({
      history: () => options.history.lines,
      complete: (text, cursor) => this.#interpreter?.complete(text, cursor) ?? null,
    });
    this.#runner = new Runner({
      output: this.#output,
      theme: this.#theme,
      createIo: (signal, onProgress) =>
        shellIo({
          output: this.#output,
          theme: this.#theme,
          columns: this.#stage.outputColumns(),
          color: options.abilities.colors > 0,
          utf8: options.abilities.utf8,
          onProgress: (progress) => {
            onProgress(progress);
            this.#loop.touch('loading');
          },
          confirm: (question) => this.#confirm(question, signal),
        }),
      onChange: () => this.#loop.touch('loading'),
      onEnd: () => this.#onCommandEnd(),
    });
  }

  /** Takes the terminal and shows the first frame, before anything else is known. */
  open(): void {
    this.#terminal.start();
    this.#loop.touch('all');
    this.#loop.flush();
  }

  /** Resolves with the exit status when the shell has given the terminal back. */
  get ended(): Promise<number> {
    return this.#ended.promise;
  }

  /** From here on the panels show the engine and lines are run. */
  attach(engine: Engine, interpreter: Interpreter): void {
    // Left while the state was being opened.
    if (this.#isOver) return;
    this.#engine = engine;
    this.#interpreter = interpreter;
    this.#reader = new FactsReader(engine);
    for (const entry of this.#earlyLog) engine.note(entry.level, entry.area, entry.message);
    for (const line of this.#options.history.lines) interpreter.session.remember(line);
    this.#stops.push(
      engine.bus.on('log.added', () => this.#loop.touch('log')),
      engine.bus.on('job.changed', () => this.#refreshSoon('loading')),
      engine.bus.on('config.changed', () => this.#refreshSoon('configuration')),
    );
    this.#loop.touch('all');
    this.#refresh();
    this.#runner.start(interpreter);
  }

  /** What commands may ask of the screen. */
  get face(): Face {
    return {
      quit: () => {
        this.#quitWhenDone = true;
        if (!this.#runner.running) this.#end(EXIT.ok);
      },
      clear: () => this.#output.clear(),
      selected: (which) => this.#options.panels.find(({ panel }) => panel.selected)?.panel.selected?.(which) ?? [],
    };
  }

  /** A line for the log panel from outside the engine: console output, warnings. */
  log(level: LogEntry['level'], area: string, text: string): void {
    const message = maskSecrets(safeText(text, 500));
    if (this.#engine) this.#engine.note(level, area, message);
    else if (this.#earlyLog.push({ at: Date.now(), level, area, message }) > MAX_EARLY_LOG) this.#earlyLog.shift();
    this.#loop.touch('log');
  }

  /** Runs a line as if it were typed, without keeping it in the history. */
  run(line: string): void {
    this.#runner.run(line);
  }

  /** Gives the terminal back and ends with this status. Only the first call counts. */
  #end(status: number): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const stop of this.#stops.splice(0)) stop();
    clearTimeout(this.#refreshTimer);
    this.#loop.stop();
    this.#runner.cancel();
    this.#terminal.stop();
    this.#ended.resolve(status);
  }

  /** Gives the terminal back because something failed before the shell could run. */
  close(): void {
    this.#end(EXIT.failed);
  }

  // Data ---------------------------------------------------------------------------------------------------------------

  #refresh(): void {
    clearTimeout(this.#refreshTimer);
    if (!this.#reader || !this.#engine) return;
    this.#facts = this.#reader.read();
    this.#stale = false;
    for (const { name } of this.#options.panels) if (name !== 'output') this.#loop.touch(name);
    this.#refreshTimer = setTimeout(() => this.#refresh(), 1000 / this.#engine.config.get('dashboard_refresh_rate'));
  }

  /** Something happened that is worth showing before the next refresh; read once, with the next frame. */
  #refreshSoon(panel: string): void {
    this.#stale = true;
    this.#loop.touch(panel);
    this.#loop.touch('header');
  }

  #onCommandEnd(): void {
    if (this.#quitWhenDone) return this.#end(EXIT.ok);
    this.#stale = true;
    this.#loop.touch('all');
  }

  #scene(focused: boolean): Scene {
    const view = this.#engine?.view ?? null;
    return {
      now: Date.now(),
      facts: this.#facts,
      view,
      output: this.#output,
      log: (limit) => view?.log(limit) ?? this.#earlyLog.slice(-limit),
      running: this.#runner.running,
      focused,
    };
  }

  // Painting -----------------------------------------------------------------------------------------------------------

  get #stance(): Stance {
    const focused = this.#options.panels.find(({ name }) => name === this.#focus);
    const { hint, keys } = hintFor({
      prompt: this.#prompt,
      typing: this.#typing,
      message: this.#message,
      running: this.#runner.running !== null,
      stopping: this.#runner.isStopping,
      waiting: this.#runner.waiting,
      panelKeys: focused?.panel.keys ?? [],
      theme: this.#theme,
    });
    return {
      prompt: this.#prompt,
      focus: this.#focus,
      typing: this.#typing,
      zoomed: this.#zoomed,
      help: this.#help,
      hint,
      keys,
    };
  }

  #paint(dirty: ReadonlySet<string> | 'all'): void {
    if (this.#stale && this.#reader) {
      this.#facts = this.#reader.read();
      this.#stale = false;
    }
    const { columns, rows } = this.#terminal;
    // What lies over the panels is painted anew with them.
    const wanted = this.#help || this.#prompt.menu ? 'all' : dirty;
    const cursor = this.#stage.paint(columns, rows, this.#stance, wanted, (focused) => this.#scene(focused));
    this.#terminal.show(this.#stage.cells, cursor);
    this.#mark();
  }

  /** The quick way for a key: the prompt's rows alone, unless the key changed the layout. */
  #echo(): void {
    const { prompt, kind } = this.#stage.layout;
    if (this.#terminal.isBusy || !this.#loop.isClean || kind === 'too-small') return this.#loop.touch('all');
    const cursor = this.#stage.paintPrompt(this.#stance);
    this.#terminal.show(this.#stage.cells, cursor, prompt.y, this.#terminal.rows);
    this.#mark();
  }

  /** Tells a test that there is nothing left to do: open, no frame, no command. */
  #mark(): void {
    if (!this.#options.marks || !this.#interpreter || !this.#loop.isClean || this.#runner.running) return;
    this.#terminal.send(`\x1b]7777;idle;${++this.#marks}\x07`);
  }

  // Keys ---------------------------------------------------------------------------------------------------------------

  #onInput(events: readonly InputEvent[]): void {
    let echoOnly = true;
    for (const event of events) {
      if (event.type === 'focus') continue;
      this.#message = '';
      const quick = event.type === 'mouse' ? this.#onMouse(event) : this.#onKey(event);
      echoOnly &&= quick;
    }
    if (echoOnly) return this.#echo();
    this.#loop.touch('all');
    this.#loop.flush();
  }

  /** @returns true when nothing but the prompt's rows can have changed */
  #onKey(event: PromptEvent): boolean {
    const chord =
      event.type === 'key' ? event.chord : event.type === 'text' ? (event.text === ' ' ? 'space' : event.text) : '';
    if (this.#help) {
      this.#help = false;
      return false;
    }
    if (this.#onGeneralKey(chord)) return false;
    if (this.#stage.layout.kind === 'too-small' && chord === 'q' && this.#prompt.isEmpty) {
      this.#end(EXIT.ok);
      return true;
    }
    if (!this.#typing && this.#prompt.isPlain) {
      this.#onPanelKey(event, chord);
      return false;
    }
    const before = this.#shape();
    this.#act(this.#prompt.handle(event));
    return this.#typing && before === this.#shape() && !this.#prompt.menu;
  }

  /** What makes more than the prompt's own rows change. */
  #shape(): string {
    return `${this.#prompt.menu === null} ${this.#prompt.line.text.split('\n').length} ${this.#prompt.isPlain} ${this.#runner.running === null}`;
  }

  #act(action: PromptAction): void {
    if (action.kind === 'run') {
      const problem = this.#options.history.add(action.text);
      if (problem !== null) this.log('warn', 'shell', problem);
      this.#interpreter?.session.remember(maskSecrets(action.text));
      this.#runner.run(action.text);
    } else if (action.kind === 'leave') this.#typing = false;
    else if (action.kind === 'ignored') this.#onSpareKey(action.chord);
  }

  /** Keys that mean the same everywhere. */
  #onGeneralKey(chord: string): boolean {
    if (chord === 'C-c') this.#onInterrupt();
    else if (chord === 'C-z') this.#terminal.suspend();
    else if (chord === 'C-l') this.#terminal.invalidate();
    else if (chord === 'C-s') this.#saveScreen();
    else if (chord === 'f1') this.#help = true;
    else return false;
    return true;
  }

  /** Keys that the prompt has no use for: they scroll the output. */
  #onSpareKey(chord: string): void {
    if (chord === 'C-d') return this.#end(EXIT.ok);
    if (chord !== 'pageup' && chord !== 'pagedown') return;
    this.#options.panels.find(({ name }) => name === 'output')?.panel.key?.(chord, this.#scene(false), this.#port);
    this.#loop.touch('output');
  }

  #onPanelKey(event: PromptEvent, chord: string): void {
    const panels = this.#stage.focusable();
    const at = panels.findIndex(({ name }) => name === this.#focus);
    const current = panels[at];
    if (current?.panel.key?.(chord, this.#scene(true), this.#port)) return;
    const numbered = panels.find(({ number }) => String(number) === chord);
    if (numbered) this.#focus = numbered.name;
    else if (chord === 'tab') this.#focus = panels[(at + 1) % panels.length]!.name;
    else if (chord === 'S-tab') this.#focus = panels[(at - 1 + panels.length) % panels.length]!.name;
    else if (chord === 'z') this.#zoomed = !this.#zoomed;
    else if (chord === '?') this.#help = true;
    else if (chord === 'escape' && this.#zoomed) this.#zoomed = false;
    else if (chord === 'C-d' && this.#prompt.isEmpty) this.#end(EXIT.ok);
    else if (chord === ':' || chord === 'enter' || chord === 'space' || chord === 'escape') this.#typing = true;
    else if (event.type !== 'key') {
      this.#typing = true;
      this.#act(this.#prompt.handle(event));
    }
  }

  #onMouse(event: MouseEvent): boolean {
    const hit = this.#stage.panelAt(event.x, event.y);
    if (event.kind === 'wheel-up' || event.kind === 'wheel-down') {
      hit?.panel.scroll?.(event.kind === 'wheel-up' ? -WHEEL_ROWS : WHEEL_ROWS);
    } else if (event.kind === 'press' && hit && hit.number !== null) {
      this.#focus = hit.name;
      this.#typing = false;
    } else if (event.kind === 'press' && event.y >= this.#stage.layout.prompt.y) this.#typing = true;
    else return true;
    return false;
  }

  get #port(): PanelPort {
    return {
      run: (line) => this.#runner.run(line),
      edit: (label, initial, accept) => this.#prompt.edit(label, initial, accept),
    };
  }

  /** Ctrl-C: cancels what runs, else clears the line, else quits when pressed twice. */
  #onInterrupt(): void {
    if (!this.#runner.isStopping && this.#runner.cancel()) return;
    if (this.#prompt.clear()) return;
    if (performance.now() - this.#quitArmedAt < QUIT_WINDOW_MS) return this.#end(EXIT.ok);
    this.#quitArmedAt = performance.now();
    this.#message = 'Ctrl-C again quits';
  }

  #confirm(question: string, signal: AbortSignal): Promise<boolean> {
    const answer = this.#prompt.ask(safeText(question, 300), signal);
    this.#loop.touch('all');
    return answer;
  }

  #saveScreen(): void {
    const name = `refbot-${new Date().toISOString().slice(0, 19).replace(/[:T]/g, '-')}`;
    try {
      writeFileSync(`${name}.svg`, toSvg(this.#stage.cells, 'RefBot'));
      writeFileSync(`${name}.txt`, `${this.#stage.cells.toText()}\n`);
      this.#message = `saved ${name}.svg and .txt`;
    } catch (error) {
      this.#message = `not saved: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
}
