/**
 * Standard input as events: bytes are decoded as UTF-8 across reads, a lone escape is decided after 30 ms. Owns the raw
 * mode and the listeners of the stream, and gives both back on `stop`.
 */
import { StringDecoder } from 'node:string_decoder';
import type { ReadStream } from 'node:tty';
import { Decoder } from './decoder.ts';
import type { InputEvent } from './events.ts';

const LONE_ESCAPE_MS = 30;

export class Input {
  readonly #stream: ReadStream;
  readonly #onEvents: (events: readonly InputEvent[]) => void;
  readonly #onEnd: () => void;
  readonly #bytes = new StringDecoder('utf8');
  readonly #decoder = new Decoder();
  #timer: NodeJS.Timeout | undefined;

  /** @param onEnd the terminal is gone: end of file or a read error */
  constructor(stream: ReadStream, onEvents: (events: readonly InputEvent[]) => void, onEnd: () => void) {
    this.#stream = stream;
    this.#onEvents = onEvents;
    this.#onEnd = onEnd;
  }

  start(): void {
    this.#stream.on('data', this.#onData);
    this.#stream.on('end', this.#onEnd);
    this.#stream.on('error', this.#onEnd);
    this.raw(true);
    this.#stream.resume();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#stream.off('data', this.#onData);
    this.#stream.off('end', this.#onEnd);
    // A read error that is under way after the end (the terminal is closed) must not become an uncaught one.
    this.#stream.off('error', this.#onEnd);
    this.#stream.on('error', () => {});
    this.raw(false);
    this.#stream.pause();
  }

  raw(on: boolean): void {
    try {
      if (this.#stream.isTTY) this.#stream.setRawMode(on);
    } catch {
      // The terminal is gone; its modes are nobody's any more.
    }
  }

  readonly #onData = (data: Buffer | string): void => {
    clearTimeout(this.#timer);
    this.#deliver(this.#decoder.feed(typeof data === 'string' ? data : this.#bytes.write(data)));
    if (this.#decoder.waiting) this.#timer = setTimeout(() => this.#deliver(this.#decoder.flush()), LONE_ESCAPE_MS);
  };

  #deliver(events: readonly InputEvent[]): void {
    if (events.length > 0) this.#onEvents(events);
  }
}
