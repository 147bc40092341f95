/**
 * What is typed or pasted, on its way to the line editor, which echoes all of it: what would act on the terminal without
 * being a key is left out, a block that is pasted is one line, and the end of the input by a key is the shell's to decide.
 * Stands in place of the terminal's input.
 */
import { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { safeKeys } from '../../lib/safe-text.ts';
import { PastedText, type TypedPart } from './pasted-text.ts';

type TerminalInput = Readable & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };

export interface TypedTextPort {
  /** Ctrl-D. @returns false when it is an ordinary key here */
  readonly onEndKey: () => boolean;
  /** Ctrl-Z: the terminal is about to be somebody else's. */
  readonly onSuspendKey: () => void;
}

/** So long after an Escape the rest of a sequence has come, or there is none. */
const LONE_MS = 30;
/** Keys that are looked at before the line editor gets them, each in a piece of its own. */
const KEYS = /([\x04\x1a])/;

export class TypedText extends Readable {
  readonly #input: TerminalInput;
  readonly #decoder = new StringDecoder('utf8');
  readonly #paste = new PastedText();
  readonly #port: TypedTextPort;
  #waiting: NodeJS.Timeout | undefined;

  constructor(input: TerminalInput, port: TypedTextPort) {
    super();
    this.#input = input;
    this.#port = port;
    input.on('data', (chunk: Buffer | string) => {
      const text = safeKeys(typeof chunk === 'string' ? chunk : this.#decoder.write(chunk));
      clearTimeout(this.#waiting);
      for (const part of this.#paste.read(text)) this.#pass(part);
      if (this.#paste.isWaiting) this.#waiting = setTimeout(() => this.#flush(), LONE_MS);
    });
    input.on('end', () => {
      clearTimeout(this.#waiting);
      this.push(null);
    });
    input.on('error', (error) => this.destroy(error));
  }

  get isTTY(): boolean {
    return this.#input.isTTY === true;
  }

  /** Asked for by the line editor. */
  setRawMode(raw: boolean): this {
    this.#input.setRawMode?.(raw);
    return this;
  }

  override pause(): this {
    this.#input.pause();
    return super.pause();
  }

  override resume(): this {
    this.#input.resume();
    return super.resume();
  }

  #flush(): void {
    for (const part of this.#paste.flush()) this.#pass(part);
  }

  #pass({ text, isPasted }: TypedPart): void {
    if (isPasted) return void this.push(text);
    for (const piece of text.split(KEYS)) {
      if (piece === '' || (piece === '\x04' && this.#port.onEndKey())) continue;
      if (piece === '\x1a') this.#port.onSuspendKey();
      this.push(piece);
    }
  }

  override _read(): void {
    // Whatever comes is pushed.
  }
}
