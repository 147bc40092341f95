/**
 * Reads lines at a prompt on the ordinary screen and prints between them: with editing (readline's escape sequences, and
 * those that have pastes bracketed), or without any, where the system edits the line. Knows nothing of commands.
 */
import { clearScreenDown, createInterface, cursorTo, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { safeLines } from '../../lib/safe-text.ts';
import { BRACKETS_OFF, BRACKETS_ON, withBreaks, withSigns } from './pasted-text.ts';
import { TypedText } from './typed-text.ts';

export interface LineReaderPort {
  readonly onLine: (line: string) => void;
  /** Ctrl-C. */
  readonly onInterrupt: () => void;
  /** Ctrl-D in an empty line; without editing it is the end of the input. */
  readonly onLeave: () => void;
  /** The end of the input: the terminal is gone. */
  readonly onEnd: () => void;
  /** Newest last. */
  readonly history: readonly string[];
  /** What the text may go on with: whole words, and how much of the text each replaces. */
  readonly complete: (text: string) => { readonly words: readonly string[]; readonly from: number };
}

export interface LineStreams {
  readonly input: Readable;
  readonly output: Writable;
  /** The line can be edited by keys; else no escape sequence is written. */
  readonly editing: boolean;
}

const HISTORY = 2000;

export class LineReader {
  readonly #output: Writable;
  readonly #editing: boolean;
  readonly #port: LineReaderPort;
  readonly #lines: Interface;
  /** The prompt stands on the screen, and perhaps something typed behind it. */
  #isAsking = false;
  #atLineStart = true;
  #again: NodeJS.Immediate | undefined;
  #answer: ((line: string | null) => void) | null = null;
  #isClosed = false;

  constructor({ input, output, editing }: LineStreams, port: LineReaderPort) {
    this.#output = output;
    this.#editing = editing;
    this.#port = port;
    this.#lines = createInterface({
      input: editing ? this.#typedText(input) : input,
      output,
      terminal: editing,
      history: port.history.map((line) => withSigns(safeLines(line))).toReversed(),
      historySize: HISTORY,
      removeHistoryDuplicates: true,
      completer: (text: string): [string[], string] => {
        const { words, from } = port.complete(withBreaks(text));
        return [words.map(withSigns), text.slice(from)];
      },
    });
    this.#lines.on('line', (line) => this.#onLine(withBreaks(line)));
    this.#lines.on('SIGINT', () => port.onInterrupt());
    // Readline stops reading when the process goes on after Ctrl-Z; the line it draws anew by itself.
    this.#lines.on('SIGCONT', () => {
      this.#bracket(true);
      this.#lines.resume();
    });
    this.#lines.on('close', () => this.#onClose());
    // The terminal is gone: reading fails, or writing, and perhaps a signal follows.
    this.#lines.on('error', () => this.#onClose());
    output.on('error', () => this.#onClose());
    this.#bracket(true);
  }

  /** What is typed and not entered. Without editing only the system knows. */
  get typed(): string {
    return this.#editing ? this.#lines.line : '';
  }

  /** Shows the prompt. */
  ask(prompt: string): void {
    if (this.#isClosed) return;
    clearImmediate(this.#again);
    if (!this.#atLineStart) this.#print('\n');
    this.#lines.setPrompt(prompt);
    this.#lines.prompt();
    this.#isAsking = true;
  }

  /** After Ctrl-Z and `fg`: what the shell below wrote stands behind the prompt. */
  goOn(): void {
    if (this.#isAsking && !this.#editing) this.#lines.prompt();
  }

  /** Leaves what is typed and not entered as it is, and asks anew below. */
  drop(): void {
    if (this.#editing) this.#lines.write(null, { ctrl: true, name: 'e' });
    if (this.#editing) this.#lines.write(null, { ctrl: true, name: 'u' });
    this.say('^C');
  }

  /** Asks for one line that is no command; null when it was given up. */
  question(text: string, signal: AbortSignal): Promise<string | null> {
    const { promise, resolve } = Promise.withResolvers<string | null>();
    const end = (line: string | null): void => {
      signal.removeEventListener('abort', onAbort);
      this.#answer = null;
      resolve(line);
    };
    const onAbort = (): void => end(null);
    this.#answer = end;
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted || this.#isClosed) end(null);
    else this.ask(text);
    return promise;
  }

  /** Prints a whole line, or several, above the prompt. */
  say(text: string): void {
    this.write(`${this.#isAsking || this.#atLineStart ? '' : '\n'}${text}\n`);
  }

  /** Prints data as it comes; resolves when more can be taken. */
  write(text: string): Promise<void> {
    if (this.#isClosed || text === '') return Promise.resolve();
    this.#makeRoom();
    const hasRoom = this.#print(safeLines(text));
    return hasRoom ? Promise.resolve() : drained(this.#output);
  }

  close(): void {
    if (!this.#isClosed) this.#bracket(false);
    this.#isClosed = true;
    clearImmediate(this.#again);
    this.#lines.close();
    this.#answer?.(null);
  }

  /** Takes the prompt away, and brings it back when everything of this moment is printed. */
  #makeRoom(): void {
    if (!this.#isAsking) return;
    this.#isAsking = false;
    if (this.#editing) {
      cursorTo(this.#output, 0);
      clearScreenDown(this.#output);
    } else this.#print('\n');
    this.#again = setImmediate(() => {
      if (!this.#atLineStart) this.#print('\n');
      this.#lines.prompt(true);
      this.#isAsking = true;
    });
  }

  #typedText(input: Readable): TypedText {
    return new TypedText(input, {
      onEndKey: () => {
        if (this.typed !== '' || this.#isClosed) return false;
        if (this.#answer) this.#answer(null);
        else this.#port.onLeave();
        return true;
      },
      onSuspendKey: () => this.#bracket(false),
    });
  }

  #bracket(isWanted: boolean): void {
    if (this.#editing && !this.#output.destroyed) this.#output.write(isWanted ? BRACKETS_ON : BRACKETS_OFF);
  }

  #print(text: string): boolean {
    this.#atLineStart = text.endsWith('\n');
    return this.#output.write(text);
  }

  #onLine(line: string): void {
    this.#isAsking = false;
    clearImmediate(this.#again);
    this.#atLineStart = true;
    if (this.#answer) this.#answer(line);
    else this.#port.onLine(line);
  }

  #onClose(): void {
    if (this.#isClosed) return;
    this.close();
    this.#port.onEnd();
  }
}

function drained(output: Writable): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      output.off('drain', over);
      output.off('close', over);
      output.off('error', over);
      resolve();
    };
    output.once('drain', over);
    output.once('close', over);
    output.once('error', over);
  });
}
