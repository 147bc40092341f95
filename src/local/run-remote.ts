/**
 * The client's end: runs a command inside the RefBot that holds the state, with this process's own output, files,
 * standard input and person. Used by main when the state is held by somebody else.
 */
import { connect, type Socket } from 'node:net';
import type { Io, Sink } from '../command/io.ts';
import type { Progress } from '../engine/types.ts';
import { isCode } from '../core/atomic-file.ts';
import { EXIT, fail, type RefbotError } from '../model/errors.ts';
import { Channel, fromWire, toWire, type AnyFrame } from './channel.ts';
import { DATA_BYTES, PROTOCOL, type ClientFrame } from './frames.ts';
import type { LocalRequest } from './request.ts';

export interface RemoteOptions {
  /** Socket of the holder. */
  readonly path: string;
  readonly request: LocalRequest;
  /** The real one: everything the command reads and writes goes through it. */
  readonly io: Io;
  /** Cancels the command in the holder; it may still tell what it has. */
  readonly signal: AbortSignal;
}

/** A cancelled command has as long to end by itself. */
const CANCEL_MS = 5_000;

/**
 * Runs the command in the holder of the state.
 * @returns its exit status (130 when it was cancelled and does not end); null when nobody serves the socket, or the
 *   holder is just leaving: the state can be opened by this process then
 * @throws holder-gone · unsafe-remote-flag, bad-request and what else the holder refuses with
 */
export async function runRemote({ path, request, io, signal }: RemoteOptions): Promise<number | null> {
  const socket = await dial(path);
  if (!socket) return null;
  const outcome = Promise.withResolvers<number | null>();
  const client = new RemoteCommand(socket, io, outcome);
  let patience: NodeJS.Timeout | undefined;
  const cancel = (): void => {
    client.send({ t: 'cancel' });
    patience = setTimeout(() => outcome.resolve(EXIT.interrupted), CANCEL_MS);
  };
  client.send({ t: 'run', protocol: PROTOCOL, request });
  if (signal.aborted) cancel();
  else signal.addEventListener('abort', cancel, { once: true });
  try {
    return await outcome.promise;
  } finally {
    signal.removeEventListener('abort', cancel);
    clearTimeout(patience);
    await client.close();
  }
}

class RemoteCommand {
  readonly #io: Io;
  readonly #outcome: PromiseWithResolvers<number | null>;
  readonly #channel: Channel;
  readonly #reads = new Map<number, AsyncIterator<Uint8Array>>();
  readonly #sinks = new Map<number, Sink>();
  #accepted = false;
  #leaving = false;
  /** Output, notes and questions happen one after the other, in the order of the command. */
  #inOrder: Promise<void> = Promise.resolve();

  constructor(socket: Socket, io: Io, outcome: PromiseWithResolvers<number | null>) {
    this.#io = io;
    this.#outcome = outcome;
    this.#channel = new Channel(socket, {
      onFrame: (frame) => this.#take(frame),
      onEnd: (problem) => this.#ended(problem),
    });
  }

  send(frame: ClientFrame): void {
    this.#channel.send(frame);
  }

  async close(): Promise<void> {
    this.#channel.close();
    this.#io.progress(null);
    // Files the command left open; what it wrote is in them.
    for (const read of this.#reads.values()) void Promise.resolve(read.return?.()).catch(() => undefined);
    for (const sink of this.#sinks.values()) await sink.close().catch(() => undefined);
  }

  #ended(problem: string | null): void {
    // A frame before this one may still be on its way to the terminal.
    this.#queue(() => {
      if (problem !== null) this.#outcome.reject(fail('bad-request', `the RefBot that holds the state: ${problem}`));
      else if (this.#accepted) this.#outcome.reject(gone());
      else this.#outcome.resolve(null);
    });
  }

  #take(frame: AnyFrame): void {
    const id = typeof frame.id === 'number' ? frame.id : 0;
    switch (frame.t) {
      case 'accepted':
        this.#accepted = true;
        return;
      case 'leaving':
        this.#leaving = true;
        return;
      case 'refused':
        return this.#queue(() => this.#outcome.reject(this.#leaving ? gone() : fromWire(frame.error)));
      case 'exit':
        return this.#queue(() => {
          if (this.#leaving) this.#outcome.reject(gone());
          else this.#outcome.resolve(typeof frame.status === 'number' ? frame.status : EXIT.failed);
        });
      case 'note':
        return this.#queue(() => this.#io.note(String(frame.text)));
      case 'progress':
        return this.#queue(() => this.#io.progress(frame.progress as Progress | null));
      case 'write':
        return this.#queue(() => this.#reply(id, () => this.#io.write(String(frame.text))));
      case 'confirm':
        return this.#queue(() =>
          this.#reply(id, async () => ({ t: 'answer', id, yes: await this.#io.confirm(String(frame.question)) })),
        );
      case 'pull':
        return void this.#reply(id, async () => ({
          t: 'data',
          id,
          data: await this.#pull(Number(frame.file), String(frame.path)),
        }));
      case 'drop':
        return void this.#drop(Number(frame.file));
      case 'open':
        return void this.#reply(
          id,
          async () => void this.#sinks.set(id, await this.#io.openWrite(String(frame.path), frame.append === true)),
        );
      case 'put':
        return void this.#reply(id, () => this.#sink(frame).write(String(frame.text)));
      case 'close':
        return void this.#reply(id, () => {
          const sink = this.#sink(frame);
          this.#sinks.delete(Number(frame.file));
          return sink.close();
        });
      default:
        this.#outcome.reject(fail('bad-request', 'the RefBot that holds the state speaks another version'));
    }
  }

  /** Does what the holder asked and answers: with the frame the work gives, else `done`; with its error when it throws. */
  async #reply(id: number, work: () => Promise<ClientFrame | void>): Promise<void> {
    try {
      this.send((await work()) ?? { t: 'done', id });
    } catch (error) {
      this.send({ t: 'failed', id, error: toWire(error) });
    }
  }

  #queue(work: () => void | Promise<void>): void {
    this.#inOrder = this.#inOrder.then(work).catch((error: unknown) => this.#outcome.reject(error));
  }

  async #pull(file: number, path: string): Promise<string | null> {
    let read = this.#reads.get(file);
    if (!read) this.#reads.set(file, (read = pieces(this.#io.openRead(path))));
    const { value, done } = await read.next();
    if (!done) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
    this.#reads.delete(file);
    return null;
  }

  async #drop(file: number): Promise<void> {
    const read = this.#reads.get(file);
    this.#reads.delete(file);
    await Promise.resolve(read?.return?.()).catch(() => undefined);
  }

  #sink(frame: AnyFrame): Sink {
    const sink = this.#sinks.get(Number(frame.file));
    if (!sink) throw fail('bad-request', 'a write to a file that is not open');
    return sink;
  }
}

/** The chunks of a file, cut so that each fits a frame. */
async function* pieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.byteLength; from += DATA_BYTES) yield chunk.subarray(from, from + DATA_BYTES);
  }
}

function gone(): RefbotError {
  return fail('holder-gone', 'the RefBot that ran the command has ended before the command did', {
    hint: 'what was done until then is saved; run the command again',
  });
}

/** The connection to the holder; null when nobody listens. @throws state-held when it belongs to somebody else */
function dial(path: string): Promise<Socket | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.off('error', onError);
      resolve(socket);
    });
    const onError = (error: Error): void => {
      if (isCode(error, 'ENOENT', 'ECONNREFUSED', 'ENOTSOCK', 'ENOTDIR', 'EINVAL')) resolve(null);
      else
        reject(
          fail('state-held', `the RefBot that holds the state cannot be reached: ${error.message}`, { cause: error }),
        );
    };
    socket.once('error', onError);
  });
}
