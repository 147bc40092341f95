/**
 * What is typed or pasted, on its way to the line editor, which echoes all of it: what would act on the terminal without
 * being a key is left out. Stands in place of the terminal's input and does nothing else.
 */
import { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { safeKeys } from '../../lib/safe-text.ts';

type TerminalInput = Readable & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };

export class TypedText extends Readable {
  readonly #input: TerminalInput;
  readonly #decoder = new StringDecoder('utf8');

  constructor(input: TerminalInput) {
    super();
    this.#input = input;
    input.on('data', (chunk: Buffer | string) => {
      const text = safeKeys(typeof chunk === 'string' ? chunk : this.#decoder.write(chunk));
      if (text !== '') this.push(text);
    });
    input.on('end', () => this.push(null));
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

  override _read(): void {
    // Whatever comes is pushed.
  }
}
