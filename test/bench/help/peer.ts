/**
 * A helper process of a bench, seen from the bench: it says a line of JSON when it is ready and one for each line it is
 * given, and it ends with its input. Its own end of that is answer-lines.ts.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';

export interface PeerOptions {
  readonly args?: readonly string[];
  /** For node itself, in front of the module. */
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const COMPILE_CACHE = join(tmpdir(), 'node-compile-cache');

/** Made by {@link Peer.start}. */
export class Peer {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #name: string;

  constructor(child: ChildProcess, lines: Interface, name: string) {
    this.#child = child;
    this.#lines = lines[Symbol.asyncIterator]();
    this.#name = name;
  }

  /** @param module a file beside this one @throws when it ends before it is ready */
  static async start<First>(module: string, options: PeerOptions = {}): Promise<{ peer: Peer; first: First }> {
    const { args = [], nodeArgs = [], env = {} } = options;
    const child = spawn(process.execPath, [...nodeArgs, join(import.meta.dirname, module), ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
      // As the launcher does: without it every process and worker holds the TypeScript stripper, which no user has.
      env: { ...process.env, NODE_NO_WARNINGS: '1', NODE_COMPILE_CACHE: COMPILE_CACHE, ...env },
    });
    child.stdin!.on('error', () => {}); // it has died: the next answer says so
    const peer = new Peer(child, createInterface({ input: child.stdout! }), module);
    return { peer, first: await peer.#next<First>() };
  }

  get pid(): number {
    return this.#child.pid!;
  }

  async ask<Reply>(question: unknown): Promise<Reply> {
    this.#child.stdin!.write(`${JSON.stringify(question)}\n`);
    return this.#next<Reply>();
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.stdin!.end();
    await exited;
  }

  async #next<T>(): Promise<T> {
    const { done, value } = await this.#lines.next();
    if (done === true) throw new Error(`${this.#name} ended too early`);
    return JSON.parse(value) as T;
  }
}
