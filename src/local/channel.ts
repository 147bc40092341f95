/** Frames over one connected socket, for both ends: cut from the stream, bounded in size, handed on one by one. */
import type { Socket } from 'node:net';
import { MAX_FRAME, type WireError } from './frames.ts';
import { ERRORS, fail, toRefbotError, type ErrorName, type RefbotError } from '../model/errors.ts';

export type AnyFrame = Readonly<Record<string, unknown>> & { readonly t: string };

export interface ChannelHandlers {
  readonly onFrame: (frame: AnyFrame) => void;
  /** The other end sent something that is no frame, or left; called once. `null` = it left. */
  readonly onEnd: (problem: string | null) => void;
}

/** Most bytes kept for an end that reads too slowly. */
const MAX_BACKLOG = 16 * 1024 * 1024;
const CLOSE_MS = 1_000;

export class Channel {
  readonly #socket: Socket;
  readonly #handlers: ChannelHandlers;
  #parts: Buffer[] = [];
  #length = 0;
  /** The owner was told about the end. */
  #told = false;
  /** Nothing is sent or taken any more. */
  #ended = false;

  constructor(socket: Socket, handlers: ChannelHandlers) {
    this.#socket = socket;
    this.#handlers = handlers;
    socket.on('data', (bytes: Buffer) => this.#take(bytes));
    // What went wrong with the socket does not matter: the other end is gone.
    socket.on('error', () => this.#end(null));
    socket.on('end', () => this.#end(null));
    socket.on('close', () => this.#end(null));
  }

  /** Sends a frame; dropped when the other end is gone (its owner has been told). */
  send(frame: AnyFrame): void {
    if (this.#ended || !this.#socket.writable) return;
    this.#socket.write(`${JSON.stringify(frame)}\n`);
    // Data waits for answers; this bounds what needs none (notes) towards an end that has stopped reading.
    if (this.#socket.writableLength > MAX_BACKLOG) this.#end('it does not read');
  }

  /** True while more was sent than the other end reads. */
  get congested(): boolean {
    return this.#socket.writableNeedDrain;
  }

  /** Ends the connection; what was sent still arrives. */
  close(): void {
    this.#ended = true;
    this.#socket.end();
    this.#socket.destroySoon();
    // An end that does not read would keep what was sent, and the connection, for ever.
    const force = setTimeout(() => this.#socket.destroy(), CLOSE_MS);
    this.#socket.once('close', () => clearTimeout(force));
    if (this.#socket.destroyed) clearTimeout(force);
  }

  #take(bytes: Buffer): void {
    let from = 0;
    for (let at = bytes.indexOf(0x0a); at !== -1 && !this.#told && !this.#ended; at = bytes.indexOf(0x0a, from)) {
      this.#parts.push(bytes.subarray(from, at));
      from = at + 1;
      const line = Buffer.concat(this.#parts);
      this.#parts = [];
      this.#length = 0;
      if (line.length >= MAX_FRAME) return this.#end('a frame is too long');
      this.#read(line);
    }
    if (this.#told || this.#ended || from >= bytes.length) return;
    this.#parts.push(bytes.subarray(from));
    this.#length += bytes.length - from;
    if (this.#length >= MAX_FRAME) this.#end('a frame is too long');
  }

  #read(line: Buffer): void {
    let frame: unknown;
    try {
      frame = JSON.parse(line.toString('utf8'));
    } catch {
      return this.#end('a frame is not JSON');
    }
    if (!isFrame(frame)) return this.#end('a frame has no type');
    this.#handlers.onFrame(frame);
  }

  #end(problem: string | null): void {
    if (this.#told || this.#ended) return;
    this.#told = true;
    this.#parts = [];
    if (problem === null) this.#ended = true;
    // While the other end is still there it may be told why.
    this.#handlers.onEnd(problem);
    if (problem === null) this.#socket.destroy();
    else this.close();
  }
}

/** An error as it travels: name, message and hint; never its stack or cause. */
export function toWire(thrown: unknown): WireError {
  const error = toRefbotError(thrown);
  const { hint } = error.details;
  return { name: error.errorName, message: error.message, ...(hint === undefined ? {} : { hint }) };
}

export function fromWire(value: unknown): RefbotError {
  const { name, message, hint } = (typeof value === 'object' && value !== null ? value : {}) as Readonly<
    Record<string, unknown>
  >;
  const known = typeof name === 'string' && Object.hasOwn(ERRORS, name) ? (name as ErrorName) : 'internal';
  return fail(known, typeof message === 'string' ? message : 'unknown error', typeof hint === 'string' ? { hint } : {});
}

function isFrame(value: unknown): value is AnyFrame {
  return typeof value === 'object' && value !== null && 't' in value && typeof value.t === 'string';
}
