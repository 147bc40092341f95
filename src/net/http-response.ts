/**
 * Reads one HTTP/1.x response from chunks: strict head, then a body by Content-Length, chunks or close. Refuses
 * ambiguous framing instead of choosing. The outcome does not depend on how the bytes are cut; bytes behind the
 * response are counted and ignored, since the connection is closed then.
 */
import { bodyFraming } from './body-framing.ts';
import { HeadReader, type HeaderField, type ResponseHead } from './http-head.ts';

export interface HttpReply {
  readonly status: number;
  readonly headers: readonly HeaderField[];
  /** The body, one character a byte. */
  readonly latin1: string;
  /** The body was longer than wanted and cut there. */
  readonly truncated: boolean;
}

/** The body as UTF-8. */
export function bodyText({ latin1 }: HttpReply): string {
  return Buffer.from(latin1, 'latin1').toString();
}

export type ReadState = 'more' | 'done' | 'failed';

export interface ResponseReaderOptions {
  /** Bytes of body that are kept at most. */
  readonly maxBodyBytes: number;
  /** A longer body: an error, or cut and done. */
  readonly overflow: 'fail' | 'truncate';
  /** Takes the body as it comes, without its framing, instead of keeping it; the bytes may be reused afterwards. */
  readonly onBody?: (part: Uint8Array) => void;
}

type Stage = 'head' | 'length' | 'close' | 'size' | 'data' | 'data-end' | 'trailer' | 'done' | 'failed';

/** RFC 9110 §15.2 allows any number; more than a few is a way to keep a client busy. */
const MAX_INTERIM = 5;
const MAX_SIZE_LINE = 1_024;
const MAX_TRAILER = 8_192;
const NOTHING = Buffer.alloc(0);

export class ResponseReader {
  readonly #options: ResponseReaderOptions;
  #headReader = new HeadReader();
  #stage: Stage = 'head';
  #head: ResponseHead | null = null;
  #interim = 0;
  /** Bytes still to come of the body or of the chunk. */
  #remaining = 0;
  #line = '';
  #trailerBytes = 0;
  /** One buffer that grows: a body in tiny pieces must not become a heap of tiny buffers. */
  #kept: Buffer = NOTHING;
  #size = 0;
  #truncated = false;
  #error = '';
  #closedEarly = false;
  #leftOver = 0;

  constructor(options: ResponseReaderOptions) {
    this.#options = options;
  }

  /** A well-formed head of a final response has been read. */
  get sawHead(): boolean {
    return this.#head !== null;
  }

  /** That head; null before. */
  get head(): ResponseHead | null {
    return this.#head;
  }

  /** It failed because the other side closed too early, not because of what it said. */
  get closedEarly(): boolean {
    return this.#closedEarly;
  }

  /** Bytes that came behind the response, together with its last ones. */
  get leftOver(): number {
    return this.#leftOver;
  }

  /** What went wrong; empty unless failed. */
  get error(): string {
    return this.#error;
  }

  /** The reply; only after `done`. */
  reply(): HttpReply {
    const { status, headers } = this.#head!;
    return { status, headers, latin1: this.#kept.toString('latin1', 0, this.#size), truncated: this.#truncated };
  }

  /** The chunk may be reused by the caller afterwards. */
  feed(chunk: Buffer, length = chunk.length): ReadState {
    let bytes: Uint8Array = length === chunk.length ? chunk : chunk.subarray(0, length);
    while (this.#stage === 'head') {
      const step = this.#headReader.feed(bytes);
      if (step.kind === 'more') return 'more';
      if (step.kind === 'failed') return this.#fail(step.error);
      bytes = step.rest;
      this.#begin(step.head);
    }
    let at = 0;
    while (at < bytes.length && this.#stage !== 'done' && this.#stage !== 'failed') at = this.#body(bytes, at);
    this.#leftOver = bytes.length - at;
    return this.#state();
  }

  /** The other side has closed. */
  end(): ReadState {
    if (this.#stage === 'close') this.#stage = 'done';
    else if (this.#stage !== 'done' && this.#stage !== 'failed') {
      this.#closedEarly = true;
      return this.#fail(this.#head ? 'closed inside the body' : 'closed before a complete head');
    }
    return this.#state();
  }

  #state(): ReadState {
    return this.#stage === 'done' || this.#stage === 'failed' ? this.#stage : 'more';
  }

  #fail(error: string): 'failed' {
    this.#stage = 'failed';
    this.#error = error;
    return 'failed';
  }

  #begin(head: ResponseHead): void {
    if (head.status < 200) {
      if (head.status === 101) this.#fail('switching protocols was not asked for');
      else if (++this.#interim > MAX_INTERIM) this.#fail(`more than ${MAX_INTERIM} interim responses`);
      else this.#headReader = new HeadReader();
      return;
    }
    this.#head = head;
    const framing = bodyFraming(head);
    if (typeof framing === 'string') {
      if (framing === 'chunked') this.#stage = 'size';
      else if (framing === 'close') this.#stage = 'close';
      else this.#fail(framing);
    } else if (framing > this.#options.maxBodyBytes && this.#options.overflow === 'fail') {
      this.#fail(`body of ${framing} bytes`);
    } else {
      this.#remaining = framing;
      this.#stage = framing === 0 ? 'done' : 'length';
    }
  }

  /** Takes bytes of the body from `at` on; returns where it stopped. */
  #body(bytes: Uint8Array, at: number): number {
    switch (this.#stage) {
      case 'close':
        this.#keep(bytes, at, bytes.length);
        return bytes.length;
      case 'length':
      case 'data': {
        const end = Math.min(bytes.length, at + this.#remaining);
        this.#remaining -= end - at;
        if (this.#remaining === 0) this.#stage = this.#stage === 'data' ? 'data-end' : 'done';
        this.#keep(bytes, at, end); // may end it: over the limit
        return end;
      }
      default:
        return this.#lineByte(bytes, at);
    }
  }

  #keep(bytes: Uint8Array, from: number, to: number): void {
    if (this.#options.onBody) {
      this.#options.onBody(bytes.subarray(from, to));
      return;
    }
    const room = this.#options.maxBodyBytes - this.#size;
    if (to - from > room) {
      if (this.#options.overflow === 'fail') {
        this.#fail(`body over ${this.#options.maxBodyBytes} bytes`);
        return;
      }
      this.#truncated = true;
      this.#stage = 'done';
    }
    const part = bytes.subarray(from, Math.min(to, from + room));
    const size = this.#size + part.length;
    if (size > this.#kept.length) {
      const grown = Buffer.allocUnsafe(Math.max(size, Math.min(2 * this.#kept.length, this.#options.maxBodyBytes)));
      grown.set(this.#kept.subarray(0, this.#size));
      this.#kept = grown;
    }
    this.#kept.set(part, this.#size);
    this.#size = size;
  }

  /** Chunk sizes, the line end behind a chunk and trailers are lines: read up to CRLF, byte by byte. */
  #lineByte(bytes: Uint8Array, from: number): number {
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at]!;
      const afterReturn = this.#line.endsWith('\r');
      if ((byte === 10) !== afterReturn || byte === 0) {
        this.#fail('malformed line in a chunked body');
        return at;
      }
      if (byte === 10) {
        this.#endLine(this.#line.slice(0, -1));
        this.#line = '';
        return at + 1;
      }
      this.#line += String.fromCharCode(byte);
      if (this.#line.length > MAX_SIZE_LINE) {
        this.#fail('over-long line in a chunked body');
        return at;
      }
    }
    return bytes.length;
  }

  #endLine(line: string): void {
    if (this.#stage === 'data-end') {
      if (line === '') this.#stage = 'size';
      else this.#fail('no line end behind a chunk');
    } else if (this.#stage === 'size') {
      const size = /^([\dA-Fa-f]{1,8})[ \t]*(?:;.*)?$/.exec(line);
      if (!size) {
        this.#fail('malformed chunk size');
        return;
      }
      this.#remaining = Number.parseInt(size[1]!, 16);
      this.#stage = this.#remaining === 0 ? 'trailer' : 'data';
    } else {
      this.#trailerBytes += line.length + 2;
      if (line === '') this.#stage = 'done';
      else if (this.#trailerBytes > MAX_TRAILER) this.#fail('over-long trailers');
    }
  }
}
