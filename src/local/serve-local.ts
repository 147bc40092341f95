/**
 * The holder's end: listens on the local socket and runs commands of other RefBots inside this process. Whatever a
 * client sends or however it leaves, only its own command suffers. Started by main once the state is held.
 */
import { chmod } from 'node:fs/promises';
import { createServer, connect, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import type { Io } from '../command/io.ts';
import { isCode, removeIfThere } from '../core/atomic-file.ts';
import { makePrivateFolder } from '../core/paths.ts';
import { fail } from '../model/errors.ts';
import { Channel, toWire, type AnyFrame } from './channel.ts';
import { PROTOCOL, type HolderFrame } from './frames.ts';
import { readRequest, type LocalRequest } from './request.ts';
import { WireIo } from './wire-io.ts';

export interface LocalServerOptions {
  /** Path of the Unix socket; its folder is made private. */
  readonly path: string;
  /** Runs a command; resolves to its exit status. The signal ends it when the client cancels or leaves. */
  readonly execute: (request: LocalRequest, io: Io, signal: AbortSignal) => Promise<number>;
}

export interface LocalServer {
  /** Commands of other processes that are running. */
  readonly running: number;
  /** Resolves when no command of another process is running. @throws the signal's reason */
  idle(signal?: AbortSignal): Promise<void>;
  /** Takes no more clients, cancels what runs, tells the clients, removes the socket. Safe to call twice. */
  stop(): Promise<void>;
}

/** Clients at the same time; one more is refused. */
const MAX_CLIENTS = 64;
/** A client that connected has to say what it wants within. */
const REQUEST_MS = 10_000;
/** Cancelled commands have as long to end before their clients are left. */
const STOP_MS = 2_000;

/** @throws port-in-use when another process answers on the socket */
export async function serveLocal({ path, execute }: LocalServerOptions): Promise<LocalServer> {
  const clients = new Set<Client>();
  const server = createServer((socket) => {
    const client = new Client(socket, execute, clients.size >= MAX_CLIENTS);
    clients.add(client);
    void client.ended.then(() => clients.delete(client));
  });
  await makePrivateFolder(dirname(path));
  await listen(server, path);
  // A connection that cannot be accepted (no file descriptor left) is that client's trouble; it finds nobody.
  server.on('error', () => undefined);
  // Its folder is private already; this holds when somebody makes that folder readable.
  await chmod(path, 0o600);
  const running = (): Client[] => [...clients].filter((client) => client.isRunning);
  let stopped: Promise<void> | null = null;
  return {
    get running() {
      return running().length;
    },
    async idle(signal) {
      for (let left = running(); left.length > 0; left = running()) {
        await abortable(Promise.all(left.map((client) => client.ended)), signal);
      }
    },
    stop() {
      stopped ??= (async () => {
        const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
        await Promise.all([...clients].map((client) => client.leave()));
        await closed;
      })();
      return stopped;
    },
  };
}

/** One connection: one request, one command, then it is over. */
class Client {
  /** Resolves when the connection is closed and its command has ended. */
  readonly ended: Promise<void>;
  readonly #over = Promise.withResolvers<void>();
  readonly #execute: LocalServerOptions['execute'];
  readonly #channel: Channel;
  readonly #abort = new AbortController();
  readonly #deadline: NodeJS.Timeout;
  #io: WireIo | null = null;
  #command: Promise<void> | null = null;

  constructor(socket: Socket, execute: LocalServerOptions['execute'], full: boolean) {
    this.#execute = execute;
    this.ended = this.#over.promise;
    this.#channel = new Channel(socket, {
      onFrame: (frame) => this.#take(frame),
      onEnd: (problem) => this.#lost(problem),
    });
    this.#deadline = setTimeout(() => this.#refuse(fail('timeout', 'no request came')), REQUEST_MS);
    this.#deadline.unref();
    if (full)
      this.#refuse(
        fail('state-held', 'the other RefBot runs too many commands already', { hint: 'try again in a moment' }),
      );
  }

  get isRunning(): boolean {
    return this.#command !== null;
  }

  /** The holder ends: the command is cancelled, the client told. */
  async leave(): Promise<void> {
    this.#send({ t: 'leaving' });
    this.#abort.abort(fail('cancelled', 'the RefBot that runs the command is ending'));
    if (this.#command) {
      const patience = Promise.withResolvers<void>();
      const timer = setTimeout(() => patience.resolve(), STOP_MS);
      await Promise.race([this.#command, patience.promise]);
      clearTimeout(timer);
    }
    this.#finish();
  }

  #take(frame: AnyFrame): void {
    switch (frame.t) {
      case 'run':
        if (this.#command) return this.#refuse(fail('bad-request', 'a second request on one connection'));
        return this.#run(frame);
      case 'cancel':
        return this.#abort.abort(fail('cancelled', 'cancelled'));
      default:
        if (!this.#io?.answer(frame)) this.#refuse(fail('bad-request', 'an answer to nothing that was asked'));
    }
  }

  #run(frame: AnyFrame): void {
    clearTimeout(this.#deadline);
    let request: LocalRequest;
    try {
      if (frame.protocol !== PROTOCOL) {
        throw fail('state-held', 'the RefBot that holds the state is of another version', {
          hint: 'end it and start again',
        });
      }
      request = readRequest(frame.request);
    } catch (error) {
      return this.#refuse(error);
    }
    const io = new WireIo({
      cwd: request.cwd,
      output: request.output,
      send: (reply) => this.#send(reply),
      isCongested: () => this.#channel.congested,
      signal: this.#abort.signal,
    });
    this.#io = io;
    this.#send({ t: 'accepted' });
    this.#command = (async () => {
      try {
        const status = await this.#execute(request, io, this.#abort.signal);
        await io.flush();
        this.#send({ t: 'exit', status });
      } catch (error) {
        this.#send({ t: 'refused', error: toWire(error) });
      } finally {
        this.#command = null;
        this.#finish();
      }
    })();
  }

  #refuse(error: unknown): void {
    this.#send({ t: 'refused', error: toWire(error) });
    this.#lost(null);
    this.#channel.close();
  }

  /** The client left, or does not speak the protocol: nobody waits for the command any more. */
  #lost(problem: string | null): void {
    if (problem !== null) this.#send({ t: 'refused', error: toWire(fail('bad-request', problem)) });
    this.#abort.abort(fail('cancelled', 'the program that asked for the command has ended'));
    this.#io?.disconnect();
    if (!this.#command) this.#finish();
  }

  #finish(): void {
    clearTimeout(this.#deadline);
    this.#channel.close();
    this.#over.resolve();
  }

  #send(frame: HolderFrame): void {
    this.#channel.send(frame);
  }
}

async function listen(server: Server, path: string): Promise<void> {
  try {
    await tryListen(server, path);
  } catch (error) {
    if (!isCode(error, 'EADDRINUSE')) throw error;
    if (await answers(path)) throw fail('port-in-use', `another process answers on ${path}`);
    // Left behind by a process that was killed.
    await removeIfThere(path);
    await tryListen(server, path);
  }
}

function tryListen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function abortable(work: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  aborted.promise.catch(() => undefined);
  const onAbort = (): void => aborted.reject(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([work, aborted.promise]);
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}
