/**
 * The shell without a screen: a prompt on ordinary lines, results printed as they come, one line for each event. For
 * screen readers, for terminals that cannot position text, for sessions that are logged. Runs what is typed one line
 * after the other; owns no data of the engine.
 */
import type { Readable, Writable } from 'node:stream';
import type { Face } from '../../command/face.ts';
import type { Interpreter, RunOptions } from '../../command/interpreter.ts';
import type { Io } from '../../command/io.ts';
import type { Engine } from '../../engine/types.ts';
import { maskSecrets, safeText } from '../../lib/safe-text.ts';
import { EXIT, fail, toRefbotError } from '../../model/errors.ts';
import type { HistoryFile } from '../edit/history-file.ts';
import { unfinishedWork } from '../leaving/unfinished-work.ts';
import { Announcer } from './announcer.ts';
import { LineReader } from './line-reader.ts';
import { ProgressLines } from './progress-lines.ts';

export interface PlainShellOptions {
  readonly stdin: Readable;
  readonly stdout: Writable;
  /** Lines can be edited by keys; else no escape sequence is ever written. */
  readonly editing: boolean;
  readonly history: HistoryFile;
  /** What holds for every command: read-only, dry run, … */
  readonly runOptions: RunOptions;
  /** What output looks like, and how files are reached. */
  readonly io: Pick<Io, 'output' | 'cwd' | 'openRead' | 'openWrite'>;
}

interface Waiting {
  readonly text: string;
  readonly isTyped: boolean;
}

const PLAIN_PROMPT = 'refbot> ';
const MORE_PROMPT = '   ...> ';
const WELCOME = 'RefBot. help lists the commands, Ctrl-C cancels, quit leaves.';
/** Ctrl-C pressed again within this time quits. */
const QUIT_WINDOW_MS = 2000;

export class PlainShell {
  readonly #options: PlainShellOptions;
  readonly #reader: LineReader;
  readonly #announcer: Announcer;
  readonly #ended = Promise.withResolvers<number>();
  readonly #queue: Waiting[] = [];
  #interpreter: Interpreter | null = null;
  #engine: Engine | null = null;
  #running: AbortController | null = null;
  /** Rows of a block that is not closed yet. */
  #open = '';
  #wantsToQuit = false;
  #quitArmedAt = Number.NEGATIVE_INFINITY;
  #isOver = false;

  constructor(options: PlainShellOptions) {
    this.#options = options;
    this.#reader = new LineReader(
      { input: options.stdin, output: options.stdout, editing: options.editing },
      {
        onLine: (line) => this.#onLine(line),
        onInterrupt: () => this.interrupt(),
        onLeave: () => void this.#leave(),
        onEnd: () => this.end(EXIT.ok),
        history: options.history.lines,
        complete: (text) => this.#complete(text),
      },
    );
    this.#announcer = new Announcer({
      say: (line) => this.#reader.say(line),
      isBusy: () => this.#running !== null,
      now: () => performance.now(),
    });
    this.#reader.say(WELCOME);
  }

  /** Resolves with the exit status. */
  get ended(): Promise<number> {
    return this.#ended.promise;
  }

  get face(): Face {
    return {
      quit: () => void (this.#wantsToQuit = true),
      // What was said stays said.
      clear: () => {},
    };
  }

  /** From here on lines are run; `lines` before anything typed. */
  start(engine: Engine, interpreter: Interpreter, lines: readonly string[]): void {
    if (this.#isOver) return;
    this.#engine = engine;
    this.#interpreter = interpreter;
    for (const line of this.#options.history.lines) interpreter.session.remember(line);
    this.#announcer.start(engine);
    this.#queue.unshift(...lines.map((text) => ({ text, isTyped: false })));
    void this.#next();
  }

  /** Ctrl-C: cancels the command, else drops what is typed, else quits when pressed twice. */
  interrupt(): void {
    if (this.#running) {
      this.#queue.length = 0;
      if (!this.#running.signal.aborted) this.#reader.say('cancelling');
      return this.#running.abort();
    }
    if (this.#open !== '' || this.#reader.typed !== '') {
      this.#open = '';
      this.#reader.drop();
      return this.#reader.ask(PLAIN_PROMPT);
    }
    if (performance.now() - this.#quitArmedAt < QUIT_WINDOW_MS) return this.end(EXIT.ok);
    this.#quitArmedAt = performance.now();
    this.#reader.say('Ctrl-C again quits');
  }

  /** The process goes on after it was stopped. */
  goOn(): void {
    this.#reader.goOn();
  }

  /** Leaves. What runs is cancelled; the engine, which keeps what was found, is the caller's to stop. */
  end(status: number): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#announcer.stop();
    this.#queue.length = 0;
    this.#running?.abort();
    this.#reader.close();
    this.#ended.resolve(status);
  }

  #onLine(line: string): void {
    // Completion leaves a blank behind the last word.
    const text = (this.#open + line).trimEnd();
    if (this.#interpreter?.isOpen(text)) {
      this.#open = `${text}\n`;
      return this.#reader.ask(MORE_PROMPT);
    }
    this.#open = '';
    if (text.trim() !== '') {
      const problem = this.#options.history.add(text);
      if (problem !== null) this.#reader.say(`warning: ${problem}`);
      this.#interpreter?.session.remember(text.startsWith(' ') ? text : maskSecrets(text));
      this.#queue.push({ text, isTyped: true });
    }
    void this.#next();
  }

  async #next(): Promise<void> {
    const interpreter = this.#interpreter;
    if (this.#running || !interpreter || this.#isOver) return;
    const next = this.#queue.shift();
    if (next === undefined) {
      // Nobody waits for a line: what Tab will ask for is loaded now.
      void interpreter.registry.preload();
      return this.#reader.ask(PLAIN_PROMPT);
    }
    // What is typed stands there already.
    if (!next.isTyped) this.#reader.say(`${PLAIN_PROMPT}${maskSecrets(next.text)}`);
    const abort = new AbortController();
    this.#running = abort;
    try {
      const { runOptions } = this.#options;
      await interpreter.run({ text: next.text, origin: 'prompt' }, this.#io(abort.signal), runOptions, abort.signal);
    } catch (thrown) {
      // The interpreter reports errors itself; what is thrown here is a defect, and the shell outlives it.
      this.#reader.say(`error: ${toRefbotError(thrown).message}`);
    }
    this.#running = null;
    if (this.#wantsToQuit && (await this.#mayQuit())) return this.end(EXIT.ok);
    return this.#next();
  }

  /** Ctrl-D in an empty line. */
  async #leave(): Promise<void> {
    if (await this.#mayQuit()) return this.end(EXIT.ok);
    if (!this.#running) this.#reader.ask(this.#open === '' ? PLAIN_PROMPT : MORE_PROMPT);
  }

  async #mayQuit(): Promise<boolean> {
    this.#wantsToQuit = false;
    const work = unfinishedWork(this.#engine?.jobs.list() ?? []);
    return work === null || this.#confirm(work, new AbortController().signal);
  }

  async #confirm(question: string, signal: AbortSignal): Promise<boolean> {
    const answer = await this.#reader.question(`${safeText(question, 300)} [y/N] `, signal);
    return /^\s*y(es)?\s*$/i.test(answer ?? '');
  }

  #io(signal: AbortSignal): Io {
    const { io } = this.#options;
    const reader = this.#reader;
    const progress = new ProgressLines(() => performance.now());
    return {
      output: io.output,
      cwd: io.cwd,
      write: (text) => reader.write(text),
      note: (text) => reader.say(text),
      progress: (facts) => {
        const line = progress.next(facts);
        if (line !== null) reader.say(line);
      },
      openRead: (path) => {
        if (path === '-')
          throw fail('no-such-file', 'the shell has no standard input to read from', { hint: 'name a file' });
        return io.openRead(path);
      },
      openWrite: (path, append) => io.openWrite(path, append),
      confirm: (question) => this.#confirm(question, signal),
    };
  }

  #complete(text: string): { words: string[]; from: number } {
    const result = this.#interpreter?.complete(text, text.length);
    if (!result) return { words: [], from: text.length };
    // Only what goes on where the text ends can be put behind it.
    const fitting = result.candidates.slice(0, result.exact).map(({ value }) => value);
    const [only, ...others] = fitting;
    const isWhole = only !== undefined && others.length === 0 && !/[/=]$/.test(only);
    return { words: isWhole ? [`${only} `] : fitting, from: result.start };
  }
}
