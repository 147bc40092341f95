/**
 * The full-screen shell put together: terminal, prompt, command runner, panels and the frame loop. Owns no data of the
 * engine; what it shows comes from the feed, what keys do is decided by the controls.
 */
import type { ReadStream } from 'node:tty';
import type { Face } from '../command/face.ts';
import type { Interpreter } from '../command/interpreter.ts';
import { loadConfig } from '../core/config/config.ts';
import type { Engine } from '../engine/types.ts';
import { showChord } from '../command/keys/chord.ts';
import { displayWidth } from '../lib/width.ts';
import { maskSecrets, safeText } from '../lib/safe-text.ts';
import { EXIT, toRefbotError } from '../model/errors.ts';
import type { LogEntry } from '../model/events.ts';
import type { OverlayName } from '../command/screen.ts';
import { shellHand } from './contrib/shell-hand.ts';
import { Controls } from './controls.ts';
import type { PanelPort, Scene } from './define-panel.ts';
import { editExternally } from './edit/external-editor.ts';
import type { HistoryFile } from './edit/history-file.ts';
import { Feed } from './feed.ts';
import { lessonOf, nextHint } from './first-run/lessons.ts';
import type { Practice } from './first-run/practice.ts';
import { FrameLoop } from './frame-loop.ts';
import { hintFor } from './hint.ts';
import type { InputEvent } from './input/events.ts';
import { shellIo } from './io.ts';
import { KeyLines } from './key-lines.ts';
import { Leaving } from './leaving.ts';
import { LOOK_KEYS, type Looks, resolveLooks } from './looks.ts';
import { Navigation } from './navigation.ts';
import { News } from './news.ts';
import { OutputBuffer } from './output-buffer.ts';
import { openOverlay } from './overlays/open-overlay.ts';
import { drawnWidth } from './paint/glyphs.ts';
import type { NamedPanel } from './panel-set.ts';
import { Prompt } from './prompt.ts';
import { shellSources } from './prompt/shell-sources.ts';
import { Runner } from './runner.ts';
import { saveScreen } from './save-screen.ts';
import { ShellScreen } from './shell-screen.ts';
import { Stage, type Stance } from './stage.ts';
import type { Abilities } from './terminal/abilities.ts';
import { type EndSignal, SIGNAL_STATUS } from './terminal/lifeguard.ts';
import type { Recorder } from './terminal/recorder.ts';
import { Terminal, type TerminalOutput } from './terminal/terminal.ts';
import type { NamedView } from './view-set.ts';

export interface ShellOptions {
  readonly stdin: ReadStream;
  readonly stdout: TerminalOutput;
  readonly abilities: Abilities;
  readonly panels: readonly NamedPanel[];
  readonly views: readonly NamedView[];
  readonly history: HistoryFile;
  /** The person's own keys: keys.conf beside config.json. */
  readonly keysFile: string;
  /** Which hints the person knows. */
  readonly practice: Practice;
  /** Films the screen. */
  readonly recorder: Recorder | null;
  /** Writes a mark after each frame with its cost, and one when nothing is left to do: for tests and benches. */
  readonly marks: boolean;
}

/** Panels that do not show the engine's data: a refresh leaves them alone. */
const OWN_PANELS = new Set(['output']);

export class Shell {
  readonly #options: ShellOptions;
  #looks: Looks;
  readonly #terminal: Terminal;
  readonly #stage: Stage;
  readonly #loop: FrameLoop;
  readonly #feed: Feed;
  readonly #prompt: Prompt;
  readonly #output: OutputBuffer;
  readonly #runner: Runner;
  readonly #controls: Controls;
  readonly #navigation: Navigation;
  readonly #keys: KeyLines;
  readonly #screen: ShellScreen;
  readonly #news: News;
  readonly #leaving: Leaving;
  readonly #panelPort: PanelPort;
  readonly #ended = Promise.withResolvers<number>();
  /** Aborted when the terminal is given back: nobody answers any more. */
  readonly #isEnding = new AbortController();
  #interpreter: Interpreter | null = null;
  /** The command that somebody waits for: its first line in the output, and whether it was given room. */
  #result: {
    readonly from: number;
    readonly how: 'typed' | 'key';
    readonly isWide: boolean;
    readonly view: string;
  } | null = null;
  #endLooks: (() => void) | undefined;
  #isOver = false;
  #marks = 0;

  constructor(options: ShellOptions) {
    const { abilities, panels, views, history } = options;
    this.#options = options;
    // Until the configuration is read, as it is by default.
    this.#looks = resolveLooks(loadConfig({}), abilities);
    const terminalEvents = {
      onInput: (events: readonly InputEvent[]) => this.#onInput(events),
      onRepaint: () => this.#repaint(),
      onSignal: (signal: EndSignal) => this.#end(SIGNAL_STATUS[signal]),
      onDrain: () => this.#loop.resume(),
    };
    this.#terminal = new Terminal(options.stdin, options.stdout, terminalEvents, options.recorder);
    const { columns, rows } = this.#terminal;
    this.#navigation = new Navigation(views);
    this.#stage = new Stage(panels, this.#navigation, this.#looks, columns, rows);
    this.#loop = new FrameLoop({ isBusy: () => this.#terminal.isBusy, paint: (dirty) => this.#paint(dirty) });
    this.#feed = new Feed((panel) => this.#touch(panel));
    this.#output = new OutputBuffer(() => this.#touch('output'));
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
    this.#keys = new KeyLines(options.keysFile, (text) => this.#feed.note('warn', 'keys', text));
    this.#prompt = new Prompt(
      shellSources({
        history,
        interpreter: () => this.#interpreter,
        keymap: () => this.#keys.keymap,
        contain: (work) => this.#contain(work),
      }),
    );
    this.#runner = new Runner({
      output: this.#output,
      theme: () => this.#looks.theme,
      createIo: (signal, beforeOutput, onProgress) =>
        shellIo({
          output: this.#output,
          theme: this.#looks.theme,
          columns: this.#stage.outputColumns,
          color: abilities.colors > 0,
          utf8: this.#looks.utf8,
          beforeOutput,
          onProgress: (progress) => {
            onProgress(progress);
            this.#touch('loading');
          },
          confirm: (question) => this.#confirm(question, signal),
        }),
      onChange: () => this.#touch('loading'),
      onBegin: (how) => this.#onCommandBegin(how),
      onEnd: (status) => this.#onCommandEnd(status),
    });
    this.#panelPort = {
      run: (line) => this.#runner.run(line, 'typed'),
      press: (line) => this.#controls.press(line),
      edit: (label, initial, accept) => this.#prompt.edit(label, initial, accept),
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
      scene: (focused: boolean) => this.#scene(focused),
      quit: () => this.#end(EXIT.ok),
    };
    this.#screen = new ShellScreen({
      ...common,
      setTyping: (typing) => {
        this.#controls.typing = typing;
        this.#stage.outdate();
      },
      isTyping: () => this.#controls.typing,
      openOverlay: (name) => this.#openOverlay(name),
      tell: (text) => this.#controls.tell(text),
      bindings: () => this.#keys.keymap.all(),
      repaint: () => this.#terminal.invalidate(),
      suspend: () => this.#terminal.suspend(),
      shot: () => saveScreen(this.#stage.cells, this.#looks.theme.picture),
      copy: (text) => this.#terminal.copy(text),
      toggleMouse: () => this.#terminal.takeMouse(!this.#terminal.hasMouse),
    });
    this.#controls = new Controls({
      ...common,
      keys: this.#keys,
      screen: this.#screen,
      enter: (line) => this.#enter(line),
      editOutside: (text) => void this.#editOutside(text),
      runKey: (line) => this.#runKey(line),
    });
  }

  /** Takes the terminal and shows the first frame, before anything else is known. */
  open(): void {
    this.#terminal.start();
    this.#repaint();
  }

  /** Looks as the configuration wishes, now and whenever it changes. */
  #dress(config: Engine['config']): void {
    this.#looks = resolveLooks(config, this.#options.abilities);
    this.#stage.dress(this.#looks);
    this.#terminal.takeMouse(this.#looks.mouse);
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
    this.#feed.start(engine);
    this.#news.start(engine);
    shellHand.start((panel) => this.#touch(panel));
    this.#keys.start(interpreter.registry);
    this.#dress(engine.config);
    this.#endLooks = engine.bus.on('config.changed', ({ keys }) => {
      if (LOOK_KEYS.some((key) => keys.includes(key))) this.#dress(engine.config);
    });
    this.#touch('all');
    this.#runner.start(interpreter);
    // Loads the tables of emoji widths now, so that the first such text does not hold up a frame later.
    setImmediate(() => displayWidth('👩‍🚀'));
  }

  /** What commands may ask of the screen. */
  get face(): Face {
    return {
      quit: () => void this.#leaving.request(),
      clear: () => this.#output.clear(),
      selected: (which) => this.#pointing()?.panel.selected?.(which) ?? [],
      screen: this.#screen,
    };
  }

  /** The panel whose proxies a selector means: the one with the keys, else the first on the screen that has some. */
  #pointing(): NamedPanel | undefined {
    const { focus } = this.#navigation;
    const able = [...this.#stage.shown(), ...this.#options.panels].filter(({ panel }) => panel.selected);
    return able.find(({ name }) => name === focus) ?? able[0];
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
    this.#endLooks?.();
    this.#loop.stop();
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
    const { focus } = this.#navigation;
    const row = this.#options.panels.find(({ name }) => name === focus)?.panel.row?.() ?? null;
    if (row === null && line.includes('$row')) return this.#controls.tell('there is no row here');
    if (row !== null) this.#interpreter?.session.variables.set('row', row);
    this.#feed.note('debug', 'keys', line);
    this.#runner.run(line, 'key');
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

  /** The line in the person's own editor; what comes back waits in the prompt. */
  async #editOutside(text: string): Promise<void> {
    try {
      const edited = await editExternally({
        text,
        env: process.env,
        release: () => this.#terminal.release(),
        takeBack: () => this.#terminal.takeBack(),
      });
      if (edited !== null) this.#prompt.replace(edited);
      else this.#controls.tell('the editor failed: the line is as it was');
    } catch (error) {
      this.#controls.tell(toRefbotError(error).message);
    }
    this.#repaint();
  }

  /** A result that does not fit into the usual place of the output gets more room, once. */
  #giveRoom(): void {
    if (!this.#result || this.#result.isWide || this.#stage.layout.kind === 'tiny') return;
    const { columns, rows } = this.#stage.usualOutput();
    const from = Math.max(this.#result.from, this.#output.first);
    let needed = this.#output.end - from > rows;
    for (let number = from; number < this.#output.end && !needed; number++) {
      needed = this.#output.line(number).segments.reduce((sum, [text]) => sum + drawnWidth(text), 0) > columns;
    }
    if (!needed) return;
    this.#result = { ...this.#result, isWide: true };
    this.#navigation.openOutput('wide');
  }

  #onCommandBegin(how: 'typed' | 'key' | 'start'): void {
    const view = this.#navigation.view.name;
    this.#result = how === 'start' ? null : { from: this.#output.end, how, isWide: how === 'key', view };
    if (how === 'typed') this.#navigation.openOutput('usual');
  }

  #onCommandEnd(status: number): void {
    if (this.#leaving.isDue) return this.#end(EXIT.ok);
    if (this.#result?.how === 'key') this.#tellResult(this.#result.from, this.#result.view);
    // A long result is read from its beginning; of one that failed, the end says why.
    const panel = this.#options.panels.find(({ name }) => name === 'output')?.panel;
    if (this.#result && status === EXIT.ok) panel?.reveal?.(this.#result.from);
    this.#feed.outdate('all');
  }

  /**
   * What a key did is told in the hint line, or by a toast when the person has gone on to another view; what is longer is
   * shown like the result of a typed command.
   */
  #tellResult(from: number, view: string): void {
    const lines: string[] = [];
    // The first line repeats the command.
    for (let number = Math.max(from + 1, this.#output.first); number < this.#output.end; number++) {
      lines.push(
        this.#output
          .line(number)
          .segments.map(([text]) => text)
          .join(''),
      );
    }
    if (this.#navigation.view.name !== view) return this.#news.tell(lines.slice(0, -1).join('  ') || 'done');
    if (lines.length <= 2) return this.#controls.tell(lines[0] ?? 'done');
    this.#result = { from, how: 'typed', isWide: false, view };
    this.#navigation.openOutput('usual');
  }

  #confirm(question: string, signal: AbortSignal): Promise<boolean> {
    const answer = this.#prompt.ask(safeText(question, 300), signal);
    this.#touch('all');
    return answer;
  }

  #onInput(events: readonly InputEvent[]): void {
    this.#notePractice(events);
    if (this.#contain(() => this.#controls.handle(events))) this.#echo();
    else this.#repaint();
  }

  /** Which keys the person uses without being told. */
  #notePractice(events: readonly InputEvent[]): void {
    for (const event of events) {
      if (event.type !== 'key' && event.type !== 'text') continue;
      const { typing, overlay } = this.#controls;
      const { isEmpty, ghost } = this.#prompt;
      const chord = event.type === 'key' ? event.chord : event.text;
      const lesson = overlay ? null : lessonOf(chord, { typing, isEmpty, hasGhost: ghost !== '' });
      if (lesson) this.#options.practice.did(lesson);
    }
  }

  /** What a new person is told where there is nothing more pressing to say. */
  get #lesson(): string {
    const { isPlain, isEmpty } = this.#prompt;
    const isFree = this.#controls.typing && isPlain && isEmpty && this.#runner.running === null;
    return (isFree ? nextHint(this.#options.practice.practised) : null) ?? '';
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
      log: this.#feed.log,
      registry: this.#interpreter?.registry ?? null,
      bindings: () => this.#keys.keymap.all(),
      running: this.#runner.running,
      focused,
      subject: this.#navigation.subject,
      among: this.#navigation.among,
      touch: () => this.#touch('data'),
    };
  }

  get #stance(): Stance {
    const { typing, overlay, message } = this.#controls;
    const { hint, keys } = hintFor({
      prompt: this.#prompt,
      typing,
      wideOutput: this.#navigation.output === 'wide',
      message,
      running: this.#runner.running !== null,
      stopping: this.#runner.isStopping,
      waiting: this.#runner.waiting,
      panelKeys: this.#panelKeys(),
      theme: this.#looks.theme,
    });
    return {
      prompt: this.#prompt,
      navigation: this.#navigation,
      typing,
      overlay,
      toasts: this.#news.shown,
      hint: overlay || hint[0] === '' ? [overlay ? '' : this.#lesson, this.#looks.theme.dim] : hint,
      keys: overlay?.keys ?? keys,
    };
  }

  /** Words for the key bar: what is special about the panel with the keys. */
  #panelKeys(): readonly (readonly [key: string, does: string])[] {
    const { contexts } = this.#controls;
    const own = contexts.filter((context) => !['panel', 'general', 'prompt', 'empty'].includes(context));
    return this.#keys.keymap
      .inContexts(own)
      .flatMap(({ chord, short }) => (short === undefined ? [] : [[showChord(chord), short] as const]));
  }

  /** Paints everything now: after a key, a new size, or at the start. */
  #repaint(): void {
    this.#loop.touch('all');
    this.#loop.flush();
  }

  #paint(dirty: ReadonlySet<string> | 'all'): void {
    const began = performance.now();
    if (dirty === 'all' || dirty.has('output')) this.#giveRoom();
    const { columns, rows } = this.#terminal;
    const cursor = this.#stage.paint(columns, rows, this.#stance, dirty, (focused) => this.#scene(focused));
    const length = this.#terminal.show(this.#stage.cells, cursor);
    if (this.#options.marks) this.#terminal.send(`\x1b]7778;${(performance.now() - began).toFixed(3)};${length}\x07`);
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
