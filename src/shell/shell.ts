/**
 * The full-screen shell put together: terminal, prompt, command runner, panels and the frame loop. Owns no data of the
 * engine; what it shows comes from the feed, what keys do is decided by the controls.
 */
import type { Face } from '../command/face.ts';
import type { Interpreter } from '../command/interpreter.ts';
import type { Engine } from '../engine/types.ts';
import { maskSecrets, safeText } from '../lib/safe-text.ts';
import { EXIT, toRefbotError } from '../model/errors.ts';
import type { LogEntry } from '../model/events.ts';
import type { OverlayName } from '../command/screen.ts';
import { shellHand } from './contrib/shell-hand.ts';
import { Controls } from './controls/controls.ts';
import type { PanelPort, Scene } from './define-panel.ts';
import { Feed } from './feed/feed.ts';
import { Teacher } from './first-run/teacher.ts';
import { Frames } from './stage/frames.ts';
import type { InputEvent } from './input/events.ts';
import { shellIo } from './run/shell-io.ts';
import { KeyLines } from './controls/key-lines.ts';
import { Leaving } from './leaving/leaving.ts';
import { makeReady } from './make-ready.ts';
import { editOutside, openOverlay, saveScreen } from './on-demand.ts';
import type { Looks } from './looks/looks.ts';
import { Navigation } from './controls/navigation.ts';
import { News } from './toasts/news.ts';
import { OutputBuffer } from './run/output-buffer.ts';
import { focusedRow, missingFor, selectedIds } from './controls/pointing.ts';
import { Prompt } from './prompt/prompt.ts';
import { shellSources } from './prompt/shell-sources.ts';
import { Results } from './run/results.ts';
import { Runner } from './run/runner.ts';
import { shownLine } from './run/shown-line.ts';
import { ShellScreen } from './controls/shell-screen.ts';
import type { ShellOptions } from './shell-options.ts';
import { Stage, type Stance } from './stage/stage.ts';
import { stanceOf } from './stage/stance.ts';
import { type EndSignal, SIGNAL_STATUS } from './terminal/lifeguard.ts';
import { Terminal } from './terminal/terminal.ts';
import { LiveLooks } from './looks/live-looks.ts';

/** Panels that do not show the engine's data: a refresh leaves them alone. */
const OWN_PANELS = new Set(['output']);
/** What is made ready for the first keys waits so long for the line that was typed before: it may be a check. */
const LONGEST_ANSWER_MS = 500;

export class Shell {
  readonly #options: ShellOptions;
  readonly #looks: LiveLooks;
  readonly #terminal: Terminal;
  readonly #stage: Stage;
  readonly #frames: Frames;
  readonly #feed: Feed;
  readonly #prompt: Prompt;
  readonly #output: OutputBuffer;
  readonly #runner: Runner;
  readonly #controls: Controls;
  readonly #navigation: Navigation;
  readonly #keys: KeyLines;
  readonly #screen: ShellScreen;
  readonly #news: News;
  readonly #results: Results;
  readonly #teacher: Teacher;
  readonly #leaving: Leaving;
  readonly #panelPort: PanelPort;
  readonly #ended = Promise.withResolvers<number>();
  /** Aborted when the terminal is given back: nobody answers any more. */
  readonly #isEnding = new AbortController();
  #interpreter: Interpreter | null = null;
  #isOver = false;

  constructor(options: ShellOptions) {
    const { abilities, panels, views, history } = options;
    this.#options = options;
    this.#looks = new LiveLooks(abilities, (looks) => this.#dress(looks));
    const terminalEvents = {
      onInput: (events: readonly InputEvent[]) => this.#onInput(events),
      onRepaint: () => this.#frames.repaint(),
      onSignal: (signal: EndSignal) => this.#end(SIGNAL_STATUS[signal]),
      onDrain: () => this.#frames.resume(),
    };
    this.#terminal = new Terminal(options.stdin, options.stdout, terminalEvents, options.film);
    const { columns, rows } = this.#terminal;
    this.#navigation = new Navigation(views);
    this.#stage = new Stage(panels, this.#navigation, this.#looks.looks, columns, rows);
    this.#frames = new Frames({
      terminal: this.#terminal,
      stage: this.#stage,
      marks: options.marks,
      stance: () => this.#stance,
      scene: (focused) => this.#scene(focused),
      beforePaint: (dirty) => {
        if (dirty === 'all' || dirty.has('output')) this.#results.giveRoom();
      },
      isIdle: () => this.#interpreter !== null && this.#runner.isIdle,
    });
    this.#feed = new Feed((panel) => this.#touch(panel));
    this.#output = new OutputBuffer(
      () => this.#touch('output'),
      () => this.#looks.looks.theme,
    );
    this.#news = new News({
      onChange: () => this.#touch('toasts'),
      isWatching: () => this.#stage.shown().some(({ name }) => name === 'output'),
    });
    this.#leaving = new Leaving({
      jobs: () => this.#feed.facts?.jobs ?? [],
      confirm: (question) => this.#confirm(question, this.#isEnding.signal),
      isIdle: () => this.#runner.isIdle,
      end: () => this.#end(EXIT.ok),
    });
    this.#keys = new KeyLines(options.keysFile, (level, text) => {
      this.#feed.note(level, 'keys', text);
      // Warnings of keys are toasts by themselves.
      if (level === 'info') this.#news.tell(text);
    });
    this.#prompt = new Prompt(
      shellSources({
        history,
        interpreter: () => this.#interpreter,
        keymap: () => this.#keys.keymap,
        mode: () => this.#looks.looks.promptMode,
        contain: (work) => this.#contain(work),
      }),
    );
    this.#runner = new Runner({
      output: this.#output,
      runOptions: options.runOptions,
      createIo: (signal, beforeOutput, onProgress) =>
        shellIo({
          output: this.#output,
          columns: this.#stage.outputColumns,
          color: abilities.colors > 0,
          utf8: this.#looks.looks.utf8,
          beforeOutput,
          onRefreshed: () => this.#results.refreshed(),
          onProgress: (progress) => {
            onProgress(progress);
            this.#touch('loading');
          },
          confirm: (question) => this.#confirm(question, signal),
        }),
      onChange: () => this.#touch('loading'),
      onBegin: (how) => this.#contain(() => this.#results.begin(how)),
      onEnd: (status) => this.#contain(() => this.#onCommandEnd(status)),
    });
    this.#results = new Results({
      isTyping: () => this.#controls.typing,
      output: this.#output,
      navigation: this.#navigation,
      stage: this.#stage,
      panels,
      tell: (text) => this.#controls.tell(text),
      announce: (text) => this.#news.tell(text),
    });
    this.#teacher = new Teacher({
      practice: options.practice,
      prompt: this.#prompt,
      controls: () => this.#controls,
      isRunning: () => this.#runner.running !== null,
    });
    this.#panelPort = {
      press: (line) => this.#controls.press(line),
      edit: (...wish) => this.#prompt.edit(...wish),
      show: (view, subject) => this.#screen.show(view, subject),
      tell: (text) => this.#controls.tell(text),
      copy: (text) => this.#terminal.copy(text),
      type: (text) => this.#screen.type(text),
      touch: () => this.#touch('all'),
    };
    const common = {
      prompt: this.#prompt,
      runner: this.#runner,
      stage: this.#stage,
      navigation: this.#navigation,
      panels,
      panelPort: this.#panelPort,
      keys: this.#keys,
      scene: (focused: boolean) => this.#scene(focused),
      quit: () => this.#end(EXIT.ok),
    };
    this.#screen = new ShellScreen({
      ...common,
      setTyping: (typing) => {
        this.#controls.typing = typing;
        this.#stage.outdate();
      },
      openOverlay: (name) => this.#openOverlay(name),
      tell: (text) => this.#controls.tell(text),
      repaint: () => this.#terminal.invalidate(),
      suspend: () => this.#terminal.suspend(),
      shot: () => saveScreen(this.#stage.cells, this.#looks.looks.theme.picture),
      toggleMouse: () => this.#terminal.takeMouse(!this.#terminal.hasMouse),
    });
    this.#controls = new Controls({
      ...common,
      screen: this.#screen,
      enter: (line) => this.#enter(line),
      editOutside: (text) => void this.#editOutside(text),
      runKey: (line) => this.#runKey(line),
    });
  }

  /** Takes the terminal and shows the first frame, before anything else is known. */
  open(): void {
    this.#terminal.start();
    this.#frames.repaint();
  }

  #dress(looks: Looks): void {
    this.#stage.dress(looks);
    this.#terminal.takeMouse(looks.mouse);
    this.#touch('all');
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
    this.#feed.start(engine, this.#options.runOptions.readonly === true);
    this.#news.start(engine);
    shellHand.start((panel) => this.#touch(panel));
    this.#keys.start(interpreter.registry);
    this.#looks.start(engine);
    this.#touch('all');
    // Whoever typed ahead sees the answer with the first frame, if it is a quick one.
    if (this.#runner.waiting > 0) this.#frames.rest();
    this.#runner.start(interpreter);
    makeReady({
      ...this.#options,
      interpreter,
      keymap: this.#keys.keymap,
      stage: this.#stage,
      scene: () => this.#scene(false),
      prepare: () => engine.prepare(),
      answered: this.#runner.quiet(LONGEST_ANSWER_MS),
      signal: this.#isEnding.signal,
    }).catch((error: unknown) =>
      this.#feed.note('error', 'shell', `not all is ready for the first keys: ${toRefbotError(error).message}`),
    );
  }

  /** What commands may ask of the screen. */
  get face(): Face {
    return {
      quit: () => void this.#leaving.request(),
      clear: () => this.#output.clear(),
      selected: (which) => this.#selected(which),
      screen: this.#screen,
    };
  }

  /** A line for the log panel from outside the engine: console output, warnings. */
  log(level: LogEntry['level'], area: string, text: string): void {
    this.#feed.note(level, area, text);
  }

  /** Runs a line as if it were typed, without keeping it in the history. */
  run(line: string): void {
    this.#runner.run(line, 'start');
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
    this.#news.stop();
    this.#isEnding.abort();
    void shellHand.stop();
    this.#keys.stop();
    this.#looks.stop();
    this.#frames.stop();
    this.#runner.cancelAll();
    this.#terminal.stop();
    this.#ended.resolve(status);
  }

  #enter(line: string): void {
    const problem = this.#options.history.add(line);
    if (problem !== null) this.#feed.note('warn', 'shell', problem);
    this.#interpreter?.session.remember(line.startsWith(' ') ? line : maskSecrets(line));
    this.#runner.run(line, 'typed');
  }

  /** A key's line, which knows the row under the cursor as `$row`. */
  #runKey(line: string): void {
    // Whoever leaves by a key does not wait for what was typed ahead.
    if (line === 'quit') return void this.#leaving.request();
    const row = focusedRow(this.#navigation, this.#options.panels);
    const missing = missingFor(line, row, (which) => this.#selected(which));
    if (missing !== null) return this.#controls.tell(missing);
    if (row !== null) this.#interpreter?.session.variables.set('row', row);
    this.#feed.note('debug', 'keys', line);
    this.#runner.run(line, 'key', shownLine(line, row));
  }

  #selected(which: 'focus' | 'shown' | 'marked'): readonly number[] {
    return selectedIds(which, this.#navigation, this.#stage, this.#options.panels);
  }

  #openOverlay(name: OverlayName): void {
    const registry = this.#interpreter?.registry;
    if (!registry) return this.#controls.tell('the state is being opened');
    const { keymap } = this.#keys;
    this.#controls.open(
      openOverlay(name, {
        registry,
        keymap,
        views: this.#options.views,
        contexts: this.#controls.contexts,
        facts: this.#feed.facts,
        history: this.#options.history.lines,
      }),
    );
  }

  async #editOutside(text: string): Promise<void> {
    await editOutside(text, this.#prompt, this.#terminal, (problem) => this.#controls.tell(problem));
    this.#frames.repaint();
  }

  #onCommandEnd(status: number): void {
    if (this.#leaving.isDue) return this.#end(EXIT.ok);
    this.#results.end(status);
    this.#feed.outdate('all');
    if (this.#runner.waiting === 0) this.#frames.hurry();
  }

  #confirm(question: string, signal: AbortSignal): Promise<boolean> {
    const answer = this.#prompt.ask(safeText(question, 300), signal);
    this.#touch('all');
    return answer;
  }

  #onInput(events: readonly InputEvent[]): void {
    this.#teacher.watch(events, this.#keys.keymap);
    if (this.#contain(() => this.#controls.handle(events))) this.#frames.echo();
    else this.#frames.repaint();
  }

  /** A defect behind a key or a result is told in the log; it does not end the shell. */
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
    if (panel !== 'data') return this.#frames.touch(panel);
    for (const { name } of this.#options.panels) if (!OWN_PANELS.has(name)) this.#frames.touch(name);
  }

  #scene(focused: boolean): Scene {
    return {
      now: Date.now(),
      facts: this.#feed.facts,
      view: this.#feed.view,
      output: this.#output,
      log: this.#feed.log,
      registry: this.#interpreter?.registry ?? null,
      keymap: this.#keys.keymap,
      running: this.#runner.running,
      focused,
      subject: this.#navigation.subject,
      among: this.#navigation.among,
      touch: () => this.#touch('data'),
    };
  }

  get #stance(): Stance {
    return stanceOf({
      prompt: this.#prompt,
      navigation: this.#navigation,
      controls: this.#controls,
      runner: this.#runner,
      keys: this.#keys,
      news: this.#news,
      teacher: this.#teacher,
      theme: this.#looks.looks.theme,
    });
  }
}
